/** What the stage and the narrator have to say: facts in, sentences out. Numbers arrive as numbers, with their unit. */

export type LaneKind = 'polling' | 'longpoll' | 'sse' | 'ws';

/** A rule by which a segment died. */
export type LossRule = 'random' | 'burst' | 'corrupt' | 'outage' | 'queue' | 'picked';

/** Kinds of protocol data unit, as in the trace. */
export type UnitKind =
  | 'http.request'
  | 'http.response'
  | 'http.head'
  | 'sse.event'
  | 'http.last-chunk'
  | 'ws.request'
  | 'ws.response'
  | 'ws.frame';

/** What the card beside a mark tells. */
export type StageFact =
  | { readonly kind: 'published'; readonly msg: string; readonly atUs: number }
  | {
      readonly kind: 'delivered';
      readonly lane: LaneKind;
      readonly msg: string;
      readonly delayUs: number;
      /** How much of it is more than the one-way time. */
      readonly lateUs: number;
    }
  | { readonly kind: 'waiting'; readonly lane: LaneKind; readonly msg: string; readonly sinceUs: number }
  | {
      readonly kind: 'unit';
      readonly unit: UnitKind;
      readonly up: boolean;
      readonly bytes: number;
      readonly msgs: readonly string[];
      /** It answers a poll and brings nothing. */
      readonly empty: boolean;
      /** From its first octet sent to its last one received; null while it is under way. */
      readonly tookUs: number | null;
    }
  | {
      readonly kind: 'segment';
      readonly what: 'syn' | 'data' | 'ack' | 'fin' | 'rst';
      readonly up: boolean;
      readonly seq: number;
      readonly len: number;
      readonly wireBytes: number;
      readonly again: boolean;
      readonly tookUs: number | null;
    }
  | {
      readonly kind: 'lost';
      readonly rule: LossRule;
      readonly up: boolean;
      readonly msgs: readonly string[];
      /** How long until TCP sent it again; null when it has not. */
      readonly resentAfterUs: number | null;
    }
  | { readonly kind: 'held'; readonly forUs: number; readonly answered: boolean };

export interface StageWords {
  readonly lane: Readonly<Record<LaneKind, string>>;
  /** Under the name of the lane: how it asks. */
  laneNote(lane: LaneKind, intervalUs: number): string;
  readonly client: string;
  readonly server: string;
  /** Above a poll that brought nothing. */
  readonly empty: string;
  /** On a hatched region; null while it goes on. */
  lineCut(forUs: number | null): string;
  /** At the handle between two polls. */
  interval(us: number): string;
  intervalHandle: string;
  /** A setting that was changed, or null when it has no name here. */
  change(key: string, value: number): string | null;
  said: string;
  card(fact: StageFact): string;
  readonly lose: string;
  readonly loseHint: string;
  /** Name of the time control, and how it is used. */
  readonly stageLabel: string;
  readonly stageHint: string;
  /** The picture in one sentence: how many of the published messages each lane has. */
  summary(
    published: number,
    lanes: readonly { readonly lane: LaneKind; readonly delivered: number }[],
  ): string;
  /** On a button that opens a lane on the phone. */
  openLane(lane: LaneKind): string;
}

/** What the narrator may tell. Every number is read from the trace, or follows from the fixed rate of polling. */
export type NarratorFact =
  | { readonly kind: 'cut' }
  | { readonly kind: 'restored'; readonly forUs: number }
  /** The first lane that got something after the line was back. */
  | { readonly kind: 'back'; readonly lane: LaneKind; readonly afterUs: number; readonly msg: string }
  | { readonly kind: 'forked'; readonly atUs: number }
  | { readonly kind: 'changed'; readonly key: string; readonly value: number }
  | { readonly kind: 'said' }
  /** A message came late because its packet was lost and sent again. */
  | {
      readonly kind: 'repaired';
      readonly lane: LaneKind;
      readonly msg: string;
      readonly resentAfterUs: number;
      readonly delayUs: number;
    }
  /** A message was there, but TCP kept it until an earlier packet had been sent again. */
  | { readonly kind: 'held-up'; readonly lane: LaneKind; readonly msg: string; readonly heldUs: number }
  | { readonly kind: 'lost'; readonly lane: LaneKind; readonly msg: string | null; readonly up: boolean }
  | {
      readonly kind: 'polled';
      readonly lane: LaneKind;
      readonly first: string;
      readonly last: string;
      readonly count: number;
      /** How long the first of them waited. */
      readonly delayUs: number;
    }
  | {
      readonly kind: 'first';
      readonly lane: LaneKind;
      readonly msg: string;
      readonly delayUs: number;
      /** When polling can show it at the earliest, or null when that is not fixed yet. */
      readonly pollAtUs: number | null;
    }
  | { readonly kind: 'empty'; readonly lane: LaneKind; readonly bytes: number };

export interface NarratorWords {
  /** Before anything has happened. */
  readonly start: string;
  line(fact: NarratorFact): string;
}
