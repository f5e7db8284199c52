/**
 * One direction's sender: what may be sent, what was lost, when to send it again. Follows Linux's tcp_input.c and
 * tcp_output.c; the mechanisms stand in their own modules (rtt, cubic, rack, retransmission-timer).
 */
import { us, ZERO, type SimTime } from '#base/time.ts';
import { NO_EVENT, type EventId, type SegmentWhy } from '#trace/events.ts';
import { INITIAL_RTO, MAX_RETRIES, MSS, RTO_MIN, TIMEOUT_MIN } from './constants.ts';
import { Cubic } from './cubic.ts';
import { ProportionalRate } from './prr.ts';
import { Rack } from './rack.ts';
import { inFlight, type Outstanding } from './record.ts';
import { RetransmissionTimer, type TimerKind, type TimerOwner } from './retransmission-timer.ts';
import { RttEstimator } from './rtt.ts';
import { SendBuffer } from './send-buffer.ts';

/** Linux's congestion states that matter here (icsk_ca_state). */
type CaState = 'open' | 'recovery' | 'loss';

export interface Transmission {
  readonly seq: number;
  readonly len: number;
  readonly fin: boolean;
  readonly why: SegmentWhy;
  readonly original: EventId;
  readonly cwnd: number;
  readonly inFlightBytes: number;
}

export interface SenderHost extends TimerOwner {
  /** Puts a segment on the path and returns its `segment.sent`. */
  transmit(transmission: Transmission): EventId;
  /** Too many time-outs in a row. */
  gaveUp(): void;
}

/** What an acknowledgement says. */
export interface Acknowledgement {
  readonly ack: number;
  readonly sack: readonly number[];
  /** The echoed timestamp (RFC 7323): when the segment that it answers was sent. */
  readonly echo: SimTime;
}

export class Sender {
  readonly buffer = new SendBuffer();
  readonly rtt = new RttEstimator();
  readonly cubic = new Cubic();
  readonly #host: SenderHost;
  readonly #rack = new Rack();
  readonly #timer: RetransmissionTimer;
  #outstanding: Outstanding[] = [];
  #una = 0;
  #next = 0;
  #finQueued = false;
  #open = false;
  #state: CaState = 'open';
  /** `next` when the present episode of loss began. */
  #highSeq = 0;
  #retries = 0;
  #frto = false;
  #prr: ProportionalRate | null = null;
  /** For undoing a needless reaction: the window before it, and when its first copy was sent. */
  #undo: { cwnd: number; ssthresh: number; firstCopyAt: SimTime | null } | null = null;
  #probeEnd: number | null = null;
  #probeWasCopy = false;
  #lastSentAt: SimTime = ZERO;
  #windowLimited = false;
  #mostOutstanding = 0;

