/** What the browser tells the page about its network and its visibility (HTML sections 9.3.1 and 6.2). */
import type { PageLike } from '#clients/api.ts';
import type { EventOf } from '#trace/events.ts';
import { settle, type LaneContext } from '../lane-context.ts';

type Signal = EventOf<'client.signal'>['signal'];

export class LanePage extends EventTarget implements PageLike {
  onLine = true;
  visibilityState: 'visible' | 'hidden' = 'visible';
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

  #apply(signal: Signal): boolean {
    const { onLine, visibilityState } = this;
    if (signal === 'online' || signal === 'offline') this.onLine = signal === 'online';
    else this.visibilityState = signal;
    return this.onLine !== onLine || this.visibilityState !== visibilityState;
  }
}
