/** What the stage and the narrator have to say: facts in, sentences out. Numbers arrive as numbers, with their unit. */
import type { sender } from './sender.en.ts';
import type { RegionWords } from './types-region.ts';

/** A lane by its transport; `ws-bare` is a WebSocket whose client does nothing against a bad network. */
export type LaneKind = 'polling' | 'longpoll' | 'sse' | 'ws' | 'ws-bare';

/** What a surviving client does while its connection is not simply open. */
export type PhaseKind = 'connecting' | 'suspect' | 'waiting' | 'offline' | 'closed';

/** A rule by which a segment died. */
export type LossRule = 'random' | 'burst' | 'corrupt' | 'outage' | 'queue' | 'picked' | 'forgotten';

/** Kinds of protocol data unit, as in the trace. */
export type UnitKind =
  | 'tls.client-hello'
  | 'tls.server-flight'
  | 'tls.finished'
  | 'http.request'
  | 'http.response'
  | 'http.head'
  | 'sse.event'
  | 'sse.comment'
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
      /** The line duplicated it. */
      readonly twice: boolean;
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
  readonly sender: typeof sender;
  readonly lane: Readonly<Record<LaneKind, string>>;
  /** Beside the rails, where there is little room. */
  readonly laneLabel: Readonly<Record<LaneKind, string>>;
  /** Under the name of the lane: how it asks. */
  /** What a lane does, in a few words; 'closed' when its API object is. */
  laneNote(lane: LaneKind | 'closed', intervalUs: number): string;
  /** What a surviving client does about its connection, in a few words; `leftUs` is how long it still waits. */
  phaseNote(phase: PhaseKind, leftUs: number | null): string;
  readonly client: string;
  readonly server: string;
  /** Above a poll that brought nothing. */
  readonly empty: string;
  readonly region: RegionWords;
  /** At the handle between two polls. */
  interval(us: number): string;
  intervalHandle: string;
  /** A setting that was changed, or null when it has no name here. */
  change(key: string, value: number): string | null;
  /** What happens to a host, in a few words. */
  readonly mishap: Readonly<Record<Mishap, string>>;
  said: string;
  /** A message's number beside its mark; short. */
  msgLabel(msg: string): string;
  card(fact: StageFact): string;
  /** An excerpt of a message, in quotation marks. */
  quote(text: string): string;
  /** In a window in which nothing happens. */
  readonly nothingHere: string;
  /** The playhead's instant and what is nearest to it. */
  at(time: string, what: string): string;
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

/** What polling has of a message that others have. */
export type PollingSide =
  /** It has it too, after so long. */
  | { readonly kind: 'has'; readonly delayUs: number }
  /** Not before this instant, which is still ahead. */
  | { readonly kind: 'at'; readonly atUs: number }
  | { readonly kind: 'not-yet' };

/** The longest part of a late delay that somebody can be told about. */
export type LatePart = 'pollWait' | 'reRequest' | 'setup' | 'proxy' | 'sendQueue' | 'lossRepair';

/** What the narrator may tell. Every number is read from the trace, or follows from the fixed rate of polling. */
/** What may happen to a host: the server's process restarts, the client's computer sleeps. */
export type Mishap = 'restart' | 'sleep';

export type NarratorFact =
  | { readonly kind: 'cut' }
  | { readonly kind: 'restored'; readonly forUs: number }
  /** The first lane that got something after the line was back. */
  | { readonly kind: 'back'; readonly lane: LaneKind; readonly afterUs: number; readonly msg: string }
  | { readonly kind: 'forked'; readonly atUs: number }
  | { readonly kind: 'changed'; readonly key: string; readonly value: number }
  | { readonly kind: 'mishap'; readonly what: Mishap; readonly forMs: number }
  | { readonly kind: 'said' }
  /** A message came late, and a cut of the line fell into its delay. */
  | {
      readonly kind: 'cut-late';
      readonly lane: LaneKind;
      readonly msg: string;
      readonly delayUs: number;
      /** How much of the delay the line was cut. */
      readonly cutUs: number;
      /** How long it took once the line was back. */
      readonly afterUs: number;
    }
  /** A message came late, a packet had to be repaired, and this part of the delay is the longest. */
  | {
      readonly kind: 'late';
      readonly lane: LaneKind;
      readonly msg: string;
      readonly delayUs: number;
      readonly part: LatePart;
      readonly partUs: number;
    }
  /** A message was there, but TCP kept it until an earlier packet had been sent again. */
  | { readonly kind: 'held-up'; readonly lane: LaneKind; readonly msg: string; readonly heldUs: number }
  | { readonly kind: 'lost'; readonly lane: LaneKind; readonly msg: string | null; readonly up: boolean }
  /** A middlebox did something to a lane's connection. */
  | {
      readonly kind: 'box';
      readonly lane: LaneKind;
      readonly what: 'held' | 'closed' | 'answered-504' | 'stripped' | 'forgot';
    }
  /** A surviving client does something about its connection. */
  | {
      readonly kind: 'phase';
      readonly lane: LaneKind;
      /** It asks for a sign of life; got none, and gives the connection up; has lost it; waits for the browser. */
      readonly what: 'suspects' | 'gives-up' | 'retries' | 'offline';
      /** Until its next attempt; null where nothing is waited for. */
      readonly forUs: number | null;
    }
  | {
      readonly kind: 'polled';
      readonly lane: LaneKind;
      readonly msgs: readonly string[];
      /** How long the first of them took. */
      readonly delayUs: number;
    }
  | {
      readonly kind: 'first';
      /** All that have it at the same time. */
      readonly lanes: readonly LaneKind[];
      readonly msg: string;
      readonly delayUs: number;
      /** Null when polling is among them, or not in the run. */
      readonly polling: PollingSide | null;
    }
  | { readonly kind: 'empty'; readonly lane: LaneKind; readonly bytes: number }
  /** Sums up to an instant; `atUs` is a whole second. */
  | {
      readonly kind: 'requests';
      readonly atUs: number;
      readonly a: LaneKind;
      readonly aCount: number;
      readonly b: LaneKind;
      readonly bCount: number;
    }
  | { readonly kind: 'empties'; readonly atUs: number; readonly empty: number; readonly requests: number }
  | {
      readonly kind: 'means';
      readonly a: LaneKind;
      readonly aUs: number;
      readonly b: LaneKind;
      readonly bUs: number;
    }
  | {
      readonly kind: 'bytes';
      readonly atUs: number;
      readonly a: LaneKind;
      readonly aBytes: number;
      readonly b: LaneKind;
      readonly bBytes: number;
    }
  | { readonly kind: 'none-gone'; readonly atUs: number; readonly packets: number }
  /** After a jump: only what is shown. */
  | {
      readonly kind: 'instant';
      readonly atUs: number;
      readonly published: number;
      readonly lanes: readonly { readonly lane: LaneKind; readonly delivered: number }[];
    };

export interface NarratorWords {
  /** Before anything has happened. */
  readonly start: string;
  line(fact: NarratorFact): string;
}
