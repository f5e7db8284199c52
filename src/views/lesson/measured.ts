/** What a check measured, in words beside its bound. */
import type { Bounds, Check } from '#course/checks/check.ts';
import type { CheckResult } from '#course/checks/judge.ts';
import { formatBytes, formatCount, formatPercent, formatPerSecond, formatSpan } from '#words/format.ts';
import type { LessonWords } from '#words/lesson.en.ts';

/** How numbers of a check read: with what is counted, and bare as in its bound. */
interface Reading {
  readonly bounds: Bounds;
  readonly said: (value: number) => string;
  readonly bare: (value: number) => string;
}

function readingOf(check: Check, w: LessonWords['checks']): Reading | null {
  switch (check.kind) {
    case 'metric': {
      const { bounds, metric } = check;
      switch (metric) {
        case 'meanDelayMs':
        case 'p95DelayMs':
        case 'detectMs':
          return { bounds, said: (value) => w[metric](formatSpan(value)), bare: formatSpan };
        case 'bytesPerMessage':
          return { bounds, said: (value) => w.bytes(formatBytes(value)), bare: formatBytes };
        default:
          return { bounds, said: (value) => w[metric](formatPerSecond(value)), bare: formatPerSecond };
      }
    }
    case 'count':
    case 'sse':
      // Whether it is there at all, the mark before the line tells.
      if (check.bounds.atLeast === 1 && check.bounds.atMost === undefined) return null;
      return { bounds: check.bounds, said: (value) => w.times(formatCount(value)), bare: formatCount };
    case 'setting': {
      const { bounds, setting } = check;
      // A choice has words, not a number.
      if (!/(Ms|Pct|Kbit|Packets|Bytes|PerS)$/.test(setting)) return null;
      const format = setting.endsWith('Ms')
        ? formatSpan
        : setting.endsWith('Pct')
          ? formatPercent
          : formatPerSecond;
      return { bounds, said: format, bare: format };
    }
    case 'herd': {
      const { bounds, figure } = check;
      const format = figure.endsWith('Ms') ? formatSpan : formatCount;
      return {
        bounds,
        said: (value) => w[figure](Number.isFinite(value) ? format(value) : w.overAnHour),
        bare: format,
      };
    }
    default:
      return null;
  }
}

function boundText({ atLeast, atMost }: Bounds, bare: Reading['bare'], w: LessonWords['checks']): string {
  if (atLeast !== undefined && atMost !== undefined)
    return atLeast === atMost ? w.exactly(bare(atLeast)) : w.between(bare(atLeast), bare(atMost));
  if (atMost !== undefined) return w.atMost(bare(atMost));
  return atLeast === undefined ? '' : w.atLeast(bare(atLeast));
}

/** "18 requests a minute (at most 20)"; null where nothing was measured that has a number. */
export function measuredText(check: Check, result: CheckResult, w: LessonWords['checks']): string | null {
  const reading = readingOf(check, w);
  if (!reading || result.value === null) return null;
  return w.now(reading.said(result.value), boundText(reading.bounds, reading.bare, w));
}

/** What the trace showed when everything passed: all that has a number. */
export function proofText(
  checks: readonly Check[],
  results: readonly CheckResult[],
  w: LessonWords['checks'],
): string {
  const facts = checks.flatMap((check) => {
    const result = results.find(({ id }) => id === check.id);
    return (result && measuredText(check, result, w)) ?? [];
  });
  if (checks.every(({ kind }) => kind === 'sse')) return w.written;
  return facts.length > 0 ? w.proven(facts.join(w.join)) : w.passed;
}
