/** The log's columns that can be switched on, in groups, and what stands in them. */
import type { TraceEvent } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';
import { frameOf, segmentOf, sseOf, unitOf } from '#trace/log-rows.ts';

/** Columns by group, with their widths in em. */
export const GROUPS = {
  conn: { conn: 4 },
  frame: { opcode: 7, fin: 2.6, mask: 3 },
  sse: { id: 3.4, retry: 4.6 },
  tcp: { seq: 6, ack: 6, sack: 11 },
} as const;

export type Group = keyof typeof GROUPS;
type KeysOf<T> = T extends unknown ? keyof T : never;
export type Column = KeysOf<(typeof GROUPS)[Group]>;

export const GROUP_NAMES = Object.keys(GROUPS) as readonly Group[];

/** A column that is shown: its name and its width in em. */
export interface ShownColumn {
  readonly key: Column;
  readonly em: number;
}

export function columnsOf(groups: readonly Group[]): readonly ShownColumn[] {
  return GROUP_NAMES.filter((group) => groups.includes(group)).flatMap((group) =>
    Object.entries(GROUPS[group]).map(([key, em]) => ({ key: key as Column, em })),
  );
}

const bit = (value: boolean | undefined): string => (value === undefined ? '' : value ? '1' : '0');
const text = (value: number | string | null | undefined): string => String(value ?? '');

/** SACK blocks as ranges of the stream; both ends are sequence numbers, the second is not in the block. */
function ranges(sack: readonly number[]): string {
  return sack.flatMap((from, i) => (i % 2 === 0 ? [`${String(from)}–${text(sack[i + 1])}`] : [])).join(' ');
}

/** What stands in a column; empty where the event has no such thing. */
export function cellOf(column: Column, event: TraceEvent, trace: Trace): string {
  if (column === 'conn') return 'conn' in event ? String(event.conn) : '';
  if (column === 'seq' || column === 'ack' || column === 'sack') {
    const segment = segmentOf(event, trace);
    if (!segment) return '';
    return column === 'sack' ? ranges(segment.sack) : String(segment[column]);
  }
  const unit = unitOf(event, trace);
  if (!unit) return '';
  switch (column) {
    case 'opcode':
      return text(frameOf(unit, trace)?.opcode);
    case 'fin':
      return bit(frameOf(unit, trace)?.fin);
    case 'mask':
      return bit(frameOf(unit, trace)?.masked);
    case 'id':
      return text(sseOf(unit, trace)?.id);
    case 'retry':
      return text(sseOf(unit, trace)?.retryMs);
  }
}
