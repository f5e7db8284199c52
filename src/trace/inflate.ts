/** Inflating the compressed messages of a trace, or of octets that were pasted (RFC 7692 section 7.2.2). */
import { concat } from '#base/bytes.ts';
import { directionOf, Inflater } from '#codecs/websocket/deflate.ts';
import type { Compressed } from './compression.ts';

/** Inflated octets that are looked at, at most. */
export const LIMIT_BYTES = 1_048_576;

/** Stands where the unit begins: behind what was compressed before it, of which pasted octets know nothing. */
export function inflaterAt(context: Compressed | null): Inflater {
  if (!context) return new Inflater({ noContextTakeover: false, windowBits: 15 });
  const inflater = new Inflater(directionOf(context.deflate, context.sender));
  for (const message of context.before) inflateNext(inflater, message);
  return inflater;
}

/** The next message of a stream; null where it is corrupt, or too large to look at. */
export function inflateNext(inflater: Inflater, message: Uint8Array): Uint8Array<ArrayBuffer> | null {
  const body = inflater.push(message, LIMIT_BYTES);
  const rest = body.failure === null ? inflater.end(LIMIT_BYTES) : body;
  return rest.failure === null ? concat([body.octets, rest.octets]) : null;
}

/** A message behind those that its context names. */
export function inflate(context: Compressed, message: Uint8Array): Uint8Array<ArrayBuffer> | null {
  return inflateNext(inflaterAt(context), message);
}
