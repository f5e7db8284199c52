/** Whether an event, or an item of a stream, is one that is meant. */
import type { TraceEvent } from '#trace/events.ts';
import { inBounds, type EventMatch, type FieldMatch, type LaneId, type Where } from './check.ts';

/** The lanes of a run by their position: what `EventMatch.lane` is looked up in. */
export type Lanes = readonly LaneId[];

function fieldMatches(value: unknown, match: FieldMatch): boolean {
  switch (match.kind) {
    case 'is':
      return match.oneOf.some((one) => (Array.isArray(value) ? value.includes(one) : value === one));
    case 'bounds': {
      const number = Array.isArray(value) ? value.length : value;
      return typeof number === 'number' && inBounds(number, match.bounds);
    }
    case 'contains':
      return typeof value === 'string' && value.includes(match.text);
  }
}

/** Whether all the fields that are asked for match. */
export function whereMatches(fields: object, where: Where): boolean {
  return Object.entries(where).every(([name, match]) =>
    fieldMatches((fields as Readonly<Record<string, unknown>>)[name], match),
  );
}

export function eventMatches(event: TraceEvent, match: EventMatch, lanes: Lanes): boolean {
  if (event.type !== match.event) return false;
  if (match.lane !== null && lanes[event.lane] !== match.lane) return false;
  return whereMatches(event, match.where);
}
