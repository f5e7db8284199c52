/**
 * When to acknowledge (RFC 5681 section 4.2; tcp_ack_snd_check, tcp_event_data_recv, tcp_cleanup_rbuf): at once while
 * the stream looks one-way, up to 40 ms later where an answer is likely to carry the acknowledgement ("ping-pong").
 */
import type { SimTime } from '#base/time.ts';
import type { Scheduled, Scheduler } from '../scheduler.ts';
import {
  COMPRESSED_ACK_US,
  DELAYED_ACK_MAX,
  DELAYED_ACK_MIN,
  MAX_QUICK_ACKS,
  MSS,
  MSS_DEFAULT,
  RECEIVE_WINDOW,
  REORDERING,
} from './constants.ts';
import type { RttEstimator } from './rtt.ts';
import { jiffiesAt, toJiffies, wheelExpiry } from './timer-wheel.ts';

/** Half a second in jiffies: the longest delay outside of ping-pong. */
const MAX_ATO = 125;

export interface DelayedAckHost {
  readonly scheduler: Scheduler;
  readonly lane: number;
  readonly rtt: RttEstimator;
  /** Sends the acknowledgement that was put off. */
  sendAck(): void;
}

export class DelayedAck {
  readonly #host: DelayedAckHost;
  /** An acknowledgement is due, and must not wait (ICSK_ACK_SCHED, ICSK_ACK_NOW). */
  #due = false;
  #urgent = false;
  /** Short segments since the last acknowledgement (ICSK_ACK_PUSHED, ICSK_ACK_PUSHED2). */
  #pushed = 0;
  /** Acknowledgements that are to be sent at once. */
  #quick = 0;
  /** Answers follow data: acknowledgements may ride on them. */
  #pingPong = false;
  /** The delay in jiffies, from the gaps between segments; 0 before the first. */
  #ato = 0;
  #lastReceived: number;
  #mss = MSS_DEFAULT;
  #lastLen = 0;
  #timer: Scheduled | null = null;
  #timerJiffies = 0;
  /** Acknowledgements of segments ahead of a gap: the first three at once, more are bundled. */
  #gapAcks = 0;
  #gapAt = -1;
  #compressed: Scheduled | null = null;

  constructor(host: DelayedAckHost) {
    this.#host = host;
    this.#lastReceived = this.#now;
  }

