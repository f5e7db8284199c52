/**
 * The sending half of an endpoint: what may be sent and when it is sent again (tcp_output.c, tcp_timer.c). What an
 * acknowledgement says is worked out in acknowledge.ts, what to do about losses in recovery.ts; both work on the
 * fields here, as the kernel's functions do on its `tcp_sock`.
 */
import type { SimTime } from '#base/time.ts';
import type { EventId, SegmentWhy } from '#trace/events.ts';
import { NO_EVENT } from '#trace/events.ts';
import type { Scheduler } from '../scheduler.ts';
import { CongestionWindow } from './congestion-window.ts';
import {
  INITIAL_RTO,
  MSS,
  RECEIVE_WINDOW,
  RETRIES,
  RTO_MAX,
  RTO_MIN_US,
  TIMEOUT_MIN_US,
} from './constants.ts';
import { Rack } from './rack.ts';
import { enterLoss, reorderingTimeout } from './recovery.ts';
import { RetransmitTimer, type TimerKind } from './retransmit-timer.ts';
import { RttEstimator } from './rtt.ts';
import { Scoreboard, TxSegment } from './scoreboard.ts';
import { SendBuffer } from './send-buffer.ts';
import { JIFFY_US, jiffiesAt, toJiffies } from './timer-wheel.ts';

/** Linux's tcp_ca_state. */
export type CongestionState = 'open' | 'disorder' | 'cwr' | 'recovery' | 'loss';

/** What the endpoint does for its sender. */
export interface SenderHost {
  readonly scheduler: Scheduler;
  readonly lane: number;
  /** Puts a segment on the wire and returns its `segment.sent`. */
  transmit(segment: TxSegment, why: SegmentWhy): EventId;
  /** A timer fired: logs it and does `work` with it as the cause. */
  timerFired(timer: TimerKind, since: SimTime, work: () => void): void;
  /** Retransmission was given up. */
  gaveUp(): void;
}

/** Milliseconds for which a connection is retried: tcp_retries2 as tcp_model_timeout reads it, 924.6 s. */
const GIVE_UP_MS = giveUpMs();

function giveUpMs(): number {
  const doublings = Math.floor(Math.log2((RTO_MAX * JIFFY_US) / RTO_MIN_US));
  return ((2 ** (doublings + 1) - 1) * RTO_MIN_US + (RETRIES - doublings) * RTO_MAX * JIFFY_US) / 1000;
}

export class Sender {
  readonly board = new Scoreboard();
  readonly buffer = new SendBuffer();
  readonly rtt = new RttEstimator();
  readonly rack = new Rack();
  readonly window = new CongestionWindow();
  readonly timer: RetransmitTimer;

  state: CongestionState = 'open';
  /** Oldest unacknowledged stream offset (SND.UNA) and the next to be sent (SND.NXT). */
  una = 0;
  next = 0;
  /** SND.NXT when the present congestion state was entered. */
  highSeq = 0;
  /** SND.NXT when a probe was sent, until its fate is known (tlp_high_seq), and whether it was a retransmission. */
  probeEnd: number | null = null;
  probeWasCopy = false;
  /** Retransmission time-outs since the last advance. */
  timeouts = 0;
  /** The timestamp that the present acknowledgement echoes, in milliseconds. */
  echo = 0;
  /** F-RTO is waiting for evidence (RFC 5682). */
  frto = false;
  /** Timestamp clock, in milliseconds, of the episode's first retransmission. */
  retransmitStamp: number | null = null;
  /** SND.UNA when the reduction began that may be undone, and the retransmissions not yet reported needless; -1: none made. */
  undoMarker: number | null = null;
  undoRetransmits = 0;
  /** Segments known to be delivered; retransmissions made; needless ones reported. */
  delivered = 0;
  retransmits = 0;
  dsacked = 0;
  /** Blocks of the last acknowledgement with SACK: what they cover is marked already. */
  sackCache: readonly number[] = [];

  readonly #host: SenderHost;
  #open = false;
  #closing = false;
  #lastSent = 0;

  constructor(host: SenderHost) {
    this.#host = host;
    this.timer = new RetransmitTimer(host.scheduler, host.lane, (kind, since) => {
      host.timerFired(kind, since, () => {
        this.#onTimer(kind);
      });
    });
  }

