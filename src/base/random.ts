/**
 * Keyed randomness: every draw is a pure function of its key, so that a draw depends on *what* is drawn and never on
 * how many draws happened before. Raising the loss rate therefore keeps every other draw of the run as it was.
 */

/** What a draw is for; distinct purposes never share a stream. */
export type DrawPurpose =
  | 'loss'
  | 'jitter'
  | 'feed'
  | 'text'
  | 'mask'
  | 'key'
  | 'client'
  /** Whether the line changes between good and bad (Gilbert-Elliott). */
  | 'burst'
  | 'duplicate'
  | 'corrupt'
  | 'reorder';

const PURPOSE_CODE: Record<DrawPurpose, number> = {
  loss: 1,
  jitter: 2,
  feed: 3,
  text: 4,
  mask: 5,
  key: 6,
  client: 7,
  burst: 8,
  duplicate: 9,
  corrupt: 10,
  reorder: 11,
};

/** The finalizer of MurmurHash3 (Appleby, public domain): mixes all bits of a 32-bit word. */
function mix(h: number): number {
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function absorb(state: number, word: number): number {
  let k = Math.imul(word | 0, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  k = Math.imul(k, 0x1b873593);
  state ^= k;
  state = (state << 13) | (state >>> 19);
  return (Math.imul(state, 5) + 0xe6546b64) | 0;
}

/**
 * 32 uniform bits for the key (seed, lane, direction, n, purpose). `direction` is 0 up (client to server), 1 down; 2 and
 * 3 are the second copies of packets that netem sends twice there.
 */
export function drawU32(
  seed: number,
  lane: number,
  direction: number,
  n: number,
  purpose: DrawPurpose,
): number {
  let h = absorb(0x9747b28c, seed);
  h = absorb(h, Math.floor(seed / 0x1_0000_0000));
  h = absorb(h, lane);
  h = absorb(h, direction);
  h = absorb(h, n);
  h = absorb(h, PURPOSE_CODE[purpose]);
  return mix(h);
}

/** A uniform number in [0, 1) with 32 bits of resolution, for the same key as `drawU32`. */
export function draw(seed: number, lane: number, direction: number, n: number, purpose: DrawPurpose): number {
  return drawU32(seed, lane, direction, n, purpose) / 0x1_0000_0000;
}

/** mulberry32 (Ettinger, public domain): a sequential generator in [0, 1) for schedules made in one go. */
export function mulberry32(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}
