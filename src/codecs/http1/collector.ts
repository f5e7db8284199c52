/** Gathers a parser's events into whole messages, for receivers that don't stream the body. */
import { concat } from '#base/bytes.ts';
import type { HttpEvent } from './parser.ts';
import type { Head, Header } from './message.ts';

export interface HttpMessage<H extends Head = Head> {
  readonly head: H;
  readonly body: Uint8Array;
  /** Sizes of the chunks, without the last one; empty when the body is not chunked. */
  readonly chunkSizes: readonly number[];
  readonly trailers: readonly Header[];
  readonly upgrade: boolean;
  /** Stream offsets of the message in octets. */
  readonly from: number;
  readonly to: number;
}

/** `maxBodyBytes` bounds what is kept; octets of the body beyond it are dropped. */
export class MessageCollector<H extends Head = Head> {
  readonly #maxBodyBytes: number;
  #head: H | null = null;
  #upgrade = false;
  #pieces: Uint8Array[] = [];
  #kept = 0;
  #chunkSizes: number[] = [];
  #trailers: readonly Header[] = [];

  constructor(maxBodyBytes = 16_777_216) {
    this.#maxBodyBytes = maxBodyBytes;
  }

  /** Takes the events of one `feed` or `eof` and returns the messages they complete. */
  push(events: readonly HttpEvent<H>[]): HttpMessage<H>[] {
    const complete: HttpMessage<H>[] = [];
    for (const event of events) {
      if (event.kind === 'head') this.#begin(event.head, event.framing.kind === 'upgrade');
      else if (event.kind === 'data') this.#keep(event.bytes);
      else if (event.kind === 'chunk') this.#note(event.size);
      else if (event.kind === 'trailers') this.#trailers = event.headers;
      else if (event.kind === 'end') complete.push(...this.#end(event.from, event.to));
    }
    return complete;
  }

  #begin(head: H, upgrade: boolean): void {
    this.#head = head;
    this.#upgrade = upgrade;
    this.#pieces = [];
    this.#kept = 0;
    this.#chunkSizes = [];
    this.#trailers = [];
  }

  #keep(bytes: Uint8Array): void {
    const piece = bytes.subarray(0, this.#maxBodyBytes - this.#kept);
    this.#kept += piece.length;
    if (piece.length > 0) this.#pieces.push(piece);
  }

  /** Every chunk holds an octet, so the limit on octets bounds the list too. */
  #note(chunkSize: number): void {
    if (chunkSize > 0 && this.#kept < this.#maxBodyBytes) this.#chunkSizes.push(chunkSize);
  }

  #end(from: number, to: number): HttpMessage<H>[] {
    if (this.#head === null) return [];
    const message = {
      head: this.#head,
      body: concat(this.#pieces),
      chunkSizes: this.#chunkSizes,
      trailers: this.#trailers,
      upgrade: this.#upgrade,
      from,
      to,
    };
    this.#head = null;
    this.#pieces = [];
    return [message];
  }
}
