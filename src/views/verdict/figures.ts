/** The verdict's figures as the panel shows them: in groups, each in its unit. */
import type { Figure, FigureId, LaneVerdict } from '#trace/verdict.ts';
import { formatBytes, formatCount, formatDelay, formatPerSecond } from '#words/format.ts';
import type { VerdictWords } from '#words/verdict.en.ts';

export const GROUPS = {
  arrived: ['lostDown', 'waiting', 'lostUp', 'duplicates', 'repeated', 'reordered'],
  time: ['detectUs', 'recoverUs', 'worstGapUs', 'delayP50Us', 'delayP95Us', 'delayP99Us'],
  cost: [
    'attempts',
    'heartbeatBytesPerHour',
    'wakeUpsPerHour',
    'radioOnUsPerHour',
    'ackBytes',
    'peakUnsentBytes',
    'wireBytes',
  ],
} as const satisfies Record<string, readonly FigureId[]>;

export type GroupId = keyof typeof GROUPS;
export const GROUP_IDS = Object.keys(GROUPS) as readonly GroupId[];

/** Figures that count losses and errors: one of them is one too many. */
const ERRORS: readonly FigureId[] = ['lostDown', 'lostUp', 'duplicates', 'repeated', 'reordered'];
const MINUTE_US = 60_000_000;

/** How a figure's difference is told. */
export type Measure = keyof VerdictWords['runs']['difference'];

export function measureOf(id: FigureId): Measure {
  if (id === 'worstGapUs' || id === 'detectUs') return 'lasting';
  if (id === 'recoverUs' || id.startsWith('delay')) return 'timed';
  return id.includes('Bytes') || id === 'radioOnUsPerHour' ? 'measured' : 'counted';
}

/** A figure's value, or the size of a difference, with its unit. */
export function formatValue(id: FigureId, value: number, w: VerdictWords): string {
  switch (id) {
    case 'heartbeatBytesPerHour':
      return w.anHour(formatBytes(value));
    case 'wakeUpsPerHour':
      return w.anHour(formatPerSecond(value));
    case 'radioOnUsPerHour':
      return w.anHour(w.minutes(formatPerSecond(value / MINUTE_US)));
    case 'ackBytes':
    case 'peakUnsentBytes':
    case 'wireBytes':
      return formatBytes(value);
    default:
      return id.endsWith('Us') ? formatDelay(value) : formatCount(value);
  }
}

/** As it stands in the table: with a sign where it is not over, and a mark where it counts what is amiss. */
export function formatFigure(id: FigureId, figure: Figure | null, w: VerdictWords): string {
  if (!figure) return w.none;
  const value = formatValue(id, figure.value, w);
  if (isAmiss(id, figure)) return `${w.amiss} ${value}`;
  return figure.open && id.endsWith('Us') ? w.atLeast(value) : value;
}

/** Whether it is a loss or an error. */
export function isAmiss(id: FigureId, figure: Figure | null): boolean {
  return figure !== null && figure.value > 0 && ERRORS.includes(id);
}

/** Of a figure in which the lanes differ by half or more: whether this one is the worst. */
export function isWorst(id: FigureId, figure: Figure | null, all: readonly LaneVerdict[]): boolean {
  if (!figure) return false;
  const values = all.flatMap((verdict) => verdict[id]?.value ?? []);
  return (
    figure.value === Math.max(...values) && figure.value >= 1.5 * Math.min(...values) && figure.value > 0
  );
}

/** Whether the figure has nothing to tell in any lane. */
export function isSilent(id: FigureId, all: readonly LaneVerdict[]): boolean {
  return all.every((verdict) => verdict[id] === null);
}
