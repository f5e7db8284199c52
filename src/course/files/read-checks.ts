/** Checks, as a step's `checks` list has them. */
import * as v from 'valibot';
import {
  HERD_FIGURES,
  MESSAGE_SOURCES,
  METRICS,
  SSE_ITEMS,
  type MessageSource,
  type Check,
  type CheckKind,
  type HerdFigure,
  type MetricId,
} from '../checks/check.ts';
import type { Lanes } from '../checks/where.ts';
import { SSE_FIELDS } from '../checks/vocabulary.ts';
import type { SettingKey } from '#lab/settings.ts';
import { SETTING_KEYS } from '#lab/settings-parse.ts';
import {
  BOUND_ENTRIES,
  boundsOf,
  MATCH_ENTRIES,
  readLane,
  readMatch,
  readMatcher,
  readWhere,
} from './read-match.ts';
import type { Path, YamlSource } from './source.ts';
import { durationMs, id, oneOf, whole } from './values.ts';

/** Kinds of checks that authors may write, by the kind of step. The others come from the step itself. */
export const CHECK_KINDS = {
  task: ['some', 'count', 'sequence', 'unique', 'order', 'metric', 'setting', 'client'],
  write: ['sse'],
  herd: ['herd'],
} as const satisfies Record<string, readonly CheckKind[]>;
type WrittenKind = (typeof CHECK_KINDS)[keyof typeof CHECK_KINDS][number];

const SOURCES = Object.keys(MESSAGE_SOURCES) as MessageSource[];
const FIGURE_IDS = Object.keys(HERD_FIGURES) as HerdFigure[];
const METRIC_IDS = Object.keys(METRICS) as MetricId[];
const BOUNDLESS = 'needs a bound. Add atLeast, atMost or equals.';

/** A check being read: where it stands, and what every check has. */
interface Place {
  readonly source: YamlSource;
  readonly path: Path;
  readonly lanes: Lanes;
}

const COMMON = { id, kind: v.string() };

/** The checks at `path`; null, and reports, when one is wrong. */
export function readChecks(
  source: YamlSource,
  path: Path,
  step: keyof typeof CHECK_KINDS,
  lanes: Lanes,
): Check[] | null {
  const checks = source
    .indices(path, 'the checks')
    .map((i) => readCheck({ source, path: [...path, i], lanes }, step));
  const ids = checks.map((check) => check?.id);
  for (const [i, name] of ids.entries())
    if (name !== undefined && ids.indexOf(name) < i)
      source.problem([...path, i, 'id'], `there are two checks "${name}". Give one another id.`);
  if (Array.isArray(source.get(path)) && checks.length === 0)
    source.problem(path, `a ${step} step needs at least one check.`);
  const read = checks.filter((check) => check !== null);
  return read.length > 0 && read.length === checks.length ? read : null;
}

function readCheck(place: Place, step: keyof typeof CHECK_KINDS): Check | null {
  const { source, path } = place;
  if (!source.keys(path, 'a check')) return null;
  const kind = v.safeParse(oneOf<readonly WrittenKind[]>(CHECK_KINDS[step]), source.get([...path, 'kind']));
  if (!kind.success) {
    const missing = source.get([...path, 'kind']) === undefined;
    const message = missing
      ? `a check lacks the key "kind". Valid are: ${CHECK_KINDS[step].join(', ')}.`
      : null;
    source.problem([...path, 'kind'], message ?? `kind: ${kind.issues[0].message}`);
    return null;
  }
  return READERS[kind.output](place);
}

