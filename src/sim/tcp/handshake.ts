/** Sending SYN or SYN-ACK until it is answered (RFC 9293 section 3.5; tcp_timer.c, inet_connection_sock.c). */
import type { SimTime } from '#base/time.ts';
import { NO_EVENT, type EventId, type Side } from '#trace/events.ts';
import type { Scheduler } from '../scheduler.ts';
import {
  ANSWER_EVERY_US,
  INITIAL_RTO,
  SYN_ACK_RETRIES,
  SYN_LINEAR_TIMEOUTS,
  SYN_RETRIES,
} from './constants.ts';
import { RetransmitTimer } from './retransmit-timer.ts';

export interface HandshakeHost {
  readonly scheduler: Scheduler;
  readonly lane: number;
  readonly side: Side;
  /** Puts the SYN or SYN-ACK on the wire; `original` is the first one's `segment.sent`. */
  transmit(why: 'syn' | 'rto', original: EventId): EventId;
  /** The timer fired: logs it and does `work` with it as the cause. */
  timerFired(timer: 'syn', since: SimTime, work: () => void): void;
  gaveUp(): void;
}

export class Handshake {
  /** How often the SYN or SYN-ACK was sent again. */
  retries = 0;
  /** The time-out in jiffies, backed off. */
  rto = INITIAL_RTO;
  readonly #host: HandshakeHost;
  readonly #timer: RetransmitTimer;
  #timeouts = 0;
  #first: EventId = NO_EVENT;
  #sentAt = 0;

  constructor(host: HandshakeHost) {
    this.#host = host;
    this.#timer = new RetransmitTimer(host.scheduler, host.lane, (_, since) => {
      host.timerFired('syn', since, () => {
        this.#timeOut();
      });
    });
  }

  begin(): void {
    this.#send('syn');
    this.#timer.set('syn', this.rto);
  }

  /** The client repeated its SYN: it did not get our answer (tcp_check_req; at most one answer in half a second). */
  answerAgain(): void {
    if (this.#host.scheduler.now - this.#sentAt < ANSWER_EVERY_US) return;
    this.retries++;
    this.#send('syn');
    this.#timer.set('syn', this.rto);
  }

  /** The answer is here. Returns the round trip in microseconds, or null when it is ambiguous (Karn). */
  done(): number | null {
    this.#timer.clear();
    return this.retries === 0 ? this.#host.scheduler.now - this.#sentAt : null;
  }

  stop(): void {
    this.#timer.clear();
  }

  #timeOut(): void {
    const client = this.#host.side === 'client';
    // tcp_syn_linear_timeouts: the first of a client's retries come a second apart. RFC 6298 doubles from the start.
    const linear = client ? SYN_LINEAR_TIMEOUTS : 0;
    if (this.#timeouts >= (client ? SYN_RETRIES + linear : SYN_ACK_RETRIES)) {
      this.#timer.clear();
      this.#host.gaveUp();
      return;
    }
    this.#timeouts++;
    this.retries++;
    if (this.#timeouts > linear) this.rto *= 2;
    this.#send('rto');
    this.#timer.set('syn', this.rto);
  }

  #send(why: 'syn' | 'rto'): void {
    this.#sentAt = this.#host.scheduler.now;
    const id = this.#host.transmit(why, this.#first);
    if (this.#first === NO_EVENT) this.#first = id;
  }
}
