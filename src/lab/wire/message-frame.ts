/** A message as one frame, compressed where both ends have agreed to permessage-deflate. */
import { ensure } from '#base/assert.ts';
import { utf8View } from '#base/bytes.ts';
import type { Deflater, Inflater } from '#codecs/websocket/deflate.ts';
import type { DeflateParams } from '#codecs/websocket/deflate-params.ts';
import { encodeFrame, type MaskKey } from '#codecs/websocket/encode.ts';
import { BINARY, TEXT } from '#codecs/websocket/opcode.ts';
import type { LaneContext } from '../lane-context.ts';

/** What one end needs to keep an agreement: it compresses what it sends, and inflates what it gets. */
export interface Compression {
  readonly deflater: Deflater;
  readonly inflater: Inflater;
}

let zlib: typeof import('#codecs/websocket/deflate.ts') | null = null;

/** Fetches zlib, which is large and which most runs never need. The clock waits, so that the run does not tell. */
export function fetchCompression({ scheduler, id, fail }: LaneContext): void {
  if (zlib) return;
  const hold = scheduler.hold(`${id}: zlib is fetched`);
  import('#codecs/websocket/deflate.ts')
    .then((module) => {
      zlib = module;
    })
    .catch(fail)
    .finally(() => {
      hold.release();
    });
}

/** The agreement from the view of one end; null where nothing is compressed. */
export function compressionOf(deflate: DeflateParams | null, end: 'client' | 'server'): Compression | null {
  if (deflate === null) return null;
  const { Deflater, Inflater, directionOf } = ensure(zlib, 'fetchCompression() before the handshake');
  const peer = end === 'client' ? 'server' : 'client';
  return {
    deflater: new Deflater(directionOf(deflate, end)),
    inflater: new Inflater(directionOf(deflate, peer)),
  };
}

/**
 * Text as a text frame, octets as a binary one. An end that may compress compresses every message, as browsers do
 * (RFC 7692 section 6 leaves it to the sender): the window then holds all that was said before.
 */
export function messageFrame(
  data: string | Uint8Array,
  maskKey: MaskKey,
  compression: Compression | null,
): Uint8Array<ArrayBuffer> {
  const opcode = typeof data === 'string' ? TEXT : BINARY;
  const payload = typeof data === 'string' ? utf8View(data) : data;
  if (!compression) return encodeFrame({ opcode, payload, maskKey });
  return encodeFrame({ opcode, payload: compression.deflater.deflate(payload), maskKey, rsv1: true });
}
