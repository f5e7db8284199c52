/** lesson.yaml: the steps of a lesson, without words. */
import * as v from 'valibot';
import {
  CONTROL_IDS,
  PANEL_IDS,
  type Focus,
  type Step,
  type StepKind,
  type StepScenario,
  type Until,
} from '../model.ts';
import { suggest } from './nearest.ts';
import { readChecks } from './read-checks.ts';
import { readFocus, readUntil } from './read-match.ts';
import { readHerd, readStage } from './read-herd.ts';
import { DEFAULT_SCENARIO, readScenario } from './read-scenario.ts';
import type { Path, YamlSource } from './source.ts';
import { durationMs, id, isId, ID_RULE, listOf, oneOf, whole } from './values.ts';

export const STEP_KINDS = [
  'read',
  'watch',
  'predict',
  'sort',
  'write',
  'task',
  'herd',
  'sandbox',
] as const satisfies StepKind[];

/** What stands in lesson.yaml. */
export interface LessonLogic {
  readonly minutes: number;
  /** Those that could be read. */
  readonly steps: readonly Step[];
  /** Ids of the others: what is said of them elsewhere can't be judged. */
  readonly broken: readonly string[];
}

/** Keys of every step; each is read on its own where it is more than a word. */
const COMMON = {
  id,
  kind: v.string(),
  scenario: v.optional(v.unknown()),
  show: v.optional(v.unknown()),
  controls: v.optional(v.unknown()),
  herd: v.optional(v.unknown()),
  may: v.optional(v.unknown()),
};

/** A step being read. */
interface Place {
  readonly source: YamlSource;
  readonly path: Path;
  readonly common: Pick<Step, 'id' | 'scenario' | 'panel' | 'focus' | 'controls' | 'herd'>;
  readonly lanes: readonly string[];
}

/** Reads lesson.yaml, as far as possible, so that the words can be looked at too. Reports what is wrong with it. */
export function readLogic(source: YamlSource): LessonLogic {
  const read = source.object([], 'the lesson', {
    minutes: whole(1, 120),
    scenario: v.optional(v.unknown()),
    steps: v.unknown(),
  });
  const base = readScenario(source, ['scenario'], DEFAULT_SCENARIO);
  const indices = source.indices(['steps'], 'the steps');
  const steps = indices.map((i) => readStep(source, ['steps', i], base));
  const ids = indices.map((i) => source.get(['steps', i, 'id']));
  for (const [i, name] of ids.entries())
    if (name !== undefined && ids.indexOf(name) < i)
      source.problem(['steps', i, 'id'], 'there is a step with this id before. Give one of them another.');
  const none = Array.isArray(source.get(['steps'])) && indices.length === 0;
  if (none) source.problem(['steps'], 'a lesson needs at least one step.');
  return {
    minutes: read?.minutes ?? 0,
    steps: steps.filter((step) => step !== null),
    broken: ids.filter((name, i): name is string => typeof name === 'string' && !steps[i]),
  };
}

function readStep(source: YamlSource, path: Path, lessons: StepScenario | null): Step | null {
  if (!source.keys(path, 'a step')) return null;
  const kind = v.safeParse(oneOf(STEP_KINDS), source.get([...path, 'kind']));
  if (!kind.success) {
    const missing = source.get([...path, 'kind']) === undefined;
    const message = missing ? `a step lacks the key "kind". Valid are: ${STEP_KINDS.join(', ')}.` : null;
    source.problem([...path, 'kind'], message ?? `kind: ${kind.issues[0].message}`);
    return null;
  }
  const name = source.get([...path, 'id']);
  // With a broken scenario the rest is read all the same, to report everything at once.
  const own = readScenario(source, [...path, 'scenario'], lessons ?? DEFAULT_SCENARIO);
  const scenario = own ?? DEFAULT_SCENARIO;
  const lanes = scenario.lanes.map((lane) => lane.id);
  const show = readShow(source, [...path, 'show'], lanes);
  const controlsAt = [...path, 'controls'];
  const controls =
    source.get(controlsAt) === undefined ? (['play'] as const) : readControls(source, controlsAt);
  const stage = readStage(source, path);
  const herd = stage === 'broken' ? null : stage;
  const step = READERS[kind.output]({
    source,
    path,
    common: { id: String(name), scenario, panel: null, focus: null, controls: controls ?? [], herd, ...show },
    lanes,
  });
  return own && show && controls && stage !== 'broken' ? step : null;
}

function readControls(source: YamlSource, path: Path): Step['controls'] | null {
  const read = v.safeParse(listOf(oneOf(CONTROL_IDS)), source.get(path));
  if (read.success) return read.output;
  for (const { message, path: inner } of read.issues)
    source.problem([...path, ...(inner ?? []).map(({ key }) => key as number)], `controls: ${message}`);
  return null;
}

function readShow(
  source: YamlSource,
  path: Path,
  lanes: readonly string[],
): { readonly panel: Step['panel']; readonly focus: Focus | null } | null {
  if (source.get(path) === undefined) return { panel: null, focus: null };
  const read = source.object(path, 'show', {
    panel: v.optional(oneOf(PANEL_IDS)),
    focus: v.optional(v.unknown()),
  });
  const focusAt = [...path, 'focus'];
  const focus = source.get(focusAt) === undefined ? null : readFocus(source, focusAt, lanes);
  return read && (focus !== null || read.focus === undefined) ? { panel: read.panel ?? null, focus } : null;
}

