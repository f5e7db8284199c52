/** The run under a step: the lesson's own, with what differs in the step. */
import * as v from 'valibot';
import type { Feed, LaneSpec } from '#lab/recipe.ts';
import { TRANSPORT_IDS, type StepScenario } from '../model.ts';
import { readScript, readSettings } from './read-actions.ts';
import type { Path, YamlSource } from './source.ts';
import { durationMs, flag, id, listOf, number, oneOf, text, whole } from './values.ts';

/** What a scenario is where nothing is said. */
export const DEFAULT_SCENARIO: StepScenario = {
  lanes: TRANSPORT_IDS.map((transport) => ({ id: transport, transport })),
  seed: 7,
  settings: {},
  feed: { kind: 'chat' },
  feedUntilMs: null,
  script: [],
  startAtMs: 0,
  autoplay: false,
  speed: 1,
};

/** A published line can be at most this long, as in the page. */
const ROWS = listOf(text, 1, 1000);

/** The scenario at `path` laid over `base`; null, and reports, when something is wrong with it. */
export function readScenario(source: YamlSource, path: Path, base: StepScenario): StepScenario | null {
  if (source.get(path) === undefined) return base;
  const has = (key: string): boolean => source.get([...path, key]) !== undefined;
  const read = source.object(path, 'the scenario', {
    lanes: v.optional(v.unknown()),
    seed: v.optional(whole(0, Number.MAX_SAFE_INTEGER)),
    settings: v.optional(v.unknown()),
    feed: v.optional(v.unknown()),
    feedUntil: v.optional(durationMs),
    script: v.optional(v.unknown()),
    startAt: v.optional(durationMs),
    autoplay: v.optional(flag),
    speed: v.optional(number(0.01, 20)),
  });
  const lanes = has('lanes') ? readLanes(source, [...path, 'lanes']) : base.lanes;
  const settings = has('settings') ? readSettings(source, [...path, 'settings'], false) : {};
  const feed = has('feed') ? readFeed(source, [...path, 'feed']) : base.feed;
  const script = has('script') ? readScript(source, [...path, 'script']) : base.script;
  if (!read || !lanes || !settings || !feed || !script) return null;
  return {
    lanes,
    seed: read.seed ?? base.seed,
    settings: { ...base.settings, ...settings },
    feed,
    feedUntilMs: read.feedUntil ?? base.feedUntilMs,
    script,
    startAtMs: read.startAt ?? base.startAtMs,
    autoplay: read.autoplay ?? base.autoplay,
    speed: read.speed ?? base.speed,
  };
}

/** The stage has room for so many lanes. */
const MAX_LANES = 4;

function readLanes(source: YamlSource, path: Path): LaneSpec[] | null {
  const lanes = source.indices(path, 'the lanes').map((i) => readLaneSpec(source, [...path, i]));
  const ids = lanes.map((lane) => lane?.id);
  for (const [i, name] of ids.entries())
    if (name !== undefined && ids.indexOf(name) < i)
      source.problem([...path, i], `there are two lanes "${name}". Give one another id.`);
  if (Array.isArray(source.get(path)) && (lanes.length === 0 || lanes.length > MAX_LANES))
    source.problem(path, `a scenario has 1 to ${String(MAX_LANES)} lanes, not ${String(lanes.length)}.`);
  const read = lanes.filter((lane) => lane !== null);
  return read.length > 0 && read.length === lanes.length ? read : null;
}

/** A transport's name, or a lane with an id and settings of its own. */
function readLaneSpec(source: YamlSource, path: Path): LaneSpec | null {
  if (typeof source.get(path) !== 'object') {
    const read = v.safeParse(oneOf(TRANSPORT_IDS), source.get(path));
    if (read.success) return { id: read.output, transport: read.output };
    source.problem(path, `lane: ${read.issues[0].message} Or write {id: …, transport: …, settings: …}.`);
    return null;
  }
  const read = source.object(path, 'the lane', {
    id,
    transport: oneOf(TRANSPORT_IDS),
    survival: v.optional(flag),
    settings: v.optional(v.unknown()),
  });
  const settings = [...path, 'settings'];
  const own = source.get(settings) === undefined ? {} : readSettings(source, settings, false);
  const client = read?.survival === true ? { client: { survival: true } } : {};
  return read && own && { id: read.id, transport: read.transport, ...client, own };
}

function readFeed(source: YamlSource, path: Path): Feed | null {
  if (typeof source.get(path) === 'object') {
    const read = source.object(path, 'the feed', { rows: ROWS });
    return read && { kind: 'file', name: 'lesson', rows: read.rows };
  }
  const read = v.safeParse(oneOf(['chat', 'quakes', 'none']), source.get(path));
  if (!read.success) {
    source.problem(path, `feed: ${read.issues[0].message} Or write {rows: [texts]}.`);
    return null;
  }
  return read.output === 'none' ? { kind: 'file', name: 'none', rows: [] } : { kind: read.output };
}
