import fc from 'fast-check';
import { deflateRaw } from 'pako';
import { expect, test } from 'vitest';
import { concat, toHex, utf8 } from '#base/bytes.ts';
import { sha256 } from '#base/digest.ts';
import { fromS, us, ZERO } from '#base/time.ts';
import { ensure } from '#base/assert.ts';
import type { Intervention, LaneSpec, Recipe } from '#lab/recipe.ts';
import { findScenario, recipeOf, SCENARIOS } from '#lab/scenarios.ts';
import { SETTING_KEYS } from '#lab/settings-parse.ts';
import { SETTINGS, type NumberSetting, type SettingKey, type Settings } from '#lab/settings.ts';
import {
  capsuleOf,
  LIMITS,
  NO_SELECTION,
  recipeOfCapsule,
  type Capsule,
  type CapsuleSetting,
} from './capsule.ts';
import { capsuleFileName, capsuleFileText, isCapsuleFile, readCapsuleText } from './capsule-file.ts';
import { decodeCapsule, encodeCapsule, linkToCapsule, LONG_LINK } from './capsule-link.ts';

const race = recipeOf(ensure(SCENARIOS[0], 'a scenario'));
const SHOWN: CapsuleSetting = { lang: 'zh', theme: 'projector', lesson: null };
const PAGE = 'https://example.org/pushpull/';

/** A link's value with any JSON in it, as somebody who knows the format could make it. */
function forge(text: string): string {
  const deflated = deflateRaw(utf8(text));
  const check = sha256().update(deflated).digest().subarray(0, 4);
  return Buffer.from(concat([check, deflated])).toString('base64url');
}

function settingsArb(keys: readonly SettingKey[]): fc.Arbitrary<Partial<Settings>> {
  const values = keys.map((key) => {
    const { min, max, choices }: NumberSetting = SETTINGS[key];
    const value = choices
      ? fc.integer({ min, max })
      : fc.double({ min, max, noNaN: true }).map((number) => number + 0);
    return [key, value] as const;
  });
  return fc.record(Object.fromEntries(values), { requiredKeys: [] });
}

const someSettings = settingsArb(SETTING_KEYS);
const changes = someSettings.filter((set) => Object.keys(set).length > 0);
const worse = settingsArb(SETTING_KEYS.filter((key) => key.startsWith('net.'))).filter(
  (set) => Object.keys(set).length > 0,
);
const at = fc.nat(1e9).map(us);
const side = fc.constantFrom('client', 'server');
const dir = fc.constantFrom('up', 'down');
const ms = fc.integer({ min: 0, max: LIMITS.spanMs });
const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,11}$/);
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constant('<img onerror=x> 早上好 \ud800'));

/** Ids are numbered by `interventions`. */
const intervention = fc.oneof(
  fc.record({ at, set: changes }),
  fc.record({
    at,
    region: fc.record({ id: fc.constant('r'), ms, outage: fc.constantFrom('up', 'down', 'both') }),
  }),
  fc.record({ at, region: fc.record({ id: fc.constant('r'), ms, set: worse }) }),
  fc.record({ at, say: text, id: fc.constant('u') }),
  fc.record({ at, publish: text, id: fc.constant('x') }),
  fc.record({ at, reset: side }),
  fc.record({ at, forget: side }),
  fc.record({ at, restart: fc.record({ ms }) }),
  fc.record({ at, sleep: fc.record({ ms }) }),
  fc.record({ at, lose: fc.record({ lane: fc.constant(0), dir, n: fc.nat() }) }),
  fc.record({
    at,
    tamper: fc.record({
      lane: fc.constant(0),
      conn: fc.nat(),
      dir,
      pdu: fc.nat(),
      hex: fc.uint8Array({ minLength: 1 }).map(toHex),
    }),
  }),
) as fc.Arbitrary<Intervention>;

const interventions = fc.array(intervention, { maxLength: 12 }).map((list) =>
  list.map((one, i) => {
    if ('id' in one) return { ...one, id: `${one.id}${String(i)}` };
    return 'region' in one ? { ...one, region: { ...one.region, id: `r${String(i)}` } } : one;
  }),
);

