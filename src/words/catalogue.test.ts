import { expect, test } from 'vitest';
import { catalogue } from './catalogue.ts';
import { lessonCatalogue } from './lesson-catalogue.ts';
import { herdCatalogue } from './herd-catalogue.ts';
import { homeCatalogue } from './home-catalogue.ts';
import { inspectorCatalogue } from './inspector-catalogue.ts';
import { inspectorModesCatalogue } from './inspector-modes-catalogue.ts';
import type { Locale } from './locale.ts';
import { logCatalogue } from './log-catalogue.ts';
import { survivalCatalogue } from './survival-catalogue.ts';
import { terminalCatalogue } from './terminal-catalogue.ts';
import { verdictCatalogue } from './verdict-catalogue.ts';
import type { RegionFact, RegionWords } from './types-region.ts';
import type { StageFact } from './types-stage.ts';

/** Names that have no Chinese form, and units. */
const ALLOWED = new Set(
  (
    'HTTP HTTPS TCP SACK RACK SSE WebSocket MSW API JSON CSV NDJSON UTF RTT p50 p95 p99 ms s min kB KB MB B kbit Mbit tc netem ' +
    'TLS IP SYN FIN RST ACK SHA USGS vega datasets Chrome DevTools Comcast Apple fetch EventSource Service Worker ' +
    'ClientHello ServerHello Finished PgUp PgDn Enter H P GET POST English Esc End Alt Delete RTO ACK Shift us mbit delay reorder ' +
    'Lighthouse Firefox Linux Ctrl C limit p r h k NAT https wss Upgrade X Accel Buffering Connection close no ping HTML Socket IO Cookie yaml md lesson en zh format RSV1 RSV2 RSV3 MASK wscat Hello Hel lo HAR pcapng Wireshark id retry GUID RFC base64 Origin Host Content Length Transfer Encoding CR LF CRLF onmessage ' +
    'OPEN CLOSED ESTABLISHED SENT bufferedAmount wasClean onLine true false scenario WS Bash Base64 MiB UTC jq grep printf help man keys length CMD NAME COLS FORMAT FIRST STEP LAST LEN K t n xHH date x i u o'
  ).split(' '),
);

const SAMPLES = ['3', '42', '5', '6'];

/** Octets as examples show them: `fa`, `0x3`. */
const HEXADECIMAL = /^x?[0-9a-f]{1,2}$/;

/** Every string of a catalogue by its path; functions are called with sample arguments. */
function strings(value: unknown, path: string, found: Map<string, string>): Map<string, string> {
  if (typeof value === 'string') found.set(path, value);
  else if (typeof value === 'function') {
    const call = value as (...args: string[]) => unknown;
    strings(call(...SAMPLES), `${path}()`, found);
  } else if (value !== null && typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) strings(inner, `${path}.${key}`, found);
  }
  return found;
}

const FACTS: readonly StageFact[] = [
  { kind: 'published', msg: '5', atUs: 1e6 },
  { kind: 'delivered', lane: 'ws', msg: '5', delayUs: 1e6, lateUs: 1e5 },
  { kind: 'delivered', lane: 'polling', msg: '5', delayUs: 1e6, lateUs: 0 },
  { kind: 'waiting', lane: 'sse', msg: '5', sinceUs: 1e6 },
  { kind: 'unit', unit: 'http.response', up: false, bytes: 99, msgs: [], empty: true, tookUs: null },
  { kind: 'unit', unit: 'ws.frame', up: true, bytes: 99, msgs: ['5', '6'], empty: false, tookUs: 9e4 },
  {
    kind: 'segment',
    what: 'data',
    up: true,
    seq: 0,
    len: 9,
    wireBytes: 61,
    again: true,
    twice: true,
    tookUs: null,
  },
  {
    kind: 'segment',
    what: 'syn',
    up: false,
    seq: 0,
    len: 0,
    wireBytes: 60,
    again: false,
    twice: false,
    tookUs: 6e4,
  },
  { kind: 'lost', rule: 'random', up: false, msgs: ['5'], resentAfterUs: null },
  { kind: 'lost', rule: 'picked', up: false, msgs: [], resentAfterUs: 2e5 },
  { kind: 'held', forUs: 9e6, answered: true },
  { kind: 'held', forUs: 9e6, answered: false },
];

const REGIONS: readonly RegionFact[] = [
  { kind: 'outage', dir: 'both' },
  { kind: 'outage', dir: 'up' },
  { kind: 'outage', dir: 'down' },
  { kind: 'worse', changes: [] },
];

