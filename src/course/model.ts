/**
 * What a lesson is, once its files are read: plain data without a parser behind it. Times are virtual milliseconds.
 * The format of the files is described in docs/authoring.md.
 */
import type { Locale } from '#words/locale.ts';
import type { Direction, MsgId, Side } from '#trace/events.ts';
import type { BackoffOptions, HerdChoice } from '#lab/herd/options.ts';
import type { Feed, LaneSpec, TransportId } from '#lab/recipe.ts';
import type { SettingKey } from '#lab/settings.ts';
import type { Check, EventMatch, LaneId } from './checks/check.ts';
import type { Block } from './prose.ts';

export type LessonId = string;
export type StepId = string;

/** A lesson's place in the course. */
export interface CourseEntry {
  readonly id: LessonId;
  /** Lessons to take before this one. */
  readonly requires: readonly LessonId[];
}

export interface CourseSection {
  readonly id: string;
  readonly title: Readonly<Record<Locale, string>>;
  readonly lessons: readonly CourseEntry[];
}

/** The order of all lessons. */
export interface Course {
  readonly sections: readonly CourseSection[];
}

export interface GlossaryTerm {
  readonly id: string;
  readonly name: Readonly<Record<Locale, string>>;
  /** One sentence. */
  readonly definition: Readonly<Record<Locale, string>>;
}

export type Glossary = ReadonlyMap<string, GlossaryTerm>;

/** The transports; also the ids of lanes that are nothing but one of them. */
export const TRANSPORT_IDS = ['polling', 'longpoll', 'sse', 'ws'] as const satisfies readonly TransportId[];

/** The drawer's panels. */
export const PANEL_IDS = [
  'scoreboard',
  'survival',
  'verdict',
  'network',
  'feed',
  'events',
  'inspector',
  'layers',
  'run',
] as const;
export type PanelId = (typeof PANEL_IDS)[number];

/** What a learner may be given to change. */
export const CONTROL_IDS = [
  'play',
  'speed',
  'interval',
  'hold',
  'cursor',
  'heartbeat',
  'patience',
  'ids',
  'retry',
  'history',
  'latency',
  'jitter',
  'loss',
  'rate',
  'cut',
  'network',
  'path',
  'publish',
  'say',
] as const;
export type ControlId = (typeof CONTROL_IDS)[number];

/** Something done to the run at a virtual time, by the scene's script or by the learner. */
export type RunAction = { readonly atMs: number } & (
  | { readonly kind: 'set'; readonly set: Readonly<Partial<Record<SettingKey, number>>> }
  | { readonly kind: 'cut'; readonly ms: number; readonly direction: Direction | 'both' }
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'publish'; readonly count: number; readonly everyMs: number }
  | { readonly kind: 'reset' | 'forget'; readonly side: Side }
  /** The server goes away for so long. */
  | { readonly kind: 'restart'; readonly ms: number }
  | {
      readonly kind: 'lose';
      readonly lane: LaneId;
      readonly direction: Direction;
      /** Number of the packet in its lane and direction, from 0. */
      readonly n: number;
    }
);

/** Something the learner put into the lesson itself. */
export type InputAction =
  | { readonly kind: 'answer'; readonly option: string }
  /** Which bucket each item was put into. */
  | { readonly kind: 'sort'; readonly buckets: Readonly<Record<string, string>> }
  | { readonly kind: 'write'; readonly text: string }
  /** How a herd's clients wait from now on. */
  | { readonly kind: 'wait'; readonly policy: Partial<BackoffOptions> };

export type Action = RunAction | InputAction;

/** The run under a step. */
export interface StepScenario {
  readonly lanes: readonly LaneSpec[];
  readonly seed: number;
  /** What differs from the defaults. */
  readonly settings: Readonly<Partial<Record<SettingKey, number>>>;
  readonly feed: Feed;
  /** When the feed stops; null: never. */
  readonly feedUntilMs: number | null;
  /** The script of the scene. */
  readonly script: readonly RunAction[];
  /** The learner enters at this instant; what was before is played at once. */
  readonly startAtMs: number;
  readonly autoplay: boolean;
  /** Virtual seconds in one real second. */
  readonly speed: number;
}

/** Where the learner should look: an event of the trace, or a message. */
export type Focus =
  | { readonly kind: 'message'; readonly lane: LaneId | null; readonly msg: MsgId }
  /** The `nth` such event, from 1. */
  | { readonly kind: 'event'; readonly match: EventMatch; readonly nth: number };

