/** Lists of actions: the script of a scene, a solution, a near-miss. */
import * as v from 'valibot';
import type { Action, RunAction } from '../model.ts';
import { SETTINGS, type SettingKey } from '#lab/settings.ts';
import { parseSetting, SETTING_KEYS, SHORTHAND_KEYS } from '#lab/settings-parse.ts';
import { suggest } from './nearest.ts';
import { readWait } from './read-herd.ts';
import type { Path, YamlSource } from './source.ts';
import { durationMs, id, oneOf, text, whole } from './values.ts';

type Set = Readonly<Partial<Record<SettingKey, number>>>;

/** What an action may be; each is a key of its own, besides `at`. */
export const ACTION_VERBS = [
  'set',
  'cut',
  'say',
  'publish',
  'reset',
  'forget',
  'restart',
  'lose',
  'answer',
  'sort',
  'write',
  'wait',
] as const;
type Verb = (typeof ACTION_VERBS)[number];
const INPUT_VERBS: readonly Verb[] = ['answer', 'sort', 'write', 'wait'];

/** Settings by key, or by shorthand, at `path`; null, and a report, when one is wrong. */
export function readSettings(source: YamlSource, path: Path, live: boolean): Set | null {
  const keys = source.keys(path, 'the settings');
  if (!keys) return null;
  let set: Set | null = {};
  for (const key of keys) {
    const values = readSetting(source, [...path, key], key, live);
    set = set && values && { ...set, ...values };
  }
  return set;
}

function readSetting(source: YamlSource, path: Path, key: string, live: boolean): Set | null {
  const known: readonly string[] = [...SHORTHAND_KEYS, ...SETTING_KEYS];
  if (!known.includes(key)) {
    const more = 'npm run --silent lab -- --help lists all.';
    source.problem(path, `unknown setting "${key}". ${suggest(key, known)} ${more}`, 'schema', true);
    return null;
  }
  const value = source.get(path);
  const parsed = parseSetting(key, typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value));
  if (!parsed.ok) {
    source.problem(path, parsed.error);
    return null;
  }
  const keys = Object.keys(parsed.value) as SettingKey[];
  if (!live || keys.every((one) => SETTINGS[one].live)) return parsed.value;
  source.problem(path, `${key} can't change while the run goes on. Set it in the scenario.`, 'schema', true);
  return null;
}

/** The actions at `path`; null, and reports, when one is wrong. */
export function readActions(source: YamlSource, path: Path): Action[] | null {
  const indices = source.indices(path, 'the actions');
  const actions = indices.flatMap((i): readonly (Action | null)[] => {
    const action = readAction(source, [...path, i]);
    return action && 'atMs' in action ? repeated(source, [...path, i], action) : [action];
  });
  const whole = actions.filter((action) => action !== null);
  return Array.isArray(source.get(path)) && whole.length === actions.length ? whole : null;
}

/** An action as often as its key `repeat` says. */
function repeated(source: YamlSource, path: Path, action: RunAction): (RunAction | null)[] {
  const at = [...path, 'repeat'];
  if (source.get(at) === undefined) return [action];
  const read = source.object(at, 'repeat', { times: whole(2, 1000), every: durationMs });
  if (!read) return [null];
  return Array.from({ length: read.times }, (_, i) => ({ ...action, atMs: action.atMs + i * read.every }));
}

/** The same where the learner has no part in it. */
export function readScript(source: YamlSource, path: Path): RunAction[] | null {
  const actions = readActions(source, path);
  const script = actions?.filter((action): action is RunAction => 'atMs' in action);
  if (actions && script?.length !== actions.length)
    source.problem(path, `a script can't ${INPUT_VERBS.join(', ')}: only the learner can. Take that out.`);
  return script ?? null;
}

