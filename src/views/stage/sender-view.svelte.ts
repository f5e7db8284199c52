/** Which side's sender the strip shows, and its history: read from the trace only once the strip is open. */
import type { Direction } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';
import { SendState, type SendStep } from '#trace/send-state.ts';
import type { SenderPicture } from './sender-strip.ts';

export class SenderView {
  dir: Direction = $state('down');
  #history: SendState | null = null;
  #trace: Trace | null = null;

  /** The steps of a lane's sender, and of the line's queue, over [from, to] in microseconds. */
  over(trace: Trace, lane: number, from: number, to: number): Pick<SenderPicture, 'senders' | 'queue'> {
    const history = this.#of(trace, lane);
    return { senders: history.within(from, to), queue: history.queue(from, to) };
  }

  at(trace: Trace, lane: number, t: number): { readonly now: SendStep | null; readonly queued: number } {
    const history = this.#of(trace, lane);
    return { now: history.at(t), queued: history.queuedAt(t) };
  }

  /** The history, up to what the trace has now. */
  #of(trace: Trace, lane: number): SendState {
    if (
      !this.#history ||
      this.#trace !== trace ||
      this.#history.lane !== lane ||
      this.#history.dir !== this.dir
    )
      this.#history = new SendState(trace, lane, this.dir);
    this.#trace = trace;
    this.#history.extend();
    return this.#history;
  }
}