function regionTexts(region: RegionWords, fact: RegionFact): readonly string[] {
  const { line, howToDraw, wait, keys, byHand, remove } = region;
  return [
    ...[line, howToDraw, wait, keys, byHand, remove],
    ...[region.label(fact, 1e7), region.brief(fact), region.name(fact), region.place(3e7, 1e7)],
    ...[region.tip(fact, 3e7, 4e7, null), region.tip(fact, 3e7, 4e7, 3e7)],
  ];
}

/** All texts of a language. The stage's functions take facts, not formatted words: they are called by hand. */
function allStrings(locale: Locale): Map<string, string> {
  const { stage: whole, ...rest } = catalogue(locale);
  const { region, ...stage } = whole;
  const keys = [
    'net.up.delayMs',
    'net.down.jitterMs',
    'net.up.lossPct',
    'net.rateKbit',
    'polling.intervalMs',
  ];
  const called = {
    notes: (['polling', 'longpoll', 'sse', 'ws', 'ws-bare'] as const).map((lane) =>
      stage.laneNote(lane, 2e6),
    ),
    regions: REGIONS.map((fact) => regionTexts(region, fact)),
    interval: stage.interval(2e6),
    changes: [...keys, 'longpoll.holdMs'].map((key) => stage.change(key, 5)),
    phases: (['connecting', 'suspect', 'waiting', 'offline', 'closed'] as const).map((phase) =>
      stage.phaseNote(phase, 4e6),
    ),
    cards: FACTS.map((fact) => stage.card(fact)),
    summary: [stage.summary(0, []), stage.summary(3, [{ lane: 'ws', delivered: 2 }])],
    openLane: stage.openLane('ws'),
  };
  const plain = Object.fromEntries(Object.entries(stage).filter(([, value]) => typeof value !== 'function'));
  const lesson = lessonCatalogue(locale);
  const home = homeCatalogue(locale);
  const inspectorModes = inspectorModesCatalogue(locale);
  const { frame, ...inspector } = inspectorCatalogue(locale);
  const fact = { headerBytes: 2, masked: true, payloadBytes: 5, missing: 3, text: '5' };
  const sentences = [0, 1, 2, 8, 9, 10, 11].flatMap((opcode) =>
    (['client', 'server'] as const).flatMap((from) =>
      [true, false].map((yes) =>
        frame.sentence({ ...fact, from, opcode, pasted: yes, fin: yes, compressed: yes }),
      ),
    ),
  );
  const log = logCatalogue(catalogue(locale));
  const verdict = verdictCatalogue(catalogue(locale));
  return strings(
    {
      ...rest,
      lesson,
      home,
      herd: herdCatalogue(locale),
      inspector,
      frame: { ...frame, sentence: sentences },
      inspectorModes,
      log,
      verdict,
      survival: survivalCatalogue(catalogue(locale)),
      terminal: terminalCatalogue(locale),
      stage: { ...plain, ...called },
    },
    locale,
    new Map(),
  );
}

const en = allStrings('en');
const zh = allStrings('zh');

test('both languages have the same texts', () => {
  const keys = (found: Map<string, string>): string[] =>
    [...found.keys()].map((path) => path.slice(3)).sort();
  expect(keys(zh)).toEqual(keys(en));
});

test('Chinese holds no Latin word but names and units', () => {
  const strays = [...zh].flatMap(([path, text]) =>
    (text.match(/[A-Za-z][A-Za-z0-9]*/g) ?? [])
      .filter((word) => !ALLOWED.has(word) && !HEXADECIMAL.test(word))
      .map((word) => `${path}: ${word} in "${text}"`),
  );
  expect(strays).toEqual([]);
});

test('Chinese uses Chinese punctuation between Chinese words', () => {
  const wrong = [...zh].filter(([, text]) => /[\u4e00-\u9fff][,.;:?!]/.test(text));
  expect(wrong).toEqual([]);
});

test('English holds no Chinese but the name of the other language', () => {
  const strays = [...en].filter(
    ([path, text]) => /[\u4e00-\u9fff]/.test(text) && path !== 'en.otherLanguage',
  );
  expect(strays).toEqual([]);
});

test('no text is empty, but for the states that need no word', () => {
  const empty = [...en, ...zh].filter(([, text]) => text.trim() === '').map(([path]) => path.slice(3));
  expect(new Set(empty)).toEqual(new Set(['status.playing', 'events.reasons.']));
});
