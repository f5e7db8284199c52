/**
 * Reads a capsule out of JSON from anywhere. What is valid is used; what isn't is left out and named. Numbers outside
 * their bounds are not bent into them: the run would be another one, and nobody would know.
 */
import * as v from 'valibot';
import { err, ok, type Result } from '#base/result.ts';
import type { Intervention, LaneSpec } from '#lab/recipe.ts';
import { findScenario, SCENARIOS } from '#lab/scenarios.ts';
import { isSetting } from '#lab/settings-parse.ts';
import { SETTINGS, type NumberSetting, type SettingKey } from '#lab/settings.ts';
import { CAPSULE_VERSION, LIMITS, NO_SELECTION, type Capsule } from './capsule.ts';
import type { CapsuleError, CapsuleNote } from './capsule-notes.ts';
import { FIELDS, lane, plainIntervention, settingIntervention, settingRegion } from './capsule-schema.ts';

export interface ReadCapsule {
  readonly capsule: Capsule;
  /** What was left out of it, in the order of the fields. */
  readonly notes: readonly CapsuleNote[];
}

type Json = Readonly<Record<string, unknown>>;
type Values = Partial<Record<SettingKey, number>>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const KNOWN = new Set([...Object.keys(FIELDS), 'v', 'settings', 'lanes', 'interventions']);

function isValid(key: SettingKey, value: unknown): value is number {
  const { min, max, choices }: NumberSetting = SETTINGS[key];
  return typeof value === 'number' && value >= min && value <= max && (!choices || Number.isInteger(value));
}

class Reader {
  readonly notes: CapsuleNote[] = [];

  drop(path: string): void {
    this.notes.push({ kind: 'dropped', path });
  }

  field<T>(json: Json, key: string, schema: v.GenericSchema<unknown, T>): T | undefined {
    if (!Object.hasOwn(json, key)) return undefined;
    const parsed = v.safeParse(schema, json[key]);
    if (parsed.success) return parsed.output;
    this.drop(key);
    return undefined;
  }

  settings(json: Json, path: string, fits: (key: SettingKey) => boolean = () => true): Values {
    const values: Values = {};
    for (const [key, value] of Object.entries(json))
      if (isSetting(key) && fits(key) && isValid(key, value)) values[key] = value;
      else this.drop(`${path}.${key}`);
    return values;
  }

  /** Settings that mean nothing when none is left; null then. */
  changes(json: Json, path: string, fits?: (key: SettingKey) => boolean): Values | null {
    const values = this.settings(json, path, fits);
    return Object.keys(values).length > 0 ? values : null;
  }

  list<T>(
    json: Json,
    key: string,
    read: (value: unknown, path: string) => T | null,
  ): readonly T[] | undefined {
    const list = json[key];
    if (list === undefined) return undefined;
    if (Array.isArray(list))
      return list.flatMap((value: unknown, i) => {
        const item = read(value, `${key}[${String(i)}]`);
        return item === null ? [] : [item];
      });
    this.drop(key);
    return undefined;
  }

  intervention(value: unknown, path: string): Intervention | null {
    const setting = v.safeParse(settingIntervention, value);
    if (setting.success) {
      const set = this.changes(setting.output.set, `${path}.set`);
      return set && { ...setting.output, set };
    }
    const worse = v.safeParse(settingRegion, value);
    if (worse.success) {
      const { at, region } = worse.output;
      const set = this.changes(region.set, `${path}.region.set`, (key) => key.startsWith('net.'));
      return set && { at, region: { ...region, set } };
    }
    const plain = v.safeParse(plainIntervention, value);
    if (plain.success) return plain.output;
    this.drop(path);
    return null;
  }

  lane(value: unknown, path: string): LaneSpec | null {
    const { own, ...rest } = isObject(value) ? value : {};
    const parsed = v.safeParse(lane, rest);
    if (!parsed.success || (own !== undefined && !isObject(own))) {
      this.drop(path);
      return null;
    }
    if (own === undefined) return parsed.output;
    return { ...parsed.output, own: this.settings(own, `${path}.own`) };
  }

