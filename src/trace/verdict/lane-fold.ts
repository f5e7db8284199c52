/** One lane's verdict: what each part of it has seen. */
import type { SimTime } from '#base/time.ts';
import { NO_EVENT, type TraceEvent } from '../events.ts';
import type { Trace } from '../log.ts';
import type { Figure, LaneVerdict } from '../verdict.ts';
import { Deliveries } from './deliveries.ts';
import { Detection } from './detection.ts';
import { Lines } from './lines.ts';
import { Recovery } from './recovery.ts';
import { SendBuffer } from './send-buffer.ts';
import { UnitSorter } from './unit-sorter.ts';
import { Upkeep } from './upkeep.ts';

export class LaneVerdictFold {
  readonly #lane: number;
  readonly #sorter: UnitSorter;
  readonly #deliveries = new Deliveries();
  readonly #lines = new Lines();
  readonly #detection: Detection;
  readonly #recovery: Recovery;
  readonly #upkeep: Upkeep;
  readonly #buffer = new SendBuffer();
  #attempts: Figure = { value: 0, event: NO_EVENT, open: false };

  constructor(trace: Trace, lane: number) {
    this.#lane = lane;
    this.#sorter = new UnitSorter(trace);
    this.#detection = new Detection(trace);
    this.#recovery = new Recovery(trace);
    this.#upkeep = new Upkeep(trace);
  }

  add(event: TraceEvent): void {
    const use = event.type === 'pdu.sent' ? this.#sorter.sort(event) : 'other';
    // Before the delivery counts: what was missing until then.
    this.#recovery.add(event, this.#deliveries.missingSince);
    this.#deliveries.add(event);
    this.#lines.add(event);
    this.#detection.add(event, use);
    this.#upkeep.add(event, use);
    this.#buffer.add(event);
    if (event.type === 'conn.opening')
      this.#attempts = { value: this.#attempts.value + 1, event: event.id, open: false };
  }

  at(now: SimTime): LaneVerdict {
    return {
      lane: this.#lane,
      ...this.#deliveries.at(now),
      ...this.#lines.at(),
      detectUs: this.#detection.at(now),
      recoverUs: this.#recovery.at(now, this.#deliveries.missingSince),
      ...this.#upkeep.at(now),
      attempts: this.#attempts,
      peakUnsentBytes: this.#buffer.at(),
    };
  }
}
