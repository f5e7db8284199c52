/**
 * Keep-alive: probes on a connection that has been silent, and its end when none is answered (RFC 9293 section 3.8.4;
 * tcp_keepalive_timer in tcp_timer.c).
 */
import type { SimTime } from '#base/time.ts';
import type { Scheduled, Scheduler } from '../scheduler.ts';
import { JIFFY_US, toJiffies, wheelExpiry } from './timer-wheel.ts';

/** tcp_keepalive_probes: so many unanswered ones are enough. */
const PROBES = 9;

export interface KeepAliveHost {
  readonly scheduler: Scheduler;
  readonly lane: number;
  /** Something is sent and not acknowledged, or waits to be sent: then retransmission finds out. */
  busy(): boolean;
  /** The timer fired: logs it and does `work` with it as the cause. */
  timerFired(timer: 'keepalive', since: SimTime, work: () => void): void;
  probe(): void;
  gaveUp(): void;
}

export class KeepAlive {
  readonly #host: KeepAliveHost;
  /** Silence before the first probe, and between probes (TCP_KEEPIDLE and TCP_KEEPINTVL), in jiffies; 0 is never. */
  readonly #every: number;
  #timer: Scheduled | null = null;
  /** When the peer was last heard (rcv_tstamp, lrcvtime). */
  #heardAt = 0 as SimTime;
  /** Probes since (icsk_probes_out). */
  #probes = 0;

  /** `everyMs`: as Chromium sets both, the time before the first probe is that between probes. */
  constructor(host: KeepAliveHost, everyMs: number) {
    this.#host = host;
    this.#every = toJiffies(everyMs * 1000);
  }

  /** The connection is established. */
  begin(): void {
    this.heard();
    if (this.#every > 0) this.#wait(this.#every);
  }

  /** Data or an acknowledgement has come. */
  heard(): void {
    this.#heardAt = this.#host.scheduler.now;
    this.#probes = 0;
  }

  stop(): void {
    this.#timer?.cancel();
  }

  #wait(jiffies: number): void {
    const { scheduler, lane } = this.#host;
    this.#timer = scheduler.at(wheelExpiry(scheduler.now, jiffies), lane, () => {
      this.#fired();
    });
  }

  #fired(): void {
    const { scheduler } = this.#host;
    const silent = Math.floor((scheduler.now - this.#heardAt) / JIFFY_US);
    if (this.#host.busy()) this.#wait(this.#every);
    else if (silent < this.#every) this.#wait(this.#every - silent);
    else
      this.#host.timerFired('keepalive', this.#heardAt, () => {
        this.#probe();
      });
  }

  #probe(): void {
    if (this.#probes >= PROBES) {
      this.#host.gaveUp();
      return;
    }
    this.#probes++;
    this.#host.probe();
    this.#wait(this.#every);
  }
}
