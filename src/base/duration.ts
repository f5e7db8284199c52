/** Durations as people type them. */
import { err, ok, type Result } from './result.ts';

const UNITS = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 } as const;
const FORM = /^(\d+(?:\.\d+)?)\s*(ms|s|min|h)$/;
const MAX_MS = 24 * 3_600_000;

/** Milliseconds of a duration such as '1500ms', '60s', '10min' or '1h'; at most a day. */
export function parseDuration(text: string): Result<number> {
  const [, digits, unit] = FORM.exec(text.trim()) ?? [];
  if (digits === undefined || unit === undefined)
    return err(`"${text}" is no duration. Write a number with ms, s, min or h, for example 60s.`);
  const ms = Number(digits) * UNITS[unit as keyof typeof UNITS];
  return ms <= MAX_MS ? ok(ms) : err(`"${text}" is more than a day.`);
}