  /** In-order payload arrived (tcp_event_data_recv). */
  received(len: number, push: boolean): void {
    this.#due = true;
    this.#measure(len, push);
    const now = this.#now;
    if (this.#ato === 0) {
      this.#beQuick();
      this.#ato = DELAYED_ACK_MIN;
    } else {
      const gap = now - this.#lastReceived;
      if (gap <= DELAYED_ACK_MIN / 2) this.#ato = (this.#ato >> 1) + DELAYED_ACK_MIN / 2;
      else if (gap < this.#ato) this.#ato = Math.min((this.#ato >> 1) + gap, this.#host.rtt.rto);
      else if (gap > this.#host.rtt.rto) this.#beQuick();
    }
    this.#lastReceived = now;
  }

  /** Payload came twice: the sender waits for news (tcp_enter_quickack_mode). */
  duplicate(): void {
    this.#due = true;
    this.#beQuick();
    this.#pingPong = false;
    this.#ato = DELAYED_ACK_MIN;
  }

  /** Payload ahead of a gap arrived. */
  ahead(): void {
    this.#due = true;
  }

  /** The gap is filled: the sender should know (RFC 5681 section 4.2). */
  filled(): void {
    this.#urgent = true;
  }

  /** The peer's FIN arrived: the answer is likely to be ours (tcp_fin). */
  ended(): void {
    this.#due = true;
    this.#pingPong = true;
  }

  /** Payload was sent; shortly after some was received that looks like an answer (tcp_event_data_sent). */
  dataSent(): void {
    if (this.#now - this.#lastReceived < this.#ato) this.#pingPong = true;
  }

  /** After a segment: whether to acknowledge at once, `unacked` octets being so (__tcp_ack_snd_check). */
  check(unacked: number, hasGap: boolean, next: number): boolean {
    if (!this.#due) return false;
    if (unacked > this.#mss || (this.#quick > 0 && !this.#pingPong) || this.#urgent) return true;
    if (hasGap) return this.#checkGap(next);
    return this.#delay();
  }

  /** After the application has read: a short segment outside of ping-pong is the end of what there was (tcp_cleanup_rbuf). */
  checkAfterRead(unacked: number): boolean {
    if (!this.#due) return false;
    return unacked > this.#mss || this.#pushed > 1 || (this.#pushed === 1 && !this.#pingPong);
  }

  /** An acknowledgement went out, alone or with payload (tcp_event_ack_sent). */
  ackSent(): void {
    if (this.#quick > 0) {
      this.#quick -= this.#due ? 1 : 0;
      if (this.#quick <= 0) this.#ato = DELAYED_ACK_MIN;
    }
    this.stop();
    this.#due = false;
    this.#urgent = false;
    this.#pushed = 0;
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#compressed?.cancel();
    this.#compressed = null;
  }

  get #now(): number {
    return jiffiesAt(this.#host.scheduler.now);
  }

  /** tcp_incr_quickack. */
  #beQuick(): void {
    const quick = Math.min(MAX_QUICK_ACKS, Math.floor(RECEIVE_WINDOW / (2 * this.#mss)));
    this.#quick = Math.max(this.#quick, quick);
  }

  /** tcp_measure_rcv_mss. */
  #measure(len: number, push: boolean): void {
    const previous = this.#lastLen;
    this.#lastLen = 0;
    if (len >= this.#mss) {
      this.#mss = Math.min(len, MSS);
      if (push) this.#pushed = Math.max(this.#pushed, 1);
      return;
    }
    if (len >= MSS_DEFAULT) {
      this.#lastLen = len;
      if (len === previous) {
        this.#mss = len;
        return;
      }
    }
    this.#pushed = Math.min(2, this.#pushed + 1);
  }

  /** tcp_send_delayed_ack. Returns whether the timer is so near that waiting is no use. */
  #delay(): boolean {
    const { rtt, scheduler, lane } = this.#host;
    let ato = this.#ato;
    if (ato > DELAYED_ACK_MIN) {
      let most = this.#pingPong || this.#pushed > 0 ? DELAYED_ACK_MAX : MAX_ATO;
      if (rtt.sampled) most = Math.min(most, Math.max(toJiffies(rtt.srttUs), DELAYED_ACK_MIN));
      ato = Math.min(ato, most);
    }
    ato = Math.min(ato, DELAYED_ACK_MAX);
    if (this.#timer && this.#timerJiffies <= this.#now + (ato >> 2)) return true;
    const expires = this.#now + ato;
    if (this.#timer && this.#timerJiffies <= expires) return false;
    this.#timer?.cancel();
    this.#timerJiffies = expires;
    this.#timer = scheduler.at(wheelExpiry(scheduler.now, ato), lane, () => {
      this.#timer = null;
      this.#expire();
    });
    return false;
  }

  /** tcp_delack_timer_handler: no answer came in time. */
  #expire(): void {
    if (!this.#due) return;
    if (this.#pingPong) {
      this.#pingPong = false;
      this.#ato = DELAYED_ACK_MIN;
    } else this.#ato = Math.min(this.#ato << 1, this.#host.rtt.rto);
    this.#host.sendAck();
  }

  /** Ahead of a gap: duplicate acknowledgements three times, then at most one a millisecond (tcp_comp_sack_delay_ns). */
  #checkGap(next: number): boolean {
    if (this.#gapAt !== next) {
      this.#gapAt = next;
      this.#gapAcks = 0;
    }
    if (this.#gapAcks < REORDERING) {
      this.#gapAcks++;
      return true;
    }
    if (this.#compressed) return false;
    const { rtt, scheduler, lane } = this.#host;
    const wait = Math.max(1, Math.min(COMPRESSED_ACK_US, Math.floor(rtt.srttUs / 20)));
    this.#compressed = scheduler.after(wait as SimTime, lane, () => {
      this.#compressed = null;
      this.#host.sendAck();
    });
    return false;
  }
}
