/**
 * How many packets of one direction wait for the line's rate. When a packet is sent it is known how long it will wait:
 * the line serves in order. Its arrival then says it exactly (`queueUs`), also where the line had duplicated it.
 */
import { us } from '#base/time.ts';
import type { LinkParams } from '#netem/model.ts';
import type { EventId, EventOf } from './events.ts';
import { countUpTo } from './steps.ts';

/** So many packets wait from `t` on, in microseconds. */
export interface QueueStep {
  readonly t: number;
  readonly packets: number;
}

export class LineQueue {
  /** Of each packet that met a limited rate: when it was sent, and until when it waited. Sent in order. */
  readonly #sent: number[] = [];
  readonly #until: number[] = [];
  #underWay = new Map<EventId, number>();
  #longestUs = 0;
  #link: LinkParams | null = null;
  #busyUntil = 0;

  setLink(link: LinkParams): void {
    this.#link = link;
  }

  send({ id, t, due, wireBytes }: EventOf<'segment.sent'>): void {
    const link = this.#link;
    if (!link || link.rateKbit === 0) return;
    // Lost at once or in the middle of the way, or overtaking: such a packet does not take the line's time.
    if (due === t || due === t + us(link.delayMs * 500)) return;
    const start = Math.max(t, this.#busyUntil);
    this.#busyUntil = start + us((wireBytes * 8000) / link.rateKbit);
    this.#underWay.set(id, this.#sent.length);
    this.#sent.push(t);
    this.#until.push(start);
    this.#longestUs = Math.max(this.#longestUs, start - t);
  }

  receive({ sent, queueUs, serializationUs }: EventOf<'segment.received'>): void {
    const place = this.#underWay.get(sent);
    if (place === undefined) return;
    this.#underWay.delete(sent);
    const start = (this.#sent[place] ?? 0) + queueUs;
    this.#until[place] = start;
    this.#busyUntil = Math.max(this.#busyUntil, start + serializationUs);
    this.#longestUs = Math.max(this.#longestUs, queueUs);
  }

  lose({ sent }: EventOf<'segment.lost'>): void {
    this.#underWay.delete(sent);
  }

  /** How many wait at `t`, in microseconds. */
  at(t: number): number {
    return this.within(t, t).at(-1)?.packets ?? 0;
  }

  /** The steps that hold somewhere in [from, to], in microseconds; empty when nobody waits. */
  within(from: number, to: number): QueueStep[] {
    const edges: { readonly t: number; readonly by: 1 | -1 }[] = [];
    const stop = countUpTo(this.#sent, to);
    for (let i = countUpTo(this.#sent, from - this.#longestUs - 1); i < stop; i++) {
      const [t, until] = [this.#sent[i] ?? 0, this.#until[i] ?? 0];
      if (until > t && until > from) edges.push({ t, by: 1 }, { t: until, by: -1 });
    }
    edges.sort((a, b) => a.t - b.t);
    const steps: QueueStep[] = [];
    let packets = 0;
    for (const { t, by } of edges) {
      if (t > to) break;
      packets += by;
      if (steps.at(-1)?.t === t) steps.pop();
      steps.push({ t, packets });
    }
    return steps;
  }
}
