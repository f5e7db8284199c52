/** Event matchers, bounds, focus and `until`, as several files have them. */
import * as v from 'valibot';
import type { EventType } from '#trace/events.ts';
import type { Bounds, EventMatch, FieldMatch, LaneId, Where } from '../checks/check.ts';
import type { Lanes } from '../checks/where.ts';
import { EVENT_FIELDS, EVENT_TYPES, type FieldKind } from '../checks/vocabulary.ts';
import type { Focus, Until } from '../model.ts';
import { suggest } from './nearest.ts';
import type { Path, YamlSource } from './source.ts';
import { durationMs, number, oneOf, whole } from './values.ts';

type Fields = Readonly<Record<string, FieldKind>>;

/** Keys of a map that is to match events. */
export const MATCH_ENTRIES = {
  event: oneOf(EVENT_TYPES),
  lane: v.optional(v.unknown()),
  where: v.optional(v.unknown()),
};

export const BOUND_ENTRIES = {
  atLeast: v.optional(number()),
  atMost: v.optional(number()),
  equals: v.optional(number()),
};

interface ReadBounds {
  readonly atLeast?: number | undefined;
  readonly atMost?: number | undefined;
  readonly equals?: number | undefined;
}

/** Bounds from the keys `atLeast`, `atMost` and `equals`; null where there is none of them. */
export function boundsOf({ atLeast, atMost, equals }: ReadBounds): Bounds | null {
  if (equals !== undefined) return { atLeast: equals, atMost: equals };
  if (atLeast === undefined && atMost === undefined) return null;
  return { ...(atLeast !== undefined && { atLeast }), ...(atMost !== undefined && { atMost }) };
}

/** The lane named at `path`, which must be one of `lanes`; null, and a report, when it is none. */
export function readLane(source: YamlSource, path: Path, lanes: Lanes): LaneId | null {
  const value = source.get(path);
  const lane = lanes.find((id) => id === value);
  if (lane === undefined)
    source.problem(
      path,
      value === undefined
        ? `the key "lane" is missing. Add it; valid are: ${lanes.join(', ')}.`
        : `the scenario has no lane ${JSON.stringify(value)}. ${suggest(JSON.stringify(value), lanes)}`,
      'references',
    );
  return lane ?? null;
}

/** The conditions at `path` over these fields; null, and a report, when one is wrong. */
export function readWhere(source: YamlSource, path: Path, of: string, fields: Fields): Where | null {
  if (source.get(path) === undefined) return {};
  const keys = source.keys(path, 'where');
  if (!keys) return null;
  const askable = Object.keys(fields).filter((name) => fields[name] !== 'opaque');
  const where: Record<string, FieldMatch> = {};
  let whole = true;
  for (const key of keys) {
    const kind = askable.includes(key) ? fields[key] : undefined;
    if (kind === undefined)
      source.problem([...path, key], `${of} has no field "${key}". ${suggest(key, askable)}`, 'schema', true);
    const match = kind === undefined ? null : readField(source, [...path, key], key, kind);
    if (match) where[key] = match;
    else whole = false;
  }
  return whole ? where : null;
}

function readField(source: YamlSource, path: Path, name: string, kind: FieldKind): FieldMatch | null {
  const value = source.get(path);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const read = source.object(path, name, {
      ...BOUND_ENTRIES,
      contains: v.optional(v.string('must be a text.')),
    });
    if (!read) return null;
    if (read.contains !== undefined && kind === 'text') return { kind: 'contains', text: read.contains };
    const bounds = boundsOf(read);
    if (bounds && (kind === 'number' || kind === 'list')) return { kind: 'bounds', bounds };
    const valid = kind === 'text' ? 'contains' : 'atLeast, atMost or equals';
    source.problem(path, `${name} is a ${kind}: as a map it may have ${valid}.`);
    return null;
  }
  const values = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  const oneOfThese = values.map((one) => scalarOf(one, kind));
  if (values.length > 0 && oneOfThese.every((one) => one !== null)) return { kind: 'is', oneOf: oneOfThese };
  const valid = {
    number: 'a number',
    flag: 'true or false',
    text: 'a text',
    list: 'a text',
    opaque: 'nothing',
  };
  source.problem(path, `${name} must be ${valid[kind]}, or a list of such.`);
  return null;
}

/** Ids of messages are texts that look like numbers: 5 is taken for '5'. */
function scalarOf(value: unknown, kind: FieldKind): string | number | boolean | null {
  if (kind === 'number') return typeof value === 'number' ? value : null;
  if (kind === 'flag') return typeof value === 'boolean' ? value : null;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
}

/** Completes a matcher whose `event` has been read. */
export function readMatch(source: YamlSource, path: Path, event: EventType, lanes: Lanes): EventMatch | null {
  const anyLane = source.get([...path, 'lane']) === undefined;
  const lane = anyLane ? null : readLane(source, [...path, 'lane'], lanes);
  const where = readWhere(source, [...path, 'where'], event, EVENT_FIELDS[event]);
  return where && (anyLane || lane !== null) ? { event, lane, where } : null;
}

const NTH = { nth: v.optional(whole(1, 100_000)) };

/** A matcher that stands for itself. */
export function readMatcher(source: YamlSource, path: Path, lanes: Lanes): EventMatch | null {
  const read = source.object(path, 'the event', MATCH_ENTRIES);
  return read && readMatch(source, path, read.event, lanes);
}

export function readUntil(source: YamlSource, path: Path, lanes: Lanes): Until | null {
  if (typeof source.get(path) === 'object') {
    const read = source.object(path, 'until', { ...MATCH_ENTRIES, ...NTH });
    const match = read && readMatch(source, path, read.event, lanes);
    return match && { kind: 'event', match, nth: read.nth ?? 1 };
  }
  const read = v.safeParse(durationMs, source.get(path));
  if (read.success) return { kind: 'time', ms: read.output };
  source.problem(path, `until: ${read.issues[0].message} Or write {event: …, where: …}.`);
  return null;
}

export function readFocus(source: YamlSource, path: Path, lanes: Lanes): Focus | null {
  if (source.get([...path, 'message']) === undefined) {
    const read = source.object(path, 'focus', { ...MATCH_ENTRIES, ...NTH });
    const match = read && readMatch(source, path, read.event, lanes);
    return match && { kind: 'event', match, nth: read.nth ?? 1 };
  }
  const message = v.union([v.string(), v.number()], "must be a message's id, such as 5.");
  const read = source.object(path, 'focus', { message, lane: v.optional(v.unknown()) });
  if (!read) return null;
  if (read.lane === undefined) return { kind: 'message', lane: null, msg: String(read.message) };
  const lane = readLane(source, [...path, 'lane'], lanes);
  return lane === null ? null : { kind: 'message', lane, msg: String(read.message) };
}
