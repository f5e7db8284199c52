/**
 * What survived and what it cost, lane by lane: the figures by which strategies against a bad network are judged. A fold
 * over the trace that reads each event once; each figure names the event that shows it, so that a page can point there.
 */
import type { SimTime } from '#base/time.ts';
import type { EventId } from './events.ts';
import type { Trace } from './log.ts';
import { LaneVerdictFold } from './verdict/lane-fold.ts';

/** One figure at one instant. */
export interface Figure {
  readonly value: number;
  /** The worst or the first offender, or `NO_EVENT` where nothing is amiss. */
  readonly event: EventId;
  /** It is not over at that instant: the value is what it has come to so far. */
  readonly open: boolean;
}

/** The figures, in the order in which they are told. Of each, less is better. */
export const FIGURE_IDS = [
  /** Published and passed over: a later message was delivered, or the client has stopped for good. */
  'lostDown',
  /** Published and neither delivered nor lost: it may still come. */
  'waiting',
  /** Lines of the user's that never reached the room and that nobody holds any more. */
  'lostUp',
  /** Messages that the client's code was handed again. */
  'duplicates',
  /** Lines that took effect at the server once more. */
  'repeated',
  /** Messages that were delivered after one that had been published later. */
  'reordered',
  /** Percentiles of the delay from publishing to delivery, by nearest rank, where there are enough to tell them apart. */
  'delayP50Us',
  'delayP95Us',
  'delayP99Us',
  /**
   * How long the client's code took a dead connection for alive, until it gave it up or it came back by itself; the
   * longest.
   */
  'detectUs',
  /** From the moment the line was whole again until the first delivery over it; the longest. */
  'recoverUs',
  /** The longest time in which new messages were there and none was delivered. */
  'worstGapUs',
  /** Connections begun. */
  'attempts',
  /** Octets of IP packets sent for heartbeats, scaled to an hour. */
  'heartbeatBytesPerHour',
  /** How often a heartbeat found the device's radio asleep, scaled to an hour. */
  'wakeUpsPerHour',
  /** How long heartbeats alone kept the device's radio on, scaled to an hour. */
  'radioOnUsPerHour',
  /** Octets of IP packets sent for acknowledgements of lines by the server's application. */
  'ackBytes',
  /** The most octets of WebSocket frames that were written and not yet handed to the network. */
  'peakUnsentBytes',
  /** Octets of all IP packets sent, both ways. */
  'wireBytes',
] as const;

export type FigureId = (typeof FIGURE_IDS)[number];

/** One lane's figures at one instant. Null is what does not apply: no trouble, no heartbeat, too little delivered. */
export type LaneVerdict = { readonly lane: number } & Readonly<Record<FigureId, Figure | null>>;

/** All lanes' figures at an instant. Going forward it reads only what is new; going back it starts over. */
export class VerdictBoard {
  readonly #trace: Trace;
  readonly #laneCount: number;
  #folds: readonly LaneVerdictFold[] = [];
  #read = 0;

  constructor(trace: Trace, laneCount: number) {
    this.#trace = trace;
    this.#laneCount = laneCount;
    this.#reset();
  }

  /** The figures after every event up to and including `t`. */
  at(t: SimTime): LaneVerdict[] {
    const count = this.#trace.countUntil(t);
    if (count < this.#read) this.#reset();
    for (; this.#read < count; this.#read++) {
      const event = this.#trace.at(this.#read);
      if (event.lane >= 0) this.#folds[event.lane]?.add(event);
      // What befalls the run befalls every lane.
      else for (const fold of this.#folds) fold.add(event);
    }
    return this.#folds.map((fold) => fold.at(t));
  }

  #reset(): void {
    this.#folds = Array.from(
      { length: this.#laneCount },
      (_, lane) => new LaneVerdictFold(this.#trace, lane),
    );
    this.#read = 0;
  }
}
