/** Compressed messages (RFC 7692 section 7.2). Fetched when there is one: zlib is large. */
import { concat } from '#base/bytes.ts';
import type { Compressed } from '#trace/compression.ts';
import { inflateNext, inflaterAt } from '#trace/inflate.ts';
import { messageOf, type FrameFacts } from '#trace/inspect-frames.ts';
import { judge, type Verdict } from './verdict.ts';

export interface Inflated {
  readonly compressed: Uint8Array;
  /** Null where it cannot be inflated. */
  readonly plain: Uint8Array | null;
}

/** The compressed message of frame `index`, inflated after those before it: they may share a window (section 7.2.3.2). */
export function inflateMessage(
  frames: readonly FrameFacts[],
  index: number,
  context: Compressed | null,
): Inflated {
  const inflater = inflaterAt(context);
  const wanted = frames[index]?.begin ?? 0;
  for (const begin of new Set(frames.map((frame) => frame.begin))) {
    if (frames[begin]?.rsv1 !== true || begin > wanted) continue;
    const compressed = concat(messageOf(frames, begin).map(({ plain }) => plain));
    const plain = inflateNext(inflater, compressed);
    if (begin === wanted) return { compressed, plain };
    if (plain === null) break;
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