  /** Virtual time, in microseconds and in jiffies. */
  get now(): SimTime {
    return this.#host.scheduler.now;
  }

  get nowJiffies(): number {
    return jiffiesAt(this.#host.scheduler.now);
  }

  /** The clock of the timestamps option (RFC 7323; TCP_TS_HZ 1000). */
  get nowStamp(): number {
    return Math.floor(this.#host.scheduler.now / 1000);
  }

  /** The peer has acknowledged the FIN. */
  get finished(): boolean {
    return this.#closing && this.una > this.buffer.end;
  }

  /** The window shrinks as segments are delivered (tcp_in_cwnd_reduction). */
  get reducing(): boolean {
    return this.state === 'cwr' || this.state === 'recovery';
  }

  /** The handshake is done; `handshakeRetries` SYN or SYN-ACK were sent again (tcp_init_transfer). */
  open(handshakeRetries: number): void {
    this.#open = true;
    this.#lastSent = this.nowJiffies;
    if (handshakeRetries > 1) this.window.cwnd = 1;
    this.push();
  }

  write(bytes: Uint8Array): void {
    if (this.board.size === 0 && this.#open)
      this.window.restartAfterIdle(this.nowJiffies - this.#lastSent, this.rtt.rto, this.nowJiffies);
    this.buffer.append(bytes);
    this.push();
  }

  /** FIN follows what was written. */
  finish(): void {
    this.#closing = true;
    this.push();
  }

  stop(): void {
    this.#open = false;
    this.timer.clear();
    this.buffer.free(this.buffer.end);
  }

  /** Sends what the windows allow (tcp_write_xmit). */
  push(): void {
    if (this.#open && this.hasUnsent) this.#sendNew(false);
  }

  get hasUnsent(): boolean {
    return this.next < this.buffer.end || (this.#closing && this.next === this.buffer.end);
  }

  /** A retransmission that counts as one (tcp_retransmit_skb). */
  retransmit(segment: TxSegment, why: 'rto' | 'fast'): void {
    this.#resend(segment, why);
    this.board.markRetransmitted(segment);
    this.retransmitStamp ??= this.nowStamp;
    this.undoRetransmits = Math.max(0, this.undoRetransmits) + 1;
  }

  /** Retransmits what is marked lost, as the window allows (tcp_xmit_retransmit_queue). */
  retransmitLost(): void {
    const { board } = this;
    if (board.size === 0 || board.lostOut <= board.retransOut) return;
    let rearm = false;
    for (const segment of board.segments()) {
      if (this.window.cwnd <= board.inFlight || board.retransOut >= board.lostOut) break;
      if (!segment.lost || segment.retransmitted || segment.sacked) continue;
      this.retransmit(segment, 'fast');
      if (this.reducing) this.window.countSent();
      if (segment === board.head && this.timer.pending !== 'rack') rearm = true;
    }
    if (rearm) this.timer.set('rto', this.rtt.rto);
  }

  /** After an advance: a probe where one may be sent, else the time-out anew (tcp_set_xmit_timer). */
  restartTimer(): void {
    if (!this.#scheduleProbe(true)) this.rearm();
  }

  /** tcp_rearm_rto: a probe or RACK's timer gives way to what is left of the head's time-out. */
  rearm(): void {
    if (this.board.size === 0) {
      this.timer.clear();
      return;
    }
    const { pending } = this.timer;
    const left =
      pending === 'rack' || pending === 'tlp' ? toJiffies(Math.max(1, this.#rtoLeftUs())) : this.rtt.rto;
    this.timer.set('rto', left);
  }

  #onTimer(kind: TimerKind): void {
    if (kind === 'tlp') this.#probe();
    else if (kind === 'rack') reorderingTimeout(this);
    else this.#timeOut();
  }

  /** tcp_retransmit_timer (RFC 6298 section 5). */
  #timeOut(): void {
    this.timer.pending = null;
    const started = this.retransmitStamp;
    if (this.timeouts > 0 && started !== null && this.nowStamp - started >= GIVE_UP_MS) {
      this.#host.gaveUp();
      return;
    }
    enterLoss(this);
    this.timeouts++;
    this.rtt.backOff();
    if (this.board.head) this.retransmit(this.board.head, 'rto');
    this.timer.set('rto', this.rtt.rto);
  }

  /** Tail-loss probe (RFC 8985 section 7.3; tcp_send_loss_probe): new data, or else the last segment again. */
  #probe(): void {
    if (this.probeEnd === null && this.#sendProbe()) {
      this.probeEnd = this.next;
      // The time-out now runs from the probe, and is not backed off.
      this.timer.pending = null;
    }
    this.rearm();
  }

  #sendProbe(): boolean {
    this.probeWasCopy = !this.hasUnsent;
    if (this.hasUnsent) return this.#sendNew(true) > 0;
    if (!this.board.last) return false;
    this.#resend(this.board.last, 'tlp');
    return true;
  }

  /** tcp_schedule_loss_probe (RFC 8985 section 7.2). `fromNow`: the time-out counts from now, not from the head. */
  #scheduleProbe(fromNow: boolean): boolean {
    if (this.board.size === 0 || (this.state !== 'open' && this.state !== 'cwr')) return false;
    let timeout = INITIAL_RTO;
    // 200 ms more for a lone segment, whose acknowledgement may be delayed.
    const slack = this.board.size === 1 ? RTO_MIN_US : TIMEOUT_MIN_US;
    if (this.rtt.sampled) timeout = toJiffies(2 * this.rtt.srttUs + slack);
    const rtoLeft = fromNow ? this.rtt.rto * JIFFY_US : this.#rtoLeftUs();
    if (rtoLeft > 0) timeout = Math.min(timeout, toJiffies(rtoLeft));
    this.timer.set('tlp', timeout);
    return true;
  }

  /** tcp_rto_delta_us: microseconds until the head's time-out. */
  #rtoLeftUs(): number {
    const { head } = this.board;
    return this.rtt.rto * JIFFY_US - (head ? this.now - head.sentAt : 0);
  }

  /** Sends new segments; a probe sends one whatever the congestion window says. Returns how many. */
  #sendNew(probe: boolean): number {
    const { board, window, buffer } = this;
    let sent = 0;
    while (this.hasUnsent && (probe ? sent === 0 : board.inFlight < window.cwnd)) {
      const to = Math.min(this.next + MSS, buffer.end);
      if (to > this.una + RECEIVE_WINDOW) break;
      const fin = this.#closing && to === buffer.end;
      this.#sendFirst(new TxSegment(this.next, to + (fin ? 1 : 0), fin, to === buffer.end && to > this.next));
      sent++;
    }
    const limited = board.inFlight >= window.cwnd;
    if (sent > 0 || limited) {
      const at = { una: this.una, next: this.next, out: board.size, now: this.nowJiffies, rto: this.rtt.rto };
      window.validate(limited, at, this.state === 'open');
    }
    if (sent > 0 && this.reducing) for (let i = 0; i < sent; i++) window.countSent();
    if (sent > 0 && !probe) this.#scheduleProbe(false);
    return sent;
  }

  /** tcp_event_new_data_sent. */
  #sendFirst(segment: TxSegment): void {
    const { board } = this;
    const wasEmpty = board.size === 0;
    this.#stampSending(segment);
    this.next = segment.to;
    board.push(segment);
    board.order(segment);
    segment.first = this.#host.transmit(segment, segment.len === 0 ? 'fin' : 'data');
    if (wasEmpty || this.timer.pending === 'tlp') this.rearm();
  }

  /** __tcp_retransmit_skb: what is acknowledged is left off. */
  #resend(segment: TxSegment, why: SegmentWhy): void {
    if (segment.from < this.una) segment.from = this.una;
    this.#stampSending(segment);
    this.board.order(segment);
    segment.everRetransmitted = true;
    this.retransmits++;
    const id = this.#host.transmit(segment, why);
    if (segment.first === NO_EVENT) segment.first = id;
  }

  #stampSending(segment: TxSegment): void {
    const now = this.nowJiffies;
    if (this.board.inFlight === 0) this.window.cubic.resume(now - this.#lastSent, now);
    this.#lastSent = now;
    segment.sentAt = this.now;
    segment.deliveredBefore = this.delivered;
  }
}
