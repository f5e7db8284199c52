/** What the views see of a session: one shown run, one playhead, one selection. The class is in session.svelte.ts. */
import type { SimTime } from '#base/time.ts';
import type { Feed, LaneSpec, Recipe } from '#lab/recipe.ts';
import type { Region, RegionDraft } from '#lab/regions.ts';
import type { SettingKey, Settings } from '#lab/settings.ts';
import type { EventId, MsgId, Side } from '#trace/events.ts';
import type { LaneMetrics } from '#trace/metrics.ts';
import type { Trace } from '#trace/log.ts';

/** Which machinery answers the client's API calls (docs/decisions/0002). */
export type TransportKind = 'worker' | 'in-page';

/** Why the page runs in-page although a service worker would be the default. */
export type InPageReason = 'no-service-worker' | 'worker-failed' | 'skipped-ahead' | 'forked' | null;

export type SessionStatus = 'starting' | 'playing' | 'paused' | 'catching-up' | 'failed';

/** What is selected: a message across all lanes, or one event (a segment, a PDU) and the message it belongs to. */
export interface Selection {
  readonly msg: MsgId | null;
  readonly event: EventId | null;
  readonly lane: number | null;
}

export interface RunInfo {
  readonly id: number;
  readonly recipe: Recipe;
  /** Where it branched off its parent, or null for a run from the start. */
  readonly forkedAt: SimTime | null;
  readonly parent: number | null;
  /** What is kept of it; of the run that plays on it grows. */
  readonly trace: Trace;
  /** How far it had got when it was asked for; the run that is shown may be further by now (`SessionView.head`). */
  readonly head: SimTime;
}

export interface SessionView {
  readonly status: SessionStatus;
  /** With status 'failed': what the watchdog or an error said. */
  readonly failure: string | null;
  readonly transport: TransportKind;
  readonly inPageReason: InPageReason;

  readonly runs: readonly RunInfo[];
  readonly shown: RunInfo;
  readonly lanes: readonly LaneSpec[];
  readonly seed: number;
  /** Settings in force at the playhead. */
  readonly settings: Settings;
  readonly feed: Feed;
  /** The line is cut now; until when. */
  readonly cutUntil: SimTime | null;
  /** The stretches in which the line is worse, past and to come, by their start. */
  readonly regions: readonly Region[];

  /** The shown run's trace. The object stays the same while the run grows: read `version` to be told of growth. */
  readonly trace: Trace;
  /** Changes whenever the trace has grown or another run is shown. */
  readonly version: number;
  /** How far the run has got. */
  readonly head: SimTime;
  /** The instant shown: at the head while live, earlier when scrubbed back. Updated once a frame. */
  readonly playhead: SimTime;
  readonly live: boolean;
  readonly speed: number;
  /** One per lane at the playhead, recomputed a few times a second. */
  readonly metrics: readonly LaneMetrics[];
  /** While catching up (skip ahead, fork): 0 to 1, and `cancelCatchUp` stops it. */
  readonly progress: number | null;

  /** Paused by itself because the tab was hidden, where browsers throttle timers. */
  readonly pausedWhileHidden: boolean;

  readonly selection: Selection;
  readonly hovered: Selection;

  play(): void;
  pause(): void;
  /** To the next event that shows (or the next in the trace when `fine`); simulates on when at the head. */
  stepForward(): void;
  stepBack(): void;
  setSpeed(speed: number): void;
  /** Shows an earlier instant (clamped to the head); pauses. */
  scrub(t: SimTime): void;
  /** Back to the head. */
  goLive(): void;
  /** Computes on as fast as it goes. False when that was cancelled, or failed. */
  skipAhead(ms: number): Promise<boolean>;
  cancelCatchUp(): void;
  restart(options?: { seed?: number; feed?: Feed; settings?: Partial<Record<SettingKey, number>> }): void;
  /** Starts another run: other lanes, another scene. It plays at once unless told otherwise. */
  startRun(recipe: Recipe, options?: { readonly play: boolean }): void;
  /** Changes settings from the playhead on; forks when the playhead is in the past. */
  set(values: Partial<Record<SettingKey, number>>): void;
  /** The same in one lane alone. */
  setLane(lane: number, values: Partial<Record<SettingKey, number>>): void;
  /** Cuts the line for this long from the playhead on, or mends it when 0. */
  cut(ms: number): void;
  /**
   * Draws a region (`id` null), or moves, resizes or changes the one with that id. Where that changes what has already
   * happened, the run forks: it is played anew from there, and the old one stays for comparison.
   */
  putRegion(id: string | null, region: RegionDraft): void;
  /** Takes a region away; forks when it has begun. */
  removeRegion(id: string): void;
  /** From the playhead on: that side resets all its connections, or loses them without a word (half-open). */
  breakConnections(how: 'reset' | 'forget', side: Side): void;
  /** The server publishes a text of its own, besides the feed. */
  publish(text: string): void;
  /** Sends a line up in every lane. */
  say(text: string): void;
  /** Loses the segment of this `segment.sent` event: always a fork, from the moment it was sent. */
  lose(segment: EventId): void;
  /**
   * Has `octets` (at least one, before TLS seals them) sent instead of those of this `pdu.sent` event, which is no flight of
   * TLS's handshake: always a fork, from the moment the unit was sent.
   */
  tamper(unit: EventId, octets: Uint8Array): void;
  showRun(id: number): void;
  select(selection: Partial<Selection> | null): void;
  hover(selection: Partial<Selection> | null): void;
}
