/** What a step requires: claims about the trace, the settings, or what the learner entered. */
import type { HerdOptions } from '#lab/herd/options.ts';
import type { SettingKey } from '#lab/settings.ts';
import type { ClientState, EventId, EventType } from '#trace/events.ts';
import type { SimTime } from '#base/time.ts';

/** A lane's id in its scenario: that of its transport, unless the scenario has several of one transport. */
export type LaneId = string;

/** Where messages come from, and the letter that their ids begin with. */
export const MESSAGE_SOURCES = { feed: '', published: 'x', said: 'u' } as const;
export type MessageSource = keyof typeof MESSAGE_SOURCES;

/** Bounds of a number, both inclusive. */
export interface Bounds {
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** What one field must be. A list must hold the value, or have as many elements as the bounds allow. */
export type FieldMatch =
  | { readonly kind: 'is'; readonly oneOf: readonly (string | number | boolean)[] }
  | { readonly kind: 'bounds'; readonly bounds: Bounds }
  | { readonly kind: 'contains'; readonly text: string };

export type Where = Readonly<Record<string, FieldMatch>>;

/** Which events are meant. `lane` null: any. */
export interface EventMatch {
  readonly event: EventType;
  readonly lane: LaneId | null;
  readonly where: Where;
}

/** What can be measured in a lane. */
export const METRICS = {
  meanDelayMs: 'mean age of messages when they are delivered',
  p95DelayMs: '95th percentile of it, nearest rank',
  requestsPerMinute: 'requests for messages, from the first to the last in the window',
  emptyReplies: 'answers that brought no message',
  lost: 'messages that will never be delivered',
  duplicates: 'messages delivered again',
  connections: 'connections begun',
  bytesPerMessage: 'octets of IP packets, both ways, for each message delivered',
  detectMs: 'longest time for which the client trusted a connection whose line was cut',
  falseAlarms: 'connections that the client gave up though the line was whole',
  heartbeatsPerMinute: 'how often the client asked if the server is there, in a minute of being connected',
} as const;
export type MetricId = keyof typeof METRICS;

/** What can be measured of a herd, or is so by its clients' choice. */
export const HERD_FIGURES = {
  peakPerS: 'the most attempts in a second while the server is up',
  allBackMs: 'from when the server is back for good until all are connected',
  attempts: 'attempts in all',
  stableMs: 'how long a connection must stand before the waits begin anew',
} as const;
export type HerdFigure = keyof typeof HERD_FIGURES;

/** What a stream that the learner wrote consists of. */
export const SSE_ITEMS = ['event', 'comment', 'retry', 'field'] as const;
export type SseItemKind = (typeof SSE_ITEMS)[number];

export type Check = { readonly id: string } & (
  | { readonly kind: 'some'; readonly match: EventMatch }
  /** With `withinMs`, how many in the last so many milliseconds. */
  | {
      readonly kind: 'count';
      readonly match: EventMatch;
      readonly bounds: Bounds;
      readonly withinMs: number | null;
    }
  /** Messages `from` to `through` were delivered once each or more, first deliveries in order and without a gap. */
  | {
      readonly kind: 'sequence';
      readonly lane: LaneId;
      readonly of: MessageSource;
      readonly from: number;
      readonly through: number;
    }
  /** No message was delivered twice. */
  | { readonly kind: 'unique'; readonly lane: LaneId }
  /** The first `before` came earlier than the first `after`; both came. */
  | { readonly kind: 'order'; readonly before: EventMatch; readonly after: EventMatch }
  /** Measured over the last `overMs`, wholly after the last change of a setting; null: over the whole run. */
  | {
      readonly kind: 'metric';
      readonly lane: LaneId;
      readonly metric: MetricId;
      readonly bounds: Bounds;
      readonly overMs: number | null;
    }
  | { readonly kind: 'setting'; readonly setting: SettingKey; readonly bounds: Bounds }
  | { readonly kind: 'client'; readonly lane: LaneId; readonly state: ClientState['state'] }
  | { readonly kind: 'answer'; readonly option: string }
  /** `item` was put into `bucket`. */
  | { readonly kind: 'sorted'; readonly item: string; readonly bucket: string }
  | { readonly kind: 'sse'; readonly item: SseItemKind; readonly where: Where; readonly bounds: Bounds }
  | { readonly kind: 'herd'; readonly figure: HerdFigure; readonly bounds: Bounds }
);
export type CheckKind = Check['kind'];

/** What the learner entered so far. */
export interface Entered {
  readonly answer: string | null;
  readonly buckets: Readonly<Record<string, string>>;
  readonly text: string;
  /** The herd of the step, with the learner's way to wait; null where there is none. */
  readonly herd: HerdOptions | null;
}

export const NOTHING_ENTERED: Entered = { answer: null, buckets: {}, text: '', herd: null };

/** What a check says at one instant. */
export interface Verdict {
  /** 'waiting': too little has happened to say; neither the check nor its inverse passes. */
  readonly status: 'pass' | 'fail' | 'waiting';
  /** The first event that offends, to jump to; null where there is none. */
  readonly event: EventId | null;
  /** What was measured, in the unit of the check's bounds. */
  readonly value: number | null;
  /** While waiting for a window to fill: when it will be full. */
  readonly readyAt: SimTime | null;
  /** Where in the learner's text the matter lies, in UTF-16 code units. */
  readonly range: { readonly from: number; readonly to: number } | null;
}

const NONE = { event: null, value: null, readyAt: null, range: null } as const;

export function verdict(pass: boolean, about: Partial<Omit<Verdict, 'status'>> = {}): Verdict {
  return { ...NONE, ...about, status: pass ? 'pass' : 'fail' };
}

export function waiting(about: Partial<Omit<Verdict, 'status'>> = {}): Verdict {
  return { ...NONE, ...about, status: 'waiting' };
}

/** The opposite: what passed fails, and what failed passes. */
export function inverted(of: Verdict): Verdict {
  if (of.status === 'waiting') return of;
  return { ...of, status: of.status === 'pass' ? 'fail' : 'pass' };
}

export function inBounds(value: number, { atLeast = -Infinity, atMost = Infinity }: Bounds): boolean {
  return value >= atLeast && value <= atMost;
}
