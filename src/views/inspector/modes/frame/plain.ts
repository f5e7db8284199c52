/** A masked frame as it reads without its masks. Writing to it writes to the masked one: XOR keeps every bit in its place. */
import type { FrameFacts } from '#trace/inspect-frames.ts';
import type { Editable } from '#views/inspector/draft.svelte.ts';

export function unmasked(draft: Editable, frames: readonly FrameFacts[]): Editable {
  const octets = draft.octets.slice();
  for (const { payloadFrom, plain } of frames) octets.set(plain, payloadFrom);
  return {
    octets,
    differs: (at) => draft.differs(at),
    flipped: (bit) => draft.flipped(bit),
    flip: (bit) => {
      draft.flip(bit);
    },
    set: (at, octet) => {
      draft.set(at, (draft.octets[at] ?? 0) ^ (octets[at] ?? 0) ^ octet);
    },
  };
}
