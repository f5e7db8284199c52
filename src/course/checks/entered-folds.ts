/** Checks over what the learner entered: an answer, a bucket, a stream. The trace has no part in them. */
import { utf8 } from '#base/bytes.ts';
import type { SimTime } from '#base/time.ts';
import { annotateEventStream } from '#codecs/sse/annotate.ts';
import { SseParser } from '#codecs/sse/parser.ts';
import {
  inBounds,
  verdict,
  waiting,
  type Check,
  type Entered,
  type SseItemKind,
  type Verdict,
} from './check.ts';
import type { Fold } from './fold.ts';
import { whereMatches } from './where.ts';

type Of<K extends Check['kind']> = Extract<Check, { kind: K }>;

export class AnswerFold implements Fold {
  readonly #option: string;

  constructor(check: Of<'answer'>) {
    this.#option = check.option;
  }

  add(): void {
    // Nothing in the trace matters.
  }

  verdict(_t: SimTime, { answer }: Entered): Verdict {
    return answer === null ? waiting() : verdict(answer === this.#option);
  }
}

export class SortedFold implements Fold {
  readonly #check: Of<'sorted'>;

  constructor(check: Of<'sorted'>) {
    this.#check = check;
  }

  add(): void {
    // Nothing in the trace matters.
  }

  verdict(_t: SimTime, { buckets }: Entered): Verdict {
    const bucket = buckets[this.#check.item];
    return bucket === undefined ? waiting() : verdict(bucket === this.#check.bucket);
  }
}

/** An item of the learner's stream: what can be asked for, and where it stands in octets. */
interface StreamItem {
  readonly fields: object;
  readonly from: number;
  readonly to: number;
}

/** What our parser makes of the text, or its lines, field by field. */
export function streamItems(text: string, kind: SseItemKind): StreamItem[] {
  const octets = utf8(text);
  if (kind === 'field')
    return annotateEventStream(octets)
      .filter(({ name }) => name !== 'blank line' && name !== 'comment')
      .map(({ name, value, offset, bitLength }) => ({
        fields: { name, value },
        from: offset,
        to: offset + bitLength / 8,
      }));
  return new SseParser().feed(octets).flatMap((item) => {
    if (item.kind !== kind) return [];
    const lines = item.kind === 'event' ? { lines: item.data.split('\n').length } : {};
    return [{ fields: { ...item, ...lines }, from: item.from, to: item.to }];
  });
}

export class StreamFold implements Fold {
  readonly #check: Of<'sse'>;

  constructor(check: Of<'sse'>) {
    this.#check = check;
  }

  add(): void {
    // Nothing in the trace matters.
  }

  verdict(_t: SimTime, { text }: Entered): Verdict {
    const { item, where, bounds } = this.#check;
    const all = streamItems(text, item);
    const found = all.filter(({ fields }) => whereMatches(fields, where));
    const value = found.length;
    // One too many, or else what comes nearest: an item of this kind that doesn't match.
    const offender = found[bounds.atMost ?? Infinity] ?? all.find((one) => !found.includes(one)) ?? null;
    const pass = inBounds(value, bounds);
    return verdict(pass, { value, range: pass || !offender ? null : characterRange(text, offender) });
  }
}

/** From octets of a text's UTF-8 to UTF-16 code units. */
function characterRange(
  text: string,
  { from, to }: StreamItem,
): { readonly from: number; readonly to: number } {
  const octets = utf8(text);
  const decoder = new TextDecoder();
  const units = (end: number): number => decoder.decode(octets.subarray(0, end)).length;
  return { from: units(from), to: units(to) };
}
