/** The receiving half's octets: in order they go up, ahead of a gap they wait and are reported (RFC 2018, RFC 2883). */
import { concat } from '#base/bytes.ts';
import { MAX_SACK_BLOCKS } from './constants.ts';

/** TCP_NUM_SACKS: how many ranges are remembered for reporting. */
const REMEMBERED = 4;

interface Range {
  from: number;
  to: number;
}

interface Piece {
  /** Stream offset of the first octet. */
  readonly from: number;
  readonly bytes: Uint8Array;
  /** Offset behind the last octet, and behind the FIN if it carries one. */
  readonly to: number;
}

/** What became of a segment: it moved the stream on, fills a place ahead of a gap, or brought nothing new. */
export type Accepted = 'in-order' | 'ahead' | 'old';

export class Reassembly {
  /** The next stream offset that is expected (RCV.NXT); the FIN counts as one octet behind the stream. */
  next = 0;
  /** Where the peer's FIN stands, once a segment has said so. */
  #finAt: number | null = null;
  /** Waiting ahead of a gap, by offset, without overlaps. */
  #pieces: Piece[] = [];
  /** Ranges ahead of a gap, the one that changed last first. */
  #ranges: Range[] = [];
  #dsack: Range | null = null;
  #ready: Uint8Array[] = [];
  #readyFrom = 0;

  /** Octets are missing before some that have arrived. */
  get hasGap(): boolean {
    return this.#pieces.length > 0;
  }

  /** The FIN has been reached in order. */
  get ended(): boolean {
    return this.#finAt !== null && this.next > this.#finAt;
  }

  /** RCV.NXT without the FIN: the end of the octets in order. */
  get dataEnd(): number {
    return this.#finAt === null ? this.next : Math.min(this.next, this.#finAt);
  }

  accept(from: number, bytes: Uint8Array, fin: boolean): Accepted {
    const end = from + bytes.length;
    const to = end + (fin ? 1 : 0);
    if (fin) this.#finAt = end;
    if (to <= this.next) {
      this.noteDuplicate(from, to);
      return 'old';
    }
    if (from > this.next) return this.#keep({ from, bytes, to });
    // RFC 2883 section 4: part of it came twice.
    if (from < this.next) this.noteDuplicate(from, this.next);
    this.#append({ from, bytes, to });
    this.#drain();
    return 'in-order';
  }

  /** Reports [from, to) as received twice, in the next acknowledgement. */
  noteDuplicate(from: number, to: number): void {
    this.#dsack = { from, to };
  }

  /** Octets that have become in order since the last call, and the offset of the first. */
  take(): { readonly bytes: Uint8Array; readonly from: number } | null {
    const [only] = this.#ready;
    if (!only) return null;
    const bytes = this.#ready.length === 1 ? only : concat(this.#ready);
    this.#ready = [];
    return { bytes, from: this.#readyFrom };
  }

  /** SACK option of an acknowledgement, as offsets from, to, …; a D-SACK is reported once. At most `most` blocks. */
  takeSack(most = MAX_SACK_BLOCKS): readonly number[] {
    if (most <= 0 || (this.#ranges.length === 0 && !this.#dsack)) return NONE;
    const blocks = this.#dsack ? [this.#dsack, ...this.#ranges] : this.#ranges;
    this.#dsack = null;
    return blocks.slice(0, most).flatMap(({ from, to }) => [from, to]);
  }

  #append({ from, bytes, to }: Piece): void {
    const fresh = from < this.next ? bytes.subarray(this.next - from) : bytes;
    if (fresh.length > 0) {
      if (this.#ready.length === 0) this.#readyFrom = this.next;
      this.#ready.push(fresh);
    }
    this.next = to;
  }

  /** tcp_ofo_queue: what waited behind the gap is in order now. */
  #drain(): void {
    if (this.#pieces.length === 0) return;
    let n = 0;
    for (const piece of this.#pieces) {
      if (piece.from > this.next) break;
      if (piece.to > this.next) this.#append(piece);
      n++;
    }
    this.#pieces.splice(0, n);
    this.#ranges = this.#ranges.filter((range) => range.to > this.next);
  }

  /** tcp_data_queue_ofo: keeps what is new of a piece ahead of the gap. */
  #keep(piece: Piece): Accepted {
    const after = this.#pieces.findLastIndex((other) => other.from <= piece.from);
    const before = this.#pieces[after];
    if (before && piece.to <= before.to) {
      this.noteDuplicate(piece.from, piece.to);
      return 'old';
    }
    // Segments keep their boundaries but for merged retransmissions, which replace what they cover.
    const overlapped = this.#pieces.slice(after + 1).findIndex((other) => other.to > piece.to);
    const covered = overlapped < 0 ? this.#pieces.length - after - 1 : overlapped;
    const follower = this.#pieces[after + 1 + covered];
    const fresh = clip(piece, before?.to ?? -Infinity, follower?.from ?? Infinity);
    this.#pieces.splice(after + 1, covered, fresh);
    if (fresh.from > piece.from) this.noteDuplicate(piece.from, fresh.from);
    this.#extendRanges(fresh.from, fresh.to);
    return 'ahead';
  }

  /** tcp_sack_new_or_extend. */
  #extendRanges(from: number, to: number): void {
    const merged: Range = { from, to };
    const rest: Range[] = [];
    for (const range of this.#ranges) {
      if (range.to < merged.from || range.from > merged.to) rest.push(range);
      else {
        merged.from = Math.min(merged.from, range.from);
        merged.to = Math.max(merged.to, range.to);
      }
    }
    this.#ranges = [merged, ...rest].slice(0, REMEMBERED);
  }
}

const NONE: readonly number[] = [];

/** The part of `piece` within [from, to). */
function clip(piece: Piece, from: number, to: number): Piece {
  if (piece.from >= from && piece.to <= to) return piece;
  const start = Math.max(piece.from, from);
  const end = Math.min(piece.to, to);
  return { from: start, bytes: piece.bytes.subarray(start - piece.from, end - piece.from), to: end };
}
