/** Compressed messages (RFC 7692 section 7.2). Fetched when there is one: zlib is large. */
import { concat } from '#base/bytes.ts';
import { directionOf, Inflater } from '#codecs/websocket/deflate.ts';
import type { Compressed } from '#trace/compression.ts';
import { messageOf, type FrameFacts } from '#trace/inspect-frames.ts';
import { judge, type Verdict } from './verdict.ts';

/** Inflated octets that are looked at, at most. */
const LIMIT_BYTES = 1_048_576;

export interface Inflated {
  readonly compressed: Uint8Array;
  /** Null where it cannot be inflated. */
  readonly plain: Uint8Array | null;
}

/** Stands where the unit begins: behind what was compressed before it, of which pasted octets know nothing. */
function inflaterAt(compressed: Compressed | null): Inflater {
  if (!compressed) return new Inflater({ noContextTakeover: false, windowBits: 15 });
  const stream = new Inflater(directionOf(compressed.deflate, compressed.sender));
  for (const message of compressed.before) {
    stream.push(message, LIMIT_BYTES);
    stream.end(LIMIT_BYTES);
  }
  return stream;
}

/** The compressed message of frame `index`, inflated after those before it: they may share a window (section 7.2.3.2). */
export function inflateMessage(
  frames: readonly FrameFacts[],
  index: number,
  context: Compressed | null,
): Inflated {
  const stream = inflaterAt(context);
  const wanted = frames[index]?.begin ?? 0;
  for (const begin of new Set(frames.map((frame) => frame.begin))) {
    if (frames[begin]?.rsv1 !== true || begin > wanted) continue;
    const compressed = concat(messageOf(frames, begin).map(({ plain }) => plain));
    const body = stream.push(compressed, LIMIT_BYTES);
    const rest = body.failure === null ? stream.end(LIMIT_BYTES) : body;
    if (begin === wanted)
      return { compressed, plain: rest.failure === null ? concat([body.octets, rest.octets]) : null };
    if (rest.failure !== null) break;
  }
  return { compressed: concat(messageOf(frames, index).map(({ plain }) => plain)), plain: null };
}

/** The receiver's judgement, where compression was agreed. */
export function judgeCompressed(
  octets: Uint8Array,
  role: 'client' | 'server',
  context: Compressed | null,
): Verdict {
  return judge(octets, role, inflaterAt(context));
}