const lanes = fc.uniqueArray(
  fc.record(
    {
      id: word,
      transport: fc.constantFrom('polling', 'longpoll', 'sse', 'ws'),
      own: someSettings,
      client: fc.record({ gap: fc.boolean(), requestTimeoutMs: fc.constant(500) }, { requiredKeys: [] }),
    },
    { requiredKeys: ['id', 'transport'] },
  ),
  { minLength: 1, maxLength: LIMITS.lanes, selector: ({ id }) => id },
) as fc.Arbitrary<LaneSpec[]>;

const capsule = fc.record(
  {
    v: fc.constant(1),
    lesson: word,
    step: word,
    lang: fc.constantFrom('en', 'zh'),
    theme: fc.constantFrom('auto', 'light', 'dark', 'projector'),
    scenario: fc.constant('race'),
    lanes,
    seed: fc.nat(),
    settings: someSettings,
    feed: fc.oneof(
      fc.constant({ kind: 'quakes' }),
      fc.record({
        kind: fc.constant('file'),
        name: text,
        rows: fc.array(text, { minLength: 1, maxLength: 5 }),
      }),
    ),
    feedEndMs: ms,
    interventions,
    playheadMs: ms,
    selection: fc.record({
      msg: fc.constantFrom(null, '5', 'u1', 'x12'),
      event: fc.option(fc.nat()),
      lane: fc.constantFrom(null, 0),
    }),
  },
  { requiredKeys: ['v', 'scenario', 'seed', 'settings', 'playheadMs', 'selection'] },
) as fc.Arbitrary<Capsule>;

const changed: Recipe = {
  ...race,
  seed: 42,
  settings: { ...race.settings, 'net.up.lossPct': 5 },
  interventions: [
    { at: fromS(2), set: { 'net.down.delayMs': 300 } },
    { at: fromS(3), say: '早上好', id: 'u1' },
    { at: fromS(4), region: { id: 'r1', ms: 5000, outage: 'both' } },
  ],
};
const shared = capsuleOf(changed, fromS(9.5), { msg: '3', event: null, lane: null }, SHOWN);

test('what is packed comes out of a link and of a file as it was', () => {
  fc.assert(
    fc.property(capsule, (packed) => {
      const expected = { ok: true, value: { capsule: packed, notes: [] } };
      expect(decodeCapsule(encodeCapsule(packed))).toEqual(expected);
      expect(readCapsuleText(capsuleFileText(packed))).toEqual(expected);
    }),
  );
});

test('a run comes back whole: the same recipe, the same instant', () => {
  expect(recipeOfCapsule(shared)).toEqual(changed);
  expect(shared).toMatchObject({ playheadMs: 9500, settings: { 'net.up.lossPct': 5 }, lang: 'zh' });
  expect(shared).not.toHaveProperty('lanes');
  expect(shared).not.toHaveProperty('feed');
});

test('what happens in a scenario by itself does not travel, but what is added to it does', () => {
  const found = findScenario('slow-consumer');
  const scripted = recipeOf(ensure(found.ok ? found.value : null, 'a scenario'));
  const packed = capsuleOf(scripted, ZERO, NO_SELECTION, SHOWN);
  expect(packed).not.toHaveProperty('interventions');
  expect(encodeCapsule(packed).length).toBeLessThan(300);
  expect(recipeOfCapsule(packed)).toEqual(scripted);
  const more = { ...scripted, interventions: scripted.interventions.slice(0, 1) };
  expect(recipeOfCapsule(capsuleOf(more, ZERO, NO_SELECTION, SHOWN))).toEqual(more);
});

test('a run from the start has nothing selected', () => {
  expect(capsuleOf(changed, ZERO, { msg: '3', event: 9, lane: 1 }, SHOWN).selection).toEqual(NO_SELECTION);
});

test('a scenario that nobody else knows brings its lanes, its feed and the lesson it belongs to', () => {
  const lesson = { id: 'polling', step: 'ask' };
  const recipe: Recipe = {
    ...changed,
    scenario: 'polling',
    lanes: race.lanes.slice(0, 1),
    feedEndMs: 30_000,
  };
  const packed = capsuleOf(recipe, ZERO, NO_SELECTION, { ...SHOWN, lesson });
  expect(packed).toMatchObject({ lesson: 'polling', step: 'ask', lanes: recipe.lanes });
  const opened = decodeCapsule(encodeCapsule(packed));
  expect(opened).toEqual({ ok: true, value: { capsule: packed, notes: [] } });
  expect(recipeOfCapsule(packed)).toEqual(recipe);
});