const READERS: Readonly<Record<StepKind, (place: Place) => Step | null>> = {
  read: ({ source, path, common }) => source.object(path, 'the step', COMMON) && { ...common, kind: 'read' },
  sandbox: ({ source, path, common }) =>
    source.object(path, 'the step', COMMON) && { ...common, kind: 'sandbox' },
  watch: ({ source, path, common, lanes }) => {
    const read = source.object(path, 'the step', { ...COMMON, until: v.unknown() });
    const until = read && readUntil(source, [...path, 'until'], lanes);
    return until && { ...common, kind: 'watch', until };
  },
  predict: readPredict,
  sort: readSort,
  write: ({ source, path, common, lanes }) => {
    const starter = v.optional(v.string('must be a text.'));
    const read = source.object(path, 'the step', {
      ...COMMON,
      format: oneOf(['sse']),
      starter,
      checks: v.unknown(),
    });
    const checks = readChecks(source, [...path, 'checks'], 'write', lanes);
    return read && checks && { ...common, kind: 'write', format: 'sse', starter: read.starter ?? '', checks };
  },
  task: ({ source, path, common, lanes }) => {
    const read = source.object(path, 'the step', { ...COMMON, within: durationMs, checks: v.unknown() });
    const checks = readChecks(source, [...path, 'checks'], 'task', lanes);
    return read && checks && { ...common, kind: 'task', withinMs: read.within, checks };
  },
  herd: ({ source, path, common, lanes }) => {
    const read = source.object(path, 'the step', { ...COMMON, checks: v.unknown() });
    const checks = readChecks(source, [...path, 'checks'], 'herd', lanes);
    const { herd } = common;
    if (source.get([...path, 'herd']) === undefined)
      source.problem(path, 'a herd step needs the key "herd": the server, and how the clients wait.');
    return read && checks && herd && { ...common, kind: 'herd', herd, checks };
  },
};

/** When a reveal's run ends. */
function readEnd(source: YamlSource, reveal: Path, lanes: readonly string[]): Until | null {
  const at = [...reveal, 'until'];
  if (source.get(at) !== undefined) return readUntil(source, at, lanes);
  source.problem(reveal, 'reveal lacks the key "until", or a "herd" that shows the answer.');
  return null;
}

const AT_ONCE = { kind: 'time', ms: 0 } as const;

function readPredict({ source, path, common, lanes }: Place): Step | null {
  const read = source.object(path, 'the step', { ...COMMON, ask: v.unknown(), reveal: v.unknown() });
  const ask = source.object([...path, 'ask'], 'ask', { options: listOf(id, 2, 5), answer: id });
  const at = [...path, 'reveal'];
  const reveal = source.object(at, 'reveal', {
    scenario: v.optional(v.unknown()),
    until: v.optional(v.unknown()),
    focus: v.optional(v.unknown()),
    herd: v.optional(v.unknown()),
  });
  const scenario = readScenario(source, [...at, 'scenario'], common.scenario);
  const revealed = scenario?.lanes.map((lane) => lane.id) ?? lanes;
  const herd = reveal?.herd === undefined ? null : readHerd(source, [...at, 'herd']);
  // A herd that shows the answer needs no run that plays.
  const until = herd ? AT_ONCE : reveal && readEnd(source, at, revealed);
  const focus = reveal?.focus === undefined ? null : readFocus(source, [...at, 'focus'], revealed);
  if (ask && !ask.options.includes(ask.answer))
    source.problem(
      [...path, 'ask', 'answer'],
      `"${ask.answer}" is no option. ${suggest(ask.answer, ask.options)}`,
    );
  if (ask && new Set(ask.options).size < ask.options.length)
    source.problem([...path, 'ask', 'options'], 'an option stands twice. Give each an id of its own.');
  if (!read || !ask || !reveal || !scenario || !until || (reveal.focus !== undefined && !focus)) return null;
  if (reveal.herd !== undefined && !herd) return null;
  return { ...common, kind: 'predict', ...ask, reveal: { scenario, until, focus, herd } };
}

function readSort({ source, path, common }: Place): Step | null {
  const buckets = listOf(id, 2, 6);
  const items = v.record(v.string(), id, 'must be a map of items to buckets.');
  const read = source.object(path, 'the step', { ...COMMON, buckets, items });
  if (!read) return null;
  if (new Set(read.buckets).size < read.buckets.length)
    source.problem([...path, 'buckets'], 'a bucket stands twice. Give each an id of its own.');
  if (Object.keys(read.items).length < 2)
    source.problem([...path, 'items'], 'there must be at least 2 items.');
  for (const [item, bucket] of Object.entries(read.items)) {
    if (!isId(item))
      source.problem([...path, 'items', item], `"${item}" is no id. Write ${ID_RULE}.`, 'schema', true);
    if (read.buckets.includes(item))
      source.problem(
        [...path, 'items', item],
        `"${item}" is a bucket already. Name it otherwise.`,
        'schema',
        true,
      );
    if (!read.buckets.includes(bucket))
      source.problem(
        [...path, 'items', item],
        `there is no bucket "${bucket}". ${suggest(bucket, read.buckets)}`,
      );
  }
  return { ...common, kind: 'sort', buckets: read.buckets, items: read.items };
}
