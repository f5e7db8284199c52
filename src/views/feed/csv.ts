/** CSV with a header line, by Papa Parse, which is fetched only when somebody has a CSV file. */
import type { ParseOptions } from './parse-file.ts';
import type { RowCollector } from './rows.ts';

/** Rows between two breaths. */
const ROWS_AT_ONCE = 2000;

function lineBreaksIn(fields: readonly string[]): number {
  return fields.reduce((sum, field) => sum + (field.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
}

export async function parseCsv(text: string, rows: RowCollector, options: ParseOptions): Promise<void> {
  const { default: Papa } = await import('papaparse');
  let header: readonly string[] | null = null;
  let line = 1;
  let count = 0;

  const onrow = (fields: readonly string[], badQuotes: boolean): void => {
    const start = line;
    line += 1 + lineBreaksIn(fields);
    if (fields.every((field) => field.trim() === '')) return;
    if (badQuotes) rows.reject({ kind: 'quotes', line: start });
    else if (header === null) header = fields;
    else if (fields.length !== header.length)
      rows.reject({ kind: 'columns', line: start, found: fields.length, expected: header.length });
    else if (header.length === 1) rows.add(start, fields[0] ?? '');
    else
      rows.add(start, JSON.stringify(Object.fromEntries(header.map((name, i) => [name, fields[i] ?? '']))));
  };

  await new Promise<void>((resolve) => {
    Papa.parse<string[]>(text, {
      step: ({ data, errors, meta }, parser) => {
        onrow(
          data,
          errors.some(({ type }) => type === 'Quotes'),
        );
        if (++count % ROWS_AT_ONCE !== 0) return;
        parser.pause();
        options.onprogress?.(0.5 + (0.5 * Math.min(meta.cursor, text.length)) / text.length);
        setTimeout(() => {
          if (options.signal?.aborted) parser.abort();
          else parser.resume();
        });
      },
      complete: () => {
        resolve();
      },
    });
  });
}