test('random text and random octets never throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (junk) => {
      expect(decodeCapsule(junk).ok).toBe(false);
      readCapsuleText(junk);
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (junk) => {
      decodeCapsule(Buffer.from(junk).toString('base64url'));
      const check = sha256().update(junk).digest().subarray(0, 4);
      decodeCapsule(Buffer.from(concat([check, junk])).toString('base64url'));
    }),
  );
  fc.assert(
    fc.property(fc.json(), (json) => {
      decodeCapsule(forge(json));
      readCapsuleText(json);
    }),
  );
});

test('fields of any kind never throw, and what is opened can be packed again', () => {
  const fields = fc.record(
    Object.fromEntries(
      ['lesson', 'lang', 'theme', 'scenario', 'lanes', 'seed', 'settings', 'feed']
        .concat(['interventions', 'playheadMs', 'selection'])
        .map((key) => [key, fc.jsonValue()]),
    ),
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fields, (json) => {
      const opened = decodeCapsule(forge(JSON.stringify({ ...json, v: 1 })));
      if (!opened.ok) throw new Error(opened.error.kind);
      expect(decodeCapsule(encodeCapsule(opened.value.capsule))).toMatchObject({
        ok: true,
        value: { capsule: opened.value.capsule },
      });
    }),
  );
});

test('every truncation of a link and every changed character is noticed', () => {
  const link = encodeCapsule(shared);
  for (let end = 0; end < link.length; end++)
    expect(decodeCapsule(link.slice(0, end))).toMatchObject({ ok: false, error: { kind: 'broken' } });
  for (let i = 0; i < link.length; i++) {
    const other = link[i] === 'A' ? 'B' : 'A';
    const result = decodeCapsule(link.slice(0, i) + other + link.slice(i + 1));
    expect(result).toMatchObject({ ok: false, error: { kind: 'broken' } });
  }
});

test('what inflates beyond the limit is refused', () => {
  const bomb = forge(' '.repeat(20 * LIMITS.linkBytes));
  expect(bomb.length).toBeLessThan(LIMITS.linkBytes / 10);
  expect(decodeCapsule(bomb)).toEqual({
    ok: false,
    error: { kind: 'tooLarge', what: 'link', limit: LIMITS.linkBytes },
  });
});

test('too many interventions or rows are refused', () => {
  const many = JSON.stringify({
    pushpull: 'run',
    v: 1,
    interventions: Array(LIMITS.interventions + 1).fill(0),
  });
  expect(readCapsuleText(many)).toMatchObject({ error: { kind: 'tooLarge', what: 'interventions' } });
  const feed = { kind: 'file', name: 'x', rows: Array(LIMITS.rows + 1).fill('') };
  expect(readCapsuleText(JSON.stringify({ pushpull: 'run', v: 1, feed }))).toMatchObject({
    error: { kind: 'tooLarge', what: 'rows' },
  });
});

test('a newer capsule opens as far as it is known', () => {
  const opened = decodeCapsule(forge(JSON.stringify({ ...shared, v: 2, hologram: true })));
  expect(opened).toEqual({
    ok: true,
    value: {
      capsule: shared,
      notes: [
        { kind: 'newer', version: 2 },
        { kind: 'dropped', path: 'hologram' },
      ],
    },
  });
});

