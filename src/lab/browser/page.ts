/** What the browser tells the page about its network and its visibility (HTML sections 9.3.1 and 6.2). */
import { minus, toMs, ZERO, type SimTime } from '#base/time.ts';
import type { PageLike } from '#clients/api.ts';
import type { Scheduled } from '#sim/scheduler.ts';
import type { EventOf } from '#trace/events.ts';
import { settle, virtualTimeout, type LaneContext } from '../lane-context.ts';

type Signal = EventOf<'client.signal'>['signal'];

export class LanePage extends EventTarget implements PageLike {
  onLine = true;
  visibilityState: 'visible' | 'hidden' = 'visible';
  /** The computer sleeps until then: what is due earlier has to wait. */
  asleepUntil: SimTime = ZERO;
  readonly #context: LaneContext;

  constructor(context: LaneContext) {
    super();
    this.#context = context;
  }

  /** Fires the event, unless the page has been told so already. */
  signal(signal: Signal): void {
    if (!this.#apply(signal)) return;
    const { sink, scheduler, lane } = this.#context;
    sink.cause = sink.append({ type: 'client.signal', t: scheduler.now, lane, signal });
    const type = signal === 'online' || signal === 'offline' ? signal : 'visibilitychange';
    this.dispatchEvent(new Event(type));
    settle(this.#context, `${type} event`);
  }

  /**
   * A timer of the browser's. One that comes due while the computer sleeps fires when it wakes, as under Windows, whose
   * clock goes on meanwhile; those of Linux and macOS stand still, and such a timer is late by the whole sleep.
   */
  timeout(delayMs: number, callback: () => void): Pick<Scheduled, 'cancel'> {
    const fire = (): void => {
      const sleepMs = toMs(minus(this.asleepUntil, this.#context.scheduler.now));
      if (sleepMs > 0) work = virtualTimeout(this.#context, sleepMs, fire);
      else callback();
    };
    let work = virtualTimeout(this.#context, delayMs, fire);
    return {
      cancel: () => {
        work.cancel();
      },
    };
  }

  /** Does what the browser does by itself: now, or when the computer wakes. */
  whenAwake(work: () => void): void {
    const { scheduler, lane } = this.#context;
    if (this.asleepUntil > scheduler.now) scheduler.at(this.asleepUntil, lane, work);
    else work();
  }

  #apply(signal: Signal): boolean {
    const { onLine, visibilityState } = this;
    if (signal === 'online' || signal === 'offline') this.onLine = signal === 'online';
    else this.visibilityState = signal;
    return this.onLine !== onLine || this.visibilityState !== visibilityState;
  }
}
