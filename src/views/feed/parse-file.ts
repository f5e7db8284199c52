/**
 * The learner's own file as messages: CSV, NDJSON or one message a line. It is read and parsed in pieces, so that the
 * page goes on, can show how far it is, and can be told to stop. Bad lines are left out and reported.
 */
import { err, ok, type Result } from '#base/result.ts';
import { parseCsv } from './csv.ts';
import { RowCollector, type Problem } from './rows.ts';

export const MAX_FILE_BYTES = 5 * 1024 * 1024;

export interface ParsedFeed {
  /** One message each. A row of several columns and a JSON object become JSON text, anything else is as it was. */
  readonly rows: readonly string[];
  /** The first bad lines. */
  readonly problems: readonly Problem[];
  /** How many bad lines there are in all. */
  readonly problemCount: number;
}

export type FileError =
  | { readonly kind: 'tooLarge'; readonly sizeBytes: number }
  | { readonly kind: 'empty' | 'notText' | 'cancelled' }
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'allBad'; readonly problems: readonly Problem[]; readonly problemCount: number };

export interface ParseOptions {
  readonly signal?: AbortSignal;
  /** Gets the share that is done, 0 to 1. */
  readonly onprogress?: (share: number) => void;
}

export type Format = 'csv' | 'ndjson' | 'lines';

/** By the name's ending, else by whether the first line that isn't empty is a JSON object or array. */
export function formatOf(name: string, text: string): Format {
  if (/\.(csv|tsv)$/i.test(name)) return 'csv';
  if (/\.(ndjson|jsonl)$/i.test(name)) return 'ndjson';
  const first = /\S[^\n]*/.exec(text)?.[0] ?? '';
  return /^[{[]/.test(first) && isJson(first) ? 'ndjson' : 'lines';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // JSON.parse's only way to say no.
  }
}

/** Lets the page draw, and notice a click on "stop". */
export function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** The file's text, piece by piece; progress runs over the first half. */
async function readText(file: Blob, options: ParseOptions): Promise<Result<string, FileError>> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const reader = file.stream().getReader();
  let text = '';
  let done = 0;
  try {
    for (;;) {
      const piece = await reader.read();
      if (options.signal?.aborted) {
        await reader.cancel();
        return err({ kind: 'cancelled' });
      }
      if (piece.done) break;
      text += decoder.decode(piece.value, { stream: true });
      done += piece.value.length;
      options.onprogress?.((0.5 * done) / Math.max(1, file.size));
    }
    return ok(text + decoder.decode());
  } catch (error) {
    if (error instanceof TypeError) return err({ kind: 'notText' });
    return err({ kind: 'unreadable', reason: error instanceof Error ? error.message : String(error) });
  }
}

async function parseLines(
  text: string,
  json: boolean,
  rows: RowCollector,
  options: ParseOptions,
): Promise<void> {
  const lines = text.split(/\r\n|\n|\r/);
  for (const [i, line] of lines.entries()) {
    if (i % 5000 === 4999) {
      options.onprogress?.(0.5 + (0.5 * i) / lines.length);
      await breathe();
      if (options.signal?.aborted) return;
    }
    if (line.trim() === '') continue;
    if (json) rows.addJson(i + 1, line);
    else rows.add(i + 1, line);
  }
}

/** Reads a file or pasted text. `name` decides the format where it can. */
export async function parseFeedFile(
  file: Blob,
  name: string,
  options: ParseOptions = {},
): Promise<Result<ParsedFeed, FileError>> {
  if (file.size > MAX_FILE_BYTES) return err({ kind: 'tooLarge', sizeBytes: file.size });
  const text = await readText(file, options);
  if (!text.ok) return text;

  const rows = new RowCollector();
  const format = formatOf(name, text.value);
  if (format === 'csv') await parseCsv(text.value, rows, options);
  else await parseLines(text.value, format === 'ndjson', rows, options);

  if (options.signal?.aborted) return err({ kind: 'cancelled' });
  const { problems, problemCount } = rows;
  if (rows.rows.length > 0) return ok({ rows: rows.rows, problems, problemCount });
  return err(problemCount > 0 ? { kind: 'allBad', problems, problemCount } : { kind: 'empty' });
}
