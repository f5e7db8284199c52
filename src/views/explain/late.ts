/** What the column says about one selected message: per lane its delay, its parts in words, and one moral for all. */
import type { DelayPart, DelayParts } from '#trace/parts.ts';
import { DELAY_PARTS } from '#trace/parts.ts';
import { DELAY_LOOKS, LOOKS } from '#ui/delay-looks.ts';
import type { Words } from '#words/catalogue.ts';
import { formatDelay } from '#words/format.ts';
import { UP_PARTS, type WayUp } from './way-up.ts';

/** Parts below half a millisecond are summed into the delay but not worth a word. */
const WORTH_A_WORD_US = 500;

/** The parts in the order of the bar: waiting, at a proxy, sent again, behind a loss, travelling. */
const BAR_ORDER = LOOKS.flatMap((look) => DELAY_PARTS.filter((part) => DELAY_LOOKS[part] === look));

/** "waits for the next poll 1.83 s, travels 150 ms"; of a line of the user's, its way up comes first. */
export function partsSentence(parts: DelayParts, words: Words, up: WayUp | null = null): string {
  const upward = UP_PARTS.filter((part) => up !== null && up[part] >= WORTH_A_WORD_US).map((part) =>
    words.explain.up[part](formatDelay(up?.[part] ?? 0)),
  );
  const down = BAR_ORDER.filter((part) => Math.abs(parts[part]) >= WORTH_A_WORD_US).map((part) =>
    words.explain.part[part](formatDelay(parts[part])),
  );
  const phrases = [...upward, ...down];
  return phrases.length > 0
    ? phrases.join(words.explain.join)
    : words.explain.part.propagation(formatDelay(0));
}

export type Moral = keyof Words['explain']['moral'];

const MORALS: Partial<Record<DelayPart, Moral>> = {
  setup: 'setup',
  sendQueue: 'queue',
  serialization: 'queue',
};

const BY_LOOK = { wait: 'wait', proxy: 'proxy', resend: 'resend', behind: 'behind', travel: null } as const;

/** The moral of the longest of these parts in any lane; null when none of them took time worth a word. */
function longest(lanes: readonly DelayParts[], parts: readonly DelayPart[]): Moral | null {
  let best: Moral | null = null;
  let most = WORTH_A_WORD_US;
  for (const lane of lanes) {
    for (const part of parts) {
      const moral = MORALS[part] ?? BY_LOOK[DELAY_LOOKS[part]];
      if (moral === null || lane[part] <= most) continue;
      best = moral;
      most = lane[part];
    }
  }
  return best;
}

/**
 * What the learner should take from all lanes together. A loss tells more than a wait, so it counts first. That no lane
 * was held up can't be said while one is still `waiting`: then there is no moral yet.
 */
export function moralOf(lanes: readonly DelayParts[], waiting: boolean): Moral | null {
  return (
    longest(lanes, ['lossRepair', 'headOfLine']) ?? longest(lanes, DELAY_PARTS) ?? (waiting ? null : 'none')
  );
}

/** The parts of the whole round trip: what the way up took counts with the part of its kind. */
export function withWayUp(parts: DelayParts, up: WayUp | null): DelayParts {
  if (up === null) return parts;
  return {
    ...parts,
    setup: parts.setup + up.setup,
    lossRepair: parts.lossRepair + up.resend,
    propagation: parts.propagation + up.way,
  };
}
