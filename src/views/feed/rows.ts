/** Collects messages and the lines that had to be left out. */

/** A line that was left out, and why. Lines count from 1. */
export type Problem =
  | { readonly kind: 'json' | 'quotes' | 'tooLong'; readonly line: number }
  | { readonly kind: 'columns'; readonly line: number; readonly found: number; readonly expected: number };

/** A message may be as long as the largest that the settings allow. */
const MAX_ROW_LENGTH = 65_536;

/** More would only fill the screen; they are counted all the same. */
const SHOWN_PROBLEMS = 20;

export class RowCollector {
  readonly rows: string[] = [];
  readonly problems: Problem[] = [];
  problemCount = 0;

  add(line: number, row: string): void {
    if (row.length > MAX_ROW_LENGTH) this.reject({ kind: 'tooLong', line });
    else this.rows.push(row);
  }

  /** A JSON string becomes the text that it holds, any other value compact JSON. */
  addJson(line: number, text: string): void {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      this.reject({ kind: 'json', line }); // JSON.parse's only way to say no.
      return;
    }
    this.add(line, typeof value === 'string' ? value : JSON.stringify(value));
  }

  reject(problem: Problem): void {
    this.problemCount++;
    if (this.problems.length < SHOWN_PROBLEMS) this.problems.push(problem);
  }
}
