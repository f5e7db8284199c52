/** What makes a run: scenario, seed and stamped interventions. The same recipe gives the same trace everywhere. */
import type { SimTime } from '#base/time.ts';
import type { HeartbeatOptions } from '#clients/websocket-heartbeat.ts';
import type { Direction, MsgId, Side } from '#trace/events.ts';
import type { RegionSpec } from './regions.ts';
import type { SettingKey, Settings } from './settings.ts';

/** Something the user did, at a virtual time. */
export type Intervention = { readonly at: SimTime } &
  /** Settings of every lane, or of lane number `lane` alone, laid over the run's and the lane's own. */
  (
    | { readonly set: Partial<Record<SettingKey, number>>; readonly lane?: number }
    /** The line is worse for a while. */
    | { readonly region: RegionSpec }
    /** A line typed by the user goes up in every lane. `id` is 'u1', 'u2', … */
    | { readonly say: string; readonly id: MsgId }
    /** The server publishes this text besides what the feed brings. `id` is 'x1', 'x2', … */
    | { readonly publish: string; readonly id: MsgId }
    /** That side's application goes away: its kernel resets every connection (RST). */
    | { readonly reset: Side }
    /** That side loses its connections without a word, as a host that crashed and came back: they are half-open. */
    | { readonly forget: Side }
    /** The server's process ends, orderly, and another is there after `ms`: until then connections are refused. */
    | { readonly restart: { readonly ms: number } }
    /** The client's computer sleeps for `ms`: none of its timers fires, and nothing passes. */
    | { readonly sleep: { readonly ms: number } }
    /** One unit of protocol data is other octets than its sender's own. */
    | { readonly tamper: Tampering }
    /** Packet number n of a lane and direction dies. */
    | { readonly lose: { readonly lane: number; readonly dir: Direction; readonly n: number } }
  );

/** Which unit, and what is written in its place. Like a picked loss it acts at no time of its own. */
export interface Tampering {
  readonly lane: number;
  readonly conn: number;
  readonly dir: Direction;
  /** Number of the unit in its connection and direction, from 0, flights of TLS's handshake included. */
  readonly pdu: number;
  /** The octets before TLS, if any, seals them: at least one. */
  readonly hex: string;
}

/** Which messages the server publishes. `rows` come from the user's own file. */
export type Feed =
  | { readonly kind: 'chat' }
  | { readonly kind: 'quakes' }
  | { readonly kind: 'file'; readonly name: string; readonly rows: readonly string[] };

export type TransportId = 'polling' | 'longpoll' | 'sse' | 'ws';

/** How a lane's client goes about its transport, where not in the simplest way. What doesn't apply is ignored. */
export interface ClientStyle {
  /** Polling: the interval counts from each answer, not from one tick to the next. */
  readonly gap?: boolean;
  /** Polling at ticks: a request is given up after so many milliseconds. */
  readonly requestTimeoutMs?: number;
  /** WebSocket: pings so often, notices a dead line and reconnects. */
  readonly heartbeat?: HeartbeatOptions;
  /** The client of `clients/survival`: each of its strategies is a setting `client.…`. All off, it is the simplest. */
  readonly survival?: boolean;
}

export interface LaneSpec {
  readonly id: string;
  readonly transport: TransportId;
  readonly client?: ClientStyle;
  /** Settings of this lane's own, laid over those of the run: two lanes can poll at different intervals. */
  readonly own?: Partial<Settings>;
}

export interface Recipe {
  readonly scenario: string;
  readonly lanes: readonly LaneSpec[];
  readonly seed: number;
  readonly settings: Settings;
  readonly feed: Feed;
  /** When the feed stops publishing; null in the page, where it goes on. */
  readonly feedEndMs: number | null;
  readonly interventions: readonly Intervention[];
}

/** A lane's settings, where the run's are `settings`. */
export function laneSettings({ own }: LaneSpec, settings: Settings): Settings {
  return own ? { ...settings, ...own } : settings;
}

/** The settings that a recipe has at virtual time `t`, with every change of all lanes' up to then. */
export function settingsAt(recipe: Recipe, t: SimTime): Settings {
  let { settings } = recipe;
  for (const intervention of recipe.interventions)
    if ('set' in intervention && intervention.lane === undefined && intervention.at <= t)
      settings = { ...settings, ...intervention.set };
  return settings;
}

/** The settings of one lane at virtual time `t`: the run's, its own, and what was set in it alone. */
export function laneSettingsAt(recipe: Recipe, lane: number, t: SimTime): Settings {
  const spec = recipe.lanes[lane];
  let settings = spec ? laneSettings(spec, settingsAt(recipe, t)) : settingsAt(recipe, t);
  for (const intervention of recipe.interventions)
    if ('set' in intervention && intervention.lane === lane && intervention.at <= t)
      settings = { ...settings, ...intervention.set };
  return settings;
}