const READERS: Readonly<Record<WrittenKind, (place: Place) => Check | null>> = {
  some: ({ source, path, lanes }) => {
    const read = source.object(path, 'the check', { ...COMMON, ...MATCH_ENTRIES });
    const match = read && readMatch(source, path, read.event, lanes);
    return match && { id: read.id, kind: 'some', match };
  },
  count: ({ source, path, lanes }) => {
    const within = v.optional(durationMs);
    const read = source.object(path, 'the check', { ...COMMON, ...MATCH_ENTRIES, ...BOUND_ENTRIES, within });
    const match = read && readMatch(source, path, read.event, lanes);
    const bounds = read && boundsOf(read);
    if (read && !bounds) source.problem(path, `the count ${BOUNDLESS}`, 'schema', true);
    return match && bounds && { id: read.id, kind: 'count', match, bounds, withinMs: read.within ?? null };
  },
  sequence: ({ source, path, lanes }) => {
    const read = source.object(path, 'the check', {
      ...COMMON,
      lane: v.unknown(),
      of: v.optional(oneOf(SOURCES)),
      from: v.optional(whole(1, 1_000_000)),
      through: whole(1, 1_000_000),
    });
    const lane = read && readLane(source, [...path, 'lane'], lanes);
    return read && lane !== null
      ? {
          id: read.id,
          kind: 'sequence',
          lane,
          of: read.of ?? 'feed',
          from: read.from ?? 1,
          through: read.through,
        }
      : null;
  },
  unique: ({ source, path, lanes }) => {
    const read = source.object(path, 'the check', { ...COMMON, lane: v.unknown() });
    const lane = read && readLane(source, [...path, 'lane'], lanes);
    return read && lane !== null ? { id: read.id, kind: 'unique', lane } : null;
  },
  order: ({ source, path, lanes }) => {
    const read = source.object(path, 'the check', { ...COMMON, before: v.unknown(), after: v.unknown() });
    const before = read && readMatcher(source, [...path, 'before'], lanes);
    const after = read && readMatcher(source, [...path, 'after'], lanes);
    return before && after && { id: read.id, kind: 'order', before, after };
  },
  metric: ({ source, path, lanes }) => {
    const read = source.object(path, 'the check', {
      ...COMMON,
      ...BOUND_ENTRIES,
      lane: v.unknown(),
      metric: oneOf(METRIC_IDS),
      over: v.optional(durationMs),
    });
    const lane = read && readLane(source, [...path, 'lane'], lanes);
    const bounds = read && boundsOf(read);
    if (read && !bounds) source.problem(path, `the metric ${BOUNDLESS}`, 'schema', true);
    if (!lane || !bounds) return null;
    return { id: read.id, kind: 'metric', lane, metric: read.metric, bounds, overMs: read.over ?? null };
  },
  herd: ({ source, path }) => {
    const read = source.object(path, 'the check', { ...COMMON, ...BOUND_ENTRIES, figure: oneOf(FIGURE_IDS) });
    const bounds = read && boundsOf(read);
    if (read && !bounds) source.problem(path, `the figure ${BOUNDLESS}`, 'schema', true);
    return bounds && { id: read.id, kind: 'herd', figure: read.figure, bounds };
  },
  setting: ({ source, path }) => {
    const setting = oneOf<readonly SettingKey[]>(SETTING_KEYS);
    const read = source.object(path, 'the check', { ...COMMON, ...BOUND_ENTRIES, setting });
    const bounds = read && boundsOf(read);
    if (read && !bounds) source.problem(path, `the setting ${BOUNDLESS}`, 'schema', true);
    return bounds && { id: read.id, kind: 'setting', setting: read.setting, bounds };
  },
  client: ({ source, path, lanes }) => {
    const state = oneOf(['connecting', 'open', 'closed']);
    const read = source.object(path, 'the check', { ...COMMON, lane: v.unknown(), state });
    const lane = read && readLane(source, [...path, 'lane'], lanes);
    return read && lane !== null ? { id: read.id, kind: 'client', lane, state: read.state } : null;
  },
  sse: ({ source, path }) => {
    const item = oneOf(SSE_ITEMS);
    const read = source.object(path, 'the check', {
      ...COMMON,
      ...BOUND_ENTRIES,
      item,
      where: v.optional(v.unknown()),
    });
    const where = read && readWhere(source, [...path, 'where'], read.item, SSE_FIELDS[read.item]);
    return (
      where && { id: read.id, kind: 'sse', item: read.item, where, bounds: boundsOf(read) ?? { atLeast: 1 } }
    );
  },
};