/** When something ends: at a virtual time, or at the `nth` such event. */
export type Until =
  | { readonly kind: 'time'; readonly ms: number }
  | { readonly kind: 'event'; readonly match: EventMatch; readonly nth: number };

/** What a learner may change of how a herd's clients wait, and the option behind it. */
export const HERD_KNOBS = {
  wait: 'reconnect',
  first: 'reconnectMs',
  cap: 'reconnectCapMs',
  jitter: 'jitter',
  stable: 'stableMs',
} as const satisfies Record<string, keyof BackoffOptions>;
export type HerdKnob = keyof typeof HERD_KNOBS;

/** Many clients that come back to one server: their picture stands in the place of the lanes. */
export interface HerdStage {
  readonly choice: HerdChoice;
  readonly may: readonly HerdKnob[];
}

interface StepCommon {
  readonly id: StepId;
  readonly scenario: StepScenario;
  readonly panel: PanelId | null;
  readonly focus: Focus | null;
  readonly controls: readonly ControlId[];
  /** Null: the lanes are shown. */
  readonly herd: HerdStage | null;
}

/** Prose, and the stage as it is. */
export interface ReadStep extends StepCommon {
  readonly kind: 'read';
}

/** Plays to `until`. */
export interface WatchStep extends StepCommon {
  readonly kind: 'watch';
  readonly until: Until;
}

/** Asks first, locks the answer, then plays the reveal. */
export interface PredictStep extends StepCommon {
  readonly kind: 'predict';
  readonly options: readonly string[];
  readonly answer: string;
  readonly reveal: {
    /** The run that shows it: the step's own with what differs. */
    readonly scenario: StepScenario;
    readonly until: Until;
    readonly focus: Focus | null;
    /** The herd that shows it; null: the run does. */
    readonly herd: HerdChoice | null;
  };
}

/** Each item belongs into one bucket. */
export interface SortStep extends StepCommon {
  readonly kind: 'sort';
  readonly buckets: readonly string[];
  /** The right bucket of each item, in the order of the items. */
  readonly items: Readonly<Record<string, string>>;
}

/** The learner types text, and a parser reads it. */
export interface WriteStep extends StepCommon {
  readonly kind: 'write';
  readonly format: 'sse';
  /** What stands in the field at first. */
  readonly starter: string;
  readonly checks: readonly Check[];
}

/** The learner brings the run into a state that the checks describe. */
export interface TaskStep extends StepCommon {
  readonly kind: 'task';
  /** How long an attempt is given when the lesson is played without a learner. */
  readonly withinMs: number;
  readonly checks: readonly Check[];
}

/** The learner chooses how a herd's clients wait until the herd is as the checks describe. */
export interface HerdStep extends StepCommon {
  readonly kind: 'herd';
  readonly herd: HerdStage;
  readonly checks: readonly Check[];
}

/** The learner may do anything that the controls allow. */
export interface SandboxStep extends StepCommon {
  readonly kind: 'sandbox';
}

export type Step =
  ReadStep | WatchStep | PredictStep | SortStep | WriteStep | TaskStep | HerdStep | SandboxStep;
export type StepKind = Step['kind'];

/** A line with an id: an option, a bucket, an item to sort, or what a check requires. */
export interface Line {
  readonly text: readonly Block[];
  /** Shown when it was chosen wrongly, or when the check fails. Empty when there is none. */
  readonly feedback: readonly Block[];
}

export interface StepProse {
  readonly title: string;
  readonly blocks: readonly Block[];
  readonly lines: ReadonlyMap<string, Line>;
}

/** A lesson's words in one language. */
export interface LessonProse {
  readonly title: string;
  /** What the learner can do afterwards, in one sentence. */
  readonly objective: readonly Block[];
  readonly steps: ReadonlyMap<StepId, StepProse>;
  /** For the teacher only; never on a projected page. */
  readonly teacher: readonly Block[];
  readonly sources: readonly Block[];
}

/** A wrong attempt, and the check whose feedback it must get. */
export interface NearMiss {
  readonly id: string;
  readonly hint: string;
  readonly actions: readonly Action[];
}

export interface Lesson {
  readonly id: LessonId;
  readonly minutes: number;
  readonly steps: readonly Step[];
  readonly prose: Readonly<Record<Locale, LessonProse>>;
  /** By step: what passes it. */
  readonly solution: ReadonlyMap<StepId, readonly Action[]>;
  /** By step: what almost passes it. */
  readonly nearMisses: ReadonlyMap<StepId, readonly NearMiss[]>;
}