  constructor(host: SenderHost) {
    this.#host = host;
    this.#timer = new RetransmissionTimer(host, (kind) => {
      this.#onTimer(kind);
    });
  }

  /** The first offset that is not acknowledged; FIN counts for one. */
  get una(): number {
    return this.#una;
  }

  /** The next new offset. */
  get next(): number {
    return this.#next;
  }

  get finAcknowledged(): boolean {
    return this.#finQueued && this.#una > this.buffer.end;
  }

  /** The handshake is done: what was written may go. `sample` is its round trip, null when it was retransmitted. */
  open(sample: SimTime | null): void {
    this.#open = true;
    if (sample !== null) this.rtt.sample(sample, 0, 0);
    this.push();
  }

  /** Sends FIN behind everything written. */
  finish(): void {
    if (this.#finQueued) return;
    this.#finQueued = true;
    this.push();
  }

  stop(): void {
    this.#open = false;
    this.#timer.cancel();
  }

  /** Sends what the window allows of what is new. */
  push(): void {
    if (!this.#open) return;
    const { scheduler } = this.#host;
    if (this.#outstanding.length === 0 && this.#next > 0 && this.#hasNew()) {
      const idle = scheduler.now - this.#lastSentAt;
      if (idle > this.rtt.rto) this.cubic.restartAfterIdle(idle, this.rtt.rto);
    }
    this.#sendNew(Infinity);
  }

  onAck({ ack, sack, echo }: Acknowledgement): void {
    const { now } = this.#host.scheduler;
    const before = this.#una;
    const wasLimited = this.#windowLimited;
    const duplicateReported = sack.length >= 2 && (sack[1] ?? 0) <= ack;
    const sacked = this.#tagSacked(sack, ack);
    const acked = this.#takeAcknowledged(ack);
    const advanced = this.#una > before;
    this.#sampleRtt(acked, sacked, advanced, echo);

    if (advanced) this.#retries = 0;
    this.#endProbe(ack, duplicateReported);
    if (advanced && this.#mayUndo(acked.originals || sacked.originals, echo)) this.#undoReaction();
    if (this.#state !== 'open' && this.#una >= this.#highSeq) this.#endEpisode();

    const reordered = this.#detectLoss();
    if (advanced && !reordered) this.#rearm();
    const newlyDelivered = acked.count + sacked.count;
    if (this.#state === 'recovery')
      this.cubic.cwnd =
        this.#prr?.window(newlyDelivered, inFlight(this.#outstanding), advanced, this.cubic.ssthresh) ??
        this.cubic.cwnd;
    else if (advanced && (wasLimited || this.#state === 'loss'))
      this.cubic.grow(acked.count, now, this.rtt.srtt ?? INITIAL_RTO);

    if (this.#state === 'loss' && this.#frto) this.#processFrto(advanced, sacked.count > 0);
    else if (this.#state !== 'open') this.#resendLost('fast');
    this.#sendNew(Infinity);
  }

  /** RFC 2018: marks what the receiver has beyond a gap. */
  #tagSacked(
    sack: readonly number[],
    ack: number,
  ): { count: number; firstAt: SimTime | null; originals: boolean } {
    let count = 0;
    let firstAt: SimTime | null = null;
    let originals = false;
    for (let i = 0; i < sack.length; i += 2) {
      const from = sack[i] ?? 0;
      const to = sack[i + 1] ?? 0;
      if (to <= ack) continue;
      for (const segment of this.#outstanding) {
        if (segment.sacked || segment.seq < from || segment.end > to) continue;
        if (!segment.everRetransmitted) {
          firstAt ??= segment.sentAt;
          if (segment.end <= this.#highSeq) originals = true;
        }
        segment.sacked = true;
        segment.lost = false;
        segment.retransmitted = false;
        count++;
        this.#rack.advance(segment, this.#host.scheduler.now, this.rtt.minRtt);
      }
    }
    return { count, firstAt, originals };
  }

  #takeAcknowledged(ack: number): {
    count: number;
    firstAt: SimTime | null;
    copies: boolean;
    originals: boolean;
  } {
    let count = 0;
    let firstAt: SimTime | null = null;
    let copies = false;
    let originals = false;
    while (this.#outstanding[0] && this.#outstanding[0].end <= ack) {
      const [segment] = this.#outstanding;
      this.#outstanding.shift();
      if (segment.everRetransmitted) copies = true;
      else if (!segment.sacked) {
        firstAt ??= segment.sentAt;
        if (segment.end <= this.#highSeq) originals = true;
      }
      if (!segment.sacked) {
        count++;
        this.#rack.advance(segment, this.#host.scheduler.now, this.rtt.minRtt);
      }
    }
    if (ack > this.#una) {
      this.#una = ack;
      this.buffer.release(Math.min(ack, this.buffer.end));
    }
    return { count, firstAt, copies, originals };
  }

  /** Karn's algorithm with Linux's fall-backs: the oldest segment, a SACK, at last the echoed timestamp. */
  #sampleRtt(
    acked: { firstAt: SimTime | null; copies: boolean },
    sacked: { firstAt: SimTime | null },
    advanced: boolean,
    echo: SimTime,
  ): void {
    const { now } = this.#host.scheduler;
    const from = acked.firstAt !== null && !acked.copies ? acked.firstAt : sacked.firstAt;
    if (from !== null) this.rtt.sample(now - from, this.#una, this.#next);
    // Timestamps have the granularity of a millisecond.
    else if (advanced)
      this.rtt.sample(
        Math.max(1000, Math.floor(now / 1000) * 1000 - Math.floor(echo / 1000) * 1000),
        this.#una,
        this.#next,
      );
  }

  /** The probe was answered (tcp_process_tlp_ack): if the tail was lost indeed, the window shrinks. */
  #endProbe(ack: number, duplicateReported: boolean): void {
    if (this.#probeEnd === null || ack < this.#probeEnd) return;
    if (this.#probeWasCopy && !duplicateReported && this.#state === 'open') {
      this.cubic.reduce();
      this.cubic.cwnd = Math.min(this.cubic.cwnd, Math.max(inFlight(this.#outstanding), this.cubic.ssthresh));
    }
    this.#probeEnd = null;
  }

  /** An original that arrived, or an echo older than the first copy, says that nothing was lost (RFC 4015, 5682). */
  #mayUndo(originals: boolean, echo: SimTime): boolean {
    if (!this.#undo || this.#state === 'open') return false;
    if (
      this.#undo.firstCopyAt !== null &&
      Math.floor(echo / 1000) < Math.floor(this.#undo.firstCopyAt / 1000)
    )
      return true;
    return this.#state === 'loss' && this.#frto && originals;
  }

  #undoReaction(): void {
    for (const segment of this.#outstanding) {
      segment.lost = false;
      segment.retransmitted = false;
    }
    if (this.#undo) {
      this.cubic.cwnd = Math.max(this.cubic.cwnd, this.#undo.cwnd);
      this.cubic.ssthresh = Math.max(this.cubic.ssthresh, this.#undo.ssthresh);
    }
    this.#state = 'open';
    this.#undo = null;
    this.#frto = false;
  }

  #endEpisode(): void {
    if (this.#state === 'recovery') this.cubic.cwnd = this.cubic.ssthresh;
    this.#state = 'open';
    this.#undo = null;
    this.#prr = null;
    this.#frto = false;
  }

  /** Returns whether RACK has set its timer. */
  #detectLoss(): boolean {
    if (this.#outstanding.length === 0) return false;
    const { now } = this.#host.scheduler;
    const { found, waitUs } = this.#rack.detect(this.#outstanding, {
      now,
      minRtt: this.rtt.minRtt,
      srtt: this.rtt.srtt ?? 0,
      recovering: this.#state !== 'open',
    });
    if (found && this.#state === 'open') this.#enterRecovery();
    if (waitUs <= 0) return false;
    this.#timer.set('rack', us(waitUs + TIMEOUT_MIN));
    return true;
  }

  #enterRecovery(): void {
    const { cwnd, ssthresh } = this.cubic;
    this.#undo = { cwnd, ssthresh, firstCopyAt: null };
    this.cubic.reduce();
    this.#prr = new ProportionalRate(cwnd);
    this.#state = 'recovery';
    this.#highSeq = this.#next;
    this.#probeEnd = null;
  }

  /** tcp_enter_loss: everything not sent just now counts as lost, and the window is one segment. */
  #enterLoss(): void {
    const { now } = this.#host.scheduler;
    const fresh = this.#state === 'open' || this.#una >= this.#highSeq;
    if (fresh || (this.#state === 'loss' && this.#retries === 0)) {
      this.#undo = { cwnd: this.cubic.cwnd, ssthresh: this.cubic.ssthresh, firstCopyAt: null };
      this.cubic.reduce();
    }
    for (const [i, segment] of this.#outstanding.entries()) {
      if (segment.sacked) continue;
      if (i > 0 && segment.sentAt + this.#rack.rtt > now && !segment.lost) continue;
      segment.lost = true;
      segment.retransmitted = false;
    }
    this.cubic.cwnd = inFlight(this.#outstanding) + 1;
    this.#frto = fresh || this.#retries > 0;
    this.#state = 'loss';
    this.#highSeq = this.#next;
    this.#probeEnd = null;
    this.#prr = null;
  }

  /** F-RTO (RFC 5682 section 2, with SACK): after a time-out new data shows whether the old is really lost. */
  #processFrto(advanced: boolean, sackedNew: boolean): void {
    if (this.#next > this.#highSeq) {
      if (sackedNew) this.#frto = false;
    } else if (advanced) {
      this.#highSeq = this.#next;
      const before = this.#next;
      this.#sendNew(Infinity);
      if (this.#next > before) return;
      this.#frto = false;
    }
    this.#resendLost('fast');
  }

  #onTimer(kind: TimerKind): void {
    if (this.#outstanding.length === 0) return;
    if (kind === 'tlp') this.#probe();
    else if (kind === 'rack') {
      this.#detectLoss();
      this.#resendLost('fast');
      this.#sendNew(Infinity);
      if (this.#timer.pending === null) this.#setRto(this.rtt.rto);
    } else this.#timeOut();
  }

  /** RFC 8985 section 7: new data if there is any, else the last segment once more. Not a back-off. */
  #probe(): void {
    if (this.#probeEnd === null) {
      const before = this.#next;
      this.#sendNew(1);
      this.#probeWasCopy = this.#next === before;
      const last = this.#outstanding.at(-1);
      if (this.#probeWasCopy && last) this.#send(last, 'tlp');
      this.#probeEnd = this.#next;
    }
    this.#setRto(this.#untilRto());
  }

  #timeOut(): void {
    if (this.#retries >= MAX_RETRIES) {
      this.#host.gaveUp();
      return;
    }
    this.#enterLoss();
    this.#retries++;
    const [head] = this.#outstanding;
    if (head) {
      head.retransmitted = true;
      this.#send(head, 'rto');
    }
    this.rtt.backOff();
    this.#setRto(this.rtt.rto);
  }

  #resendLost(why: SegmentWhy): void {
    for (const segment of this.#outstanding) {
      if (!segment.lost || segment.retransmitted || segment.sacked) continue;
      if (inFlight(this.#outstanding) >= this.cubic.cwnd) {
        this.#windowLimited = true;
        return;
      }
      segment.retransmitted = true;
      this.#prr?.sent();
      this.#send(segment, why);
      if (this.#timer.pending === null || segment === this.#outstanding[0]) this.#setRto(this.rtt.rto);
    }
  }

  #hasNew(): boolean {
    return this.#next < this.buffer.end || (this.#finQueued && this.#next === this.buffer.end);
  }

  /** Sends new segments: at most `extra` beyond the window if finite (a probe), else what the window allows. */
  #sendNew(extra: number): void {
    if (!this.#open) return;
    let sent = 0;
    const wasEmpty = this.#outstanding.length === 0;
    this.#windowLimited = false;
    let pipe = inFlight(this.#outstanding);
    while (this.#hasNew()) {
      if (extra === Infinity ? pipe >= this.cubic.cwnd : sent >= extra) {
        this.#windowLimited = extra === Infinity;
        break;
      }
      const seq = this.#next;
      const len = Math.min(MSS, this.buffer.end - seq);
      const fin = this.#finQueued && seq + len === this.buffer.end;
      const segment: Outstanding = {
        seq,
        len,
        fin,
        end: seq + len + (fin ? 1 : 0),
        id: NO_EVENT,
        sentAt: ZERO,
        everRetransmitted: false,
        sacked: false,
        lost: false,
        retransmitted: false,
      };
      this.#next = segment.end;
      this.#outstanding.push(segment);
      this.#prr?.sent();
      this.#send(segment, fin && len === 0 ? 'fin' : 'data');
      sent++;
      pipe++;
    }
    if (sent === 0) return;
    this.#mostOutstanding = Math.max(this.#mostOutstanding, this.#outstanding.length);
    // In slow start an application that fills half the window counts as limited by it (tcp_is_cwnd_limited).
    if (this.cubic.inSlowStart && this.cubic.cwnd < 2 * this.#outstanding.length) this.#windowLimited = true;
    if (extra !== Infinity) return;
    if (wasEmpty || this.#timer.pending === 'tlp')
      this.#setRto(this.#timer.pending === 'tlp' ? this.#untilRto() : this.rtt.rto);
    this.#scheduleProbe(this.#untilRto());
  }

  #send(segment: Outstanding, why: SegmentWhy): void {
    const { now } = this.#host.scheduler;
    const again = segment.id !== NO_EVENT;
    segment.sentAt = now;
    this.#lastSentAt = now;
    const id = this.#host.transmit({
      seq: segment.seq,
      len: segment.len,
      fin: segment.fin,
      why,
      original: segment.id,
      cwnd: this.cubic.cwnd,
      inFlightBytes: this.#next - this.#una,
    });
    if (!again) segment.id = id;
    else {
      segment.everRetransmitted = true;
      if (this.#undo && why !== 'tlp') this.#undo.firstCopyAt ??= now;
    }
  }

  /** After an acknowledgement that advances: a probe where one may be sent, else the full time-out (tcp_set_xmit_timer). */
  #rearm(): void {
    if (this.#outstanding.length === 0) this.#timer.cancel();
    else if (!this.#scheduleProbe(this.rtt.rto)) this.#setRto(this.rtt.rto);
  }

  #setRto(delay: SimTime): void {
    if (this.#outstanding.length > 0) this.#timer.set('rto', delay);
  }

  /** What is left of the time-out of the oldest segment (tcp_rto_delta_us). */
  #untilRto(): SimTime {
    const [head] = this.#outstanding;
    return us(
      Math.max(1, (head?.sentAt ?? this.#host.scheduler.now) + this.rtt.rto - this.#host.scheduler.now),
    );
  }

  /** tcp_schedule_loss_probe: two round trips, and 200 ms more for a lone segment whose ACK may be delayed. */
  #scheduleProbe(rtoIn: SimTime): boolean {
    if (this.#state !== 'open' || this.#outstanding.length === 0) return false;
    if (this.#outstanding.some((segment) => segment.sacked)) return false;
    const { srtt } = this.rtt;
    const wait =
      (srtt === null ? INITIAL_RTO : 2 * srtt) + (this.#outstanding.length === 1 ? RTO_MIN : TIMEOUT_MIN);
    this.#timer.set('tlp', us(Math.min(wait, rtoIn)));
    return true;
  }
}
