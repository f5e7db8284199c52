/** What makes a run: scenario, seed and stamped interventions. The same recipe gives the same trace everywhere. */
import { fromMs, plus, ZERO, type SimTime } from '#base/time.ts';
import type { HeartbeatOptions } from '#clients/websocket-heartbeat.ts';
import type { Direction, MsgId } from '#trace/events.ts';
import type { SettingKey, Settings } from './settings.ts';

/** Something the user did, at a virtual time. */
export type Intervention = { readonly at: SimTime } & (
  | { readonly set: Partial<Record<SettingKey, number>> }
  /** The line is dead both ways for this long. */
  | { readonly cutMs: number }
  /** A line typed by the user goes up in every lane. `id` is 'u1', 'u2', … */
  | { readonly say: string; readonly id: MsgId }
  /** Packet number n of a lane and direction dies. */
  | { readonly lose: { readonly lane: number; readonly dir: Direction; readonly n: number } }
);

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
}

export interface LaneSpec {
  readonly id: string;
  readonly transport: TransportId;
  readonly client?: ClientStyle;
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

/** The settings that a recipe has at virtual time `t`, with every change up to then. */
export function settingsAt(recipe: Recipe, t: SimTime): Settings {
  let { settings } = recipe;
  for (const intervention of recipe.interventions)
    if ('set' in intervention && intervention.at <= t) settings = { ...settings, ...intervention.set };
  return settings;
}

/** While the line is cut at virtual time `t`: until when. */
export function cutUntilAt(recipe: Recipe, t: SimTime): SimTime | null {
  const { 'net.outageAtMs': atMs, 'net.outageMs': spanMs } = recipe.settings;
  let from = fromMs(atMs);
  let until = spanMs > 0 ? plus(from, fromMs(spanMs)) : ZERO;
  for (const intervention of recipe.interventions) {
    if (!('cutMs' in intervention) || intervention.at > t) continue;
    from = intervention.at;
    until = plus(from, fromMs(intervention.cutMs));
  }
  return from <= t && t < until ? until : null;
}
