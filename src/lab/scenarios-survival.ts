/**
 * Weak networks to survive: each scenario is one kind of trouble, with lines said just before and within it. In the page
 * a bare WebSocket stands beside the three transports with every strategy at work.
 */
import { drawU32 } from '#base/random.ts';
import { fromS } from '#base/time.ts';
import type { Intervention, LaneSpec } from './recipe.ts';
import type { RegionEffect } from './regions.ts';
import type { Scenario } from './scenarios.ts';
import { DEFAULT_SETTINGS } from './settings-parse.ts';
import { BOXES } from './settings-route.ts';
import { ALL_OFF, ALL_ON, type StrategySettings, type SurvivalScenarioId } from './strategies.ts';

const survival = { survival: true } as const;

/** The lanes of the page: one without any strategy, to compare with. */
const PAGE_LANES: readonly LaneSpec[] = [
  { id: 'ws-bare', transport: 'ws', client: survival, own: ALL_OFF },
  { id: 'longpoll', transport: 'longpoll', client: survival },
  { id: 'sse', transport: 'sse', client: survival },
  { id: 'ws', transport: 'ws', client: survival },
];

/** Every transport with every strategy. */
export const SURVIVOR_LANES: readonly LaneSpec[] = [
  { id: 'polling', transport: 'polling', client: survival },
  { id: 'longpoll', transport: 'longpoll', client: survival },
  { id: 'sse', transport: 'sse', client: survival },
  { id: 'ws', transport: 'ws', client: survival },
];

const LINES = [
  'can you hear me?',
  'hello?',
  'did that arrive?',
  'and this?',
  'I am still here',
  'one more try',
  'as I was saying',
  'back again',
  'now it works',
  'that is all',
];

/** Lines of the user's at these seconds. */
function said(...seconds: readonly number[]): readonly Intervention[] {
  return seconds.map((s, i) => ({
    at: fromS(s),
    say: LINES[i % LINES.length] ?? '',
    id: `u${String(i + 1)}`,
  }));
}

/** Messages of the server's at these seconds. */
function published(...seconds: readonly number[]): readonly Intervention[] {
  return seconds.map((s, i) => ({
    at: fromS(s),
    publish: `notice ${String(i + 1)}`,
    id: `x${String(i + 1)}`,
  }));
}

/** Stretches of a worse line, each from a second on for so many seconds. */
function regions(
  effect: RegionEffect,
  ...spans: readonly (readonly [fromSecond: number, seconds: number])[]
): readonly Intervention[] {
  return spans.map(([from, seconds], i) => ({
    at: fromS(from),
    region: { id: `r${String(i + 1)}`, ms: 1000 * seconds, ...effect },
  }));
}

/** A long text of three thousand characters, its words in an order of its own: deflate finds them, but not whole lines again. */
function longText(n: number): string {
  const words = LINES.flatMap((line) => line.split(' '));
  const order = Array.from({ length: 800 }, (_, i) => words[drawU32(n, -1, 0, i, 'text') % words.length]);
  return order.join(' ').slice(0, 3000);
}

/** So many long lines, from a second on, one every so many seconds: more than a narrow line takes away meanwhile. */
function long(count: number, fromSecond: number, everySeconds: number): readonly Intervention[] {
  return Array.from({ length: count }, (_, i) => ({
    at: fromS(fromSecond + i * everySeconds),
    say: longText(i),
    id: `u${String(i + 1)}`,
  }));
}

/** The device sees its own link go, as it does in a lift; or a cable is pulled elsewhere, and nobody is told. */
const SEEN = { outage: 'both', seen: true } as const;
const UNSEEN = { outage: 'both' } as const;

/** A feed that says next to nothing: what is to be heard is published at set times. */
const SILENT = { 'feed.ratePerS': 0.01 } as const;

interface Trouble {
  readonly endS: number;
  readonly set?: StrategySettings;
  readonly interventions: readonly Intervention[];
}

const TROUBLES: Readonly<Record<SurvivalScenarioId, Trouble>> = {
  lift: {
    endS: 60,
    interventions: [...said(10, 19.9, 19.97, 21, 24, 28, 29.9, 35), ...regions(SEEN, [20, 10])],
  },
  tunnel: {
    endS: 120,
    // More is published meanwhile than the server keeps.
    set: { 'server.history': 20 },
    interventions: [...said(10, 19.95, 22, 35, 50, 70, 79.9, 90), ...regions(SEEN, [20, 60])],
  },
  flapping: {
    endS: 90,
    set: { 'net.up.lossPct': 10, 'net.down.lossPct': 10 },
    interventions: [
      ...said(9, 14.95, 16, 23, 29.95, 31, 38, 44.95, 47, 55),
      ...regions(SEEN, [15, 2], [22, 3], [30, 2.5], [37.5, 3], [45, 2], [52, 3]),
    ],
  },
  'half-open': {
    endS: 100,
    interventions: [...said(10, 19.95, 20.5, 30, 45, 59, 65), ...regions(UNSEEN, [20, 40])],
  },
  captive: {
    endS: 100,
    set: { 'path.box': BOXES.indexOf('strips-upgrade') },
    interventions: [
      ...said(5, 20, 40, 59.95, 61, 70, 80),
      { at: fromS(60), set: { 'path.box': BOXES.indexOf('none') } },
    ],
  },
  'proxy-idle': {
    endS: 160,
    set: { ...SILENT, 'path.box': BOXES.indexOf('idle'), 'path.boxIdleMs': 60_000 },
    interventions: [...said(3, 68, 69, 140, 141, 145), ...published(5, 70, 142)],
  },
  restart: {
    endS: 60,
    interventions: [...said(10, 19.95, 20.02, 21, 23, 24.95, 30), { at: fromS(20), restart: { ms: 5000 } }],
  },
  'slow-consumer': {
    endS: 90,
    // A queue of eight packets, as a modem's: what it does not take TCP keeps, and then the API.
    set: { 'net.up.rateKbit': 32, 'net.down.rateKbit': 64, 'net.queuePackets': 8 },
    interventions: long(60, 15, 0.05),
  },
  sleep: {
    endS: 90,
    interventions: [...said(10, 19.95, 50.1, 51, 55), { at: fromS(20), sleep: { ms: 30_000 } }],
  },
  'nat-rebinding': {
    endS: 130,
    set: { ...SILENT, 'path.box': BOXES.indexOf('nat'), 'path.boxIdleMs': 30_000 },
    interventions: [...said(3, 45, 46, 85, 100), ...published(5, 50, 90, 91)],
  },
  'lost-ack': {
    endS: 60,
    // The line has gone up when the way back dies: what is lost is the answer.
    interventions: [...said(10, 20, 30, 30.5, 40), ...regions({ outage: 'down' }, [20.05, 6], [30.05, 9])],
  },
};

export const SURVIVAL_SCENARIOS: readonly Scenario[] = (
  Object.entries(TROUBLES) as [SurvivalScenarioId, Trouble][]
).map(([id, { endS, set, interventions }]) => ({
  id,
  lanes: PAGE_LANES,
  seed: 7,
  endMs: 1000 * endS,
  settings: { ...DEFAULT_SETTINGS, ...ALL_ON, ...set },
  feed: { kind: 'chat' },
  interventions,
}));