function readAction(source: YamlSource, path: Path): Action | null {
  const keys = source.keys(path, 'an action');
  if (!keys) return null;
  const verbs = ACTION_VERBS.filter((verb) => keys.includes(verb));
  const [verb] = verbs;
  if (verb === undefined || verbs.length > 1) {
    const stray =
      keys.find((key) => key !== 'at' && key !== 'repeat' && !verbs.some((one) => one === key)) ?? '';
    source.problem(path, `an action must do exactly one thing. ${suggest(stray, ACTION_VERBS)}`);
    return null;
  }
  return INPUT_VERBS.includes(verb) ? readInput(source, path, verb) : readRunAction(source, path, verb);
}

/** What the learner enters is judged as it stands, whenever that was. */
const MAYBE_AT = { at: v.optional(durationMs) };

function readInput(source: YamlSource, path: Path, verb: Verb): Action | null {
  switch (verb) {
    case 'answer': {
      const read = source.object(path, 'the action', { ...MAYBE_AT, answer: id });
      return read && { kind: 'answer', option: read.answer };
    }
    case 'sort': {
      const buckets = v.record(id, id, 'must be a map of items to buckets.');
      const read = source.object(path, 'the action', { ...MAYBE_AT, sort: buckets });
      return read && { kind: 'sort', buckets: read.sort };
    }
    case 'wait': {
      const read = source.object(path, 'the action', { ...MAYBE_AT, wait: v.unknown() });
      const policy = read && readWait(source, [...path, 'wait']);
      return policy && { kind: 'wait', policy };
    }
    default: {
      const read = source.object(path, 'the action', { ...MAYBE_AT, write: v.string('must be a text.') });
      return read && { kind: 'write', text: read.write };
    }
  }
}

const AT = { at: durationMs, repeat: v.optional(v.unknown()) };
const SIDE = oneOf(['client', 'server']);
const DIRECTION = oneOf(['up', 'down']);

function readRunAction(source: YamlSource, path: Path, verb: Verb): RunAction | null {
  switch (verb) {
    case 'set': {
      const read = source.object(path, 'the action', { ...AT, set: v.unknown() });
      const set = readSettings(source, [...path, 'set'], true);
      return read && set && { atMs: read.at, kind: 'set', set };
    }
    case 'cut': {
      const direction = v.optional(oneOf(['up', 'down', 'both']));
      const read = source.object(path, 'the action', { ...AT, cut: durationMs, direction });
      return read && { atMs: read.at, kind: 'cut', ms: read.cut, direction: read.direction ?? 'both' };
    }
    case 'say': {
      const read = source.object(path, 'the action', { ...AT, say: text });
      return read && { atMs: read.at, kind: 'say', text: read.say };
    }
    case 'publish':
      return readPublish(source, path);
    case 'lose':
      return readLose(source, path);
    case 'restart': {
      const read = source.object(path, 'the action', { ...AT, restart: durationMs });
      return read && { atMs: read.at, kind: 'restart', ms: read.restart };
    }
    case 'reset': {
      const read = source.object(path, 'the action', { ...AT, reset: SIDE });
      return read && { atMs: read.at, kind: 'reset', side: read.reset };
    }
    default: {
      const read = source.object(path, 'the action', { ...AT, forget: SIDE });
      return read && { atMs: read.at, kind: 'forget', side: read.forget };
    }
  }
}

function readPublish(source: YamlSource, path: Path): RunAction | null {
  const read = source.object(path, 'the action', { ...AT, publish: v.unknown() });
  const publish = source.object([...path, 'publish'], 'publish', {
    count: whole(1, 1000),
    every: v.optional(durationMs),
  });
  return (
    read && publish && { atMs: read.at, kind: 'publish', count: publish.count, everyMs: publish.every ?? 0 }
  );
}

function readLose(source: YamlSource, path: Path): RunAction | null {
  // The packet is picked by its number, whenever it is sent: no `at`.
  const read = source.object(path, 'the action', { lose: v.unknown() });
  const lose = source.object([...path, 'lose'], 'lose', {
    lane: id,
    direction: DIRECTION,
    n: whole(0, 1_000_000),
  });
  return read && lose && { atMs: 0, kind: 'lose', ...lose };
}
