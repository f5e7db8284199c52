/** Simulated against measured, for people. */
import type { Figures } from './figures.ts';
import type { Entry } from './schema.ts';

/** What is measured in an entry, as far as it is shown. */
export type Measured = Entry & {
  readonly latencyMs?: Readonly<Record<'p50' | 'p90' | 'p99' | 'mean', number>>;
  readonly setupMs?: { readonly p50: number };
  readonly undelivered?: number;
  readonly bytesPerMessage?: { readonly up: number; readonly down: number };
  readonly resumeAfterRestoreMs?: { readonly p50: number };
};

const COLUMNS = ['p50', 'p99', 'mean', 'B up', 'B down', 'resume'] as const;

function cell(simulated: number | undefined, measured: number | undefined): string {
  if (simulated === undefined || measured === undefined) return '';
  const off = measured === 0 ? 0 : (100 * (simulated - measured)) / measured;
  return `${simulated.toFixed(0)}/${measured.toFixed(0)} ${off >= 0 ? '+' : ''}${off.toFixed(1)}%`;
}

/** One line an entry: simulated/measured and how far off. */
export function table(entries: readonly Entry[], figures: readonly Figures[]): string {
  const lines = [`${'entry'.padEnd(34)}${COLUMNS.map((name) => name.padStart(22)).join('')}`];
  for (const [i, entry] of entries.entries()) {
    const m = entry as Measured;
    const s = figures[i];
    const which = entry.params.connection ? ` ${entry.params.connection.split(' ')[0] ?? ''}` : '';
    const cells = s?.skipped
      ? [s.skipped]
      : [
          cell(s?.latencyMs?.p50, m.latencyMs?.p50),
          cell(s?.latencyMs?.p99, m.latencyMs?.p99),
          cell(s?.latencyMs?.mean, m.latencyMs?.mean),
          cell(s?.bytesPerMessage?.up, m.bytesPerMessage?.up),
          cell(s?.bytesPerMessage?.down, m.bytesPerMessage?.down),
          cell(s?.resumeAfterRestoreMs?.p50, m.resumeAfterRestoreMs?.p50),
        ];
    const name = `${entry.condition.name} ${entry.params.id}${which}`;
    lines.push(name.padEnd(34) + cells.map((text) => text.padStart(22)).join(''));
  }
  return lines.join('\n');
}
