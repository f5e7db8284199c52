/** permessage-deflate, one direction of a connection (RFC 7692 section 7.2), on zlib's streaming interface. */
import {
  Z_BUF_ERROR,
  Z_DEFAULT_STRATEGY,
  Z_HUFFMAN_ONLY,
  Z_OK,
  Z_STREAM_END,
  Z_SYNC_FLUSH,
  zlibDeflate,
  zlibDeflateInit2,
  zlibDeflateReset,
  zlibInflate,
  zlibInflateInit2,
  zlibInflateReset,
  ZStream,
} from 'pako';
import { assert } from '#base/assert.ts';
import { concat, equalBytes } from '#base/bytes.ts';
import { OctetBuffer } from '../octet-buffer.ts';
import type { DeflateParams } from './deflate-params.ts';
import type { Inflated, MessageInflater } from './receiver.ts';

/** What one direction of an agreement says. */
export interface DeflateDirection {
  /** Every message starts with an empty window (section 7.1.1). */
  readonly noContextTakeover: boolean;
  /** Base-2 logarithm of the window, 8 to 15 (section 7.1.2). */
  readonly windowBits: number;
}

/** The end of a flushed block: removed by the sender (section 7.2.1), put back by the receiver (7.2.2). */
const TAIL = Uint8Array.of(0x00, 0x00, 0xff, 0xff);
/** An empty block without its tail: what an empty message compresses to (section 7.2.3.6). */
const EMPTY = Uint8Array.of(0x00);
const SCRATCH_BYTES = 16_384;
/** zlib: the decoder stands between two blocks. */
const AT_BLOCK_BOUNDARY = 128;
const DEFLATED = 8;

/** The part of an agreement that governs what `sender` sends. */
export function directionOf(params: DeflateParams, sender: 'client' | 'server'): DeflateDirection {
  return sender === 'client'
    ? { noContextTakeover: params.clientNoContextTakeover, windowBits: params.clientMaxWindowBits }
    : { noContextTakeover: params.serverNoContextTakeover, windowBits: params.serverMaxWindowBits };
}

/** Inflates the messages of one sender, in order; memory is bounded by the limit handed in, not by the input. */
export class Inflater implements MessageInflater {
  readonly #direction: DeflateDirection;
  readonly #stream = new ZStream();
  readonly #scratch = new Uint8Array(SCRATCH_BYTES);
  readonly #output = new OctetBuffer();
  /** The last block was marked final and nothing has come since. */
  #ended = false;

  constructor(direction: DeflateDirection) {
    this.#direction = direction;
    const status = zlibInflateInit2(this.#stream, -direction.windowBits);
    assert(status === Z_OK, 'zlib takes windows of 8 to 15 bits');
  }

  push(piece: Uint8Array, limit: number): Inflated {
    const stream = this.#stream;
    stream.input = piece;
    stream.next_in = 0;
    stream.avail_in = piece.length;
    let failure: Inflated['failure'] = null;
    do {
      if (stream.avail_in > 0) this.#ended = false;
      stream.output = this.#scratch;
      stream.next_out = 0;
      stream.avail_out = SCRATCH_BYTES;
      const status = zlibInflate(stream, Z_SYNC_FLUSH);
      this.#output.append(this.#scratch.subarray(0, stream.next_out));
      if (this.#output.length > limit) failure = 'too-big';
      else if (status === Z_STREAM_END) this.#restart();
      // Z_BUF_ERROR only says that there was nothing to do.
      else if (status !== Z_OK && status !== Z_BUF_ERROR) failure = 'corrupt';
    } while (failure === null && (stream.avail_in > 0 || stream.avail_out === 0));
    return { octets: this.#output.take().subarray(0, limit), failure };
  }

  end(limit: number): Inflated {
    if (this.#ended) {
      this.#ended = false;
      return { octets: new Uint8Array(0), failure: null };
    }
    const rest = this.push(TAIL, limit);
    if (rest.failure !== null) return rest;
    // Anywhere but between two blocks, the message was cut off.
    if ((this.#stream.data_type & AT_BLOCK_BOUNDARY) === 0) return { ...rest, failure: 'corrupt' };
    if (this.#direction.noContextTakeover) zlibInflateReset(this.#stream);
    return rest;
  }

  /** Section 7.2.3.4: a final block ends a DEFLATE stream, not the message; what follows is a new stream. */
  #restart(): void {
    zlibInflateReset(this.#stream);
    this.#ended = true;
  }
}

/** Compresses the messages of one sender, in order. Same input, same octets, as canonical zlib writes them. */
export class Deflater {
  readonly #direction: DeflateDirection;
  readonly #stream = new ZStream();
  readonly #scratch = new Uint8Array(SCRATCH_BYTES);

  constructor(direction: DeflateDirection) {
    this.#direction = direction;
    // zlib can't keep to a window of 8 bits; without references to earlier octets any window is large enough.
    const tiny = direction.windowBits === 8;
    const status = zlibDeflateInit2(
      this.#stream,
      6,
      DEFLATED,
      tiny ? -9 : -direction.windowBits,
      8,
      tiny ? Z_HUFFMAN_ONLY : Z_DEFAULT_STRATEGY,
      true,
    );
    assert(status === Z_OK, 'zlib takes windows of 9 to 15 bits');
  }

  /** The payload of a message whose first frame has RSV1 set. */
  deflate(payload: Uint8Array): Uint8Array {
    const stream = this.#stream;
    stream.input = payload;
    stream.next_in = 0;
    stream.avail_in = payload.length;
    const pieces: Uint8Array[] = [];
    do {
      stream.output = this.#scratch;
      stream.next_out = 0;
      stream.avail_out = SCRATCH_BYTES;
      zlibDeflate(stream, Z_SYNC_FLUSH);
      pieces.push(this.#scratch.slice(0, stream.next_out));
    } while (stream.avail_out === 0);
    if (this.#direction.noContextTakeover) zlibDeflateReset(stream);
    const flushed = concat(pieces);
    const end = flushed.length - TAIL.length;
    // Two flushes without input between them write nothing the second time.
    return end >= 0 && equalBytes(flushed.subarray(end), TAIL) ? flushed.subarray(0, end) : EMPTY;
  }
}