test('what is not valid is dropped by name, and the rest is used', () => {
  const opened = decodeCapsule(
    forge(
      JSON.stringify({
        ...shared,
        seed: -1,
        settings: { 'net.up.lossPct': 500, 'net.warp': 9, 'net.down.lossPct': 3, ['__proto__']: 1 },
        interventions: [
          { at: 5, set: { 'net.up.delayMs': 'fast', 'net.down.delayMs': 80 } },
          { at: 5, set: { 'net.up.delayMs': 1e9 } },
          { at: 5, say: 'a', id: 'u1' },
          { at: 6, say: 'b', id: 'u1' },
          { at: 7, eval: 'alert(1)' },
          { at: 8, lose: { lane: 7, dir: 'up', n: 1 } },
          { at: 0.5, reset: 'client' },
          { at: 9, tamper: { lane: 0, conn: 1, dir: 'up', pdu: 0, hex: 'f' } },
          { at: 9, tamper: { lane: 7, conn: 1, dir: 'up', pdu: 0, hex: 'ff' } },
        ],
        selection: { msg: '<b>', event: null, lane: null },
      }),
    ),
  );
  if (!opened.ok) throw new Error(opened.error.kind);
  const { capsule: kept, notes } = opened.value;
  expect(kept).toMatchObject({ seed: 7, settings: { 'net.down.lossPct': 3 }, selection: NO_SELECTION });
  expect(kept.interventions).toEqual([
    { at: 5, set: { 'net.down.delayMs': 80 } },
    { at: 5, say: 'a', id: 'u1' },
  ]);
  expect(notes.map((note) => (note.kind === 'dropped' ? note.path : note.kind)).sort()).toEqual([
    'interventions[0].set.net.up.delayMs',
    'interventions[1].set.net.up.delayMs',
    'interventions[3]',
    'interventions[4]',
    'interventions[5]',
    'interventions[6]',
    'interventions[7]',
    'interventions[8]',
    'seed',
    'selection',
    'settings.__proto__',
    'settings.net.up.lossPct',
    'settings.net.warp',
  ]);
});

test('an unknown scenario is named unless it brings all that makes it up', () => {
  const opened = decodeCapsule(forge(JSON.stringify({ v: 1, scenario: 'storm' })));
  expect(opened).toMatchObject({ ok: true, value: { notes: [{ kind: 'scenario', id: 'storm' }] } });
});

test('a file of messages goes along when it fits into a link, and is named when it does not', () => {
  const withRows = (rows: readonly string[]): Capsule =>
    capsuleOf({ ...race, feed: { kind: 'file', name: 'a.csv', rows } }, ZERO, NO_SELECTION, SHOWN);
  expect(linkToCapsule(PAGE, withRows(['a', 'b'])).leftOut).toBeNull();
  const large = withRows(Array.from({ length: 4000 }, (_, i) => String(Math.sin(i))));
  const { url, leftOut } = linkToCapsule(PAGE, large);
  expect(url.length).toBeLessThan(LONG_LINK);
  expect(leftOut).toMatchObject({ name: 'a.csv', rowCount: 4000 });
  const opened = decodeCapsule(new URLSearchParams(new URL(url).hash.slice(1)).get('run') ?? '');
  if (!opened.ok) throw new Error(opened.error.kind);
  expect(opened.value.notes).toEqual([{ kind: 'fileLeftOut', name: 'a.csv', rowCount: 4000 }]);
  expect(recipeOfCapsule(opened.value.capsule).feed).toEqual(race.feed);
  expect(readCapsuleText(capsuleFileText(large))).toEqual({ ok: true, value: { capsule: large, notes: [] } });
});

test('a link carries language and colours in the clear', () => {
  const { url } = linkToCapsule(`${PAGE}#seed=3&loss=5`, shared);
  expect(url).toMatch(/^https:\/\/example\.org\/pushpull\/#lang=zh&theme=projector&run=[\w-]+$/);
});

test('a file is named after its run, and told apart from messages', async () => {
  const text = capsuleFileText(shared);
  expect(capsuleFileName(shared)).toBe('pushpull-race-42.json');
  expect(await isCapsuleFile(new File([text], 'pushpull-race-42.json'))).toBe(true);
  expect(await isCapsuleFile(new File([text], 'renamed.txt'))).toBe(true);
  expect(await isCapsuleFile(new File(['{"text":"hi"}\n'], 'chat.ndjson'))).toBe(false);
  expect(await isCapsuleFile(new File(['who,what\n'], 'chat.csv'))).toBe(false);
  expect(readCapsuleText('{"pushpull":')).toEqual({ ok: false, error: { kind: 'json' } });
  expect(readCapsuleText('[{"text":"hi"}]')).toEqual({ ok: false, error: { kind: 'noCapsule' } });
});