  /** Without what a run can't hold: a second of the same id, a packet of a lane that isn't there. */
  interventions(json: Json, laneCount: number): readonly Intervention[] | undefined {
    const ids = new Set<string>();
    const read = (value: unknown, path: string): Intervention | null => {
      const one = this.intervention(value, path);
      if (!one) return null;
      const id = 'id' in one ? one.id : 'region' in one ? one.region.id : null;
      const lane =
        'lose' in one
          ? one.lose.lane
          : 'tamper' in one
            ? one.tamper.lane
            : 'set' in one
              ? (one.lane ?? 0)
              : 0;
      if ((id !== null && ids.has(id)) || lane >= laneCount) {
        this.drop(path);
        return null;
      }
      if (id !== null) ids.add(id);
      return one;
    };
    return this.list(json, 'interventions', read);
  }

  lanes(json: Json): readonly LaneSpec[] | undefined {
    const lanes = this.list(json, 'lanes', (value, path) => this.lane(value, path));
    if (lanes === undefined) return undefined;
    const ids = new Set(lanes.map(({ id }) => id));
    if (lanes.length > 0 && lanes.length <= LIMITS.lanes && ids.size === lanes.length) return lanes;
    this.drop('lanes');
    return undefined;
  }
}

/** What is too much to look at one by one. */
function tooLarge({ interventions, feed }: Json): CapsuleError | null {
  if (Array.isArray(interventions) && interventions.length > LIMITS.interventions)
    return { kind: 'tooLarge', what: 'interventions', limit: LIMITS.interventions };
  if (isObject(feed) && Array.isArray(feed['rows']) && feed['rows'].length > LIMITS.rows)
    return { kind: 'tooLarge', what: 'rows', limit: LIMITS.rows };
  return null;
}

/** Removes the keys without a value: an absent field has no key. */
function present<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

function readKnown(json: Json, reader: Reader): Capsule {
  const scenario = reader.field(json, 'scenario', FIELDS.scenario) ?? 'race';
  const found = findScenario(scenario);
  const lanes = reader.lanes(json);
  const settings = isObject(json['settings']) ? reader.settings(json['settings'], 'settings') : {};
  if (json['settings'] !== undefined && !isObject(json['settings'])) reader.drop('settings');
  const feed = reader.field(json, 'feed', FIELDS.feed);
  if (!found.ok && (!lanes || !feed)) reader.notes.push({ kind: 'scenario', id: scenario });
  const laneCount = (lanes ?? (found.ok ? found.value : SCENARIOS[0])?.lanes ?? []).length;
  const selection = reader.field(json, 'selection', FIELDS.selection) ?? NO_SELECTION;
  if (feed && 'rowCount' in feed)
    reader.notes.push({ kind: 'fileLeftOut', name: feed.name, rowCount: feed.rowCount });
  const optional = {
    lesson: reader.field(json, 'lesson', FIELDS.lesson),
    step: reader.field(json, 'step', FIELDS.step),
    lang: reader.field(json, 'lang', FIELDS.lang),
    theme: reader.field(json, 'theme', FIELDS.theme),
    feedEndMs: reader.field(json, 'feedEndMs', FIELDS.feedEndMs),
    lanes,
    feed,
    interventions: reader.interventions(json, laneCount),
  };
  return {
    ...present(optional),
    v: CAPSULE_VERSION,
    scenario,
    seed: reader.field(json, 'seed', FIELDS.seed) ?? (found.ok ? found.value.seed : 7),
    settings,
    playheadMs: reader.field(json, 'playheadMs', FIELDS.playheadMs) ?? 0,
    selection: selection.lane !== null && selection.lane >= laneCount ? NO_SELECTION : selection,
  };
}

/** Never throws, whatever the JSON holds. */
export function readCapsule(json: unknown): Result<ReadCapsule, CapsuleError> {
  if (!isObject(json)) return err({ kind: 'noCapsule' });
  const version = json['v'];
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    return err({ kind: 'noCapsule' });
  const excess = tooLarge(json);
  if (excess) return err(excess);
  const reader = new Reader();
  if (version > CAPSULE_VERSION) reader.notes.push({ kind: 'newer', version });
  const capsule = readKnown(json, reader);
  for (const key of Object.keys(json)) if (!KNOWN.has(key)) reader.drop(key);
  return ok({ capsule, notes: reader.notes });
}
