/**
 * What it costs to be sure that the other side is there: octets on the wire, and the radio that they keep awake. A phone's
 * LTE radio stays on for about 10 s after the last packet (the tail of RRC_CONNECTED; Huang et al., "A Close Examination
 * of Performance and Power Characteristics of 4G LTE Networks", MobiSys 2012).
 */
import type { SimTime } from '#base/time.ts';
import {
  FIN,
  NO_EVENT,
  RST,
  SYN,
  type Direction,
  type EventId,
  type EventOf,
  type TraceEvent,
} from '../events.ts';
import type { Trace } from '../log.ts';
import type { LaneVerdict } from '../verdict.ts';
import { StreamRanges } from './stream-ranges.ts';
import type { UnitUse } from './unit-sorter.ts';

/** After so long without a packet the radio sleeps. */
export const RADIO_TAIL_US = 10_000_000;
const HOUR_US = 3_600_000_000;

type UpkeepFigures = Pick<
  LaneVerdict,
  'heartbeatBytesPerHour' | 'wakeUpsPerHour' | 'radioOnUsPerHour' | 'ackBytes' | 'wireBytes'
>;

/** Octets of packets that were sent for one purpose. */
class Spent {
  readonly ranges = new StreamRanges();
  bytes = 0;
  first: EventId = NO_EVENT;

  add(bytes: number, event: EventId): void {
    if (bytes === 0) return;
    if (this.first === NO_EVENT) this.first = event;
    this.bytes += bytes;
  }
}

/** How long a radio has been on that heard packets at some instants: `RADIO_TAIL_US` after each, and no longer. */
class RadioTime {
  #on = 0;
  #last: SimTime | null = null;

  /** Whether it sleeps at `t`. It sleeps before the first packet too. */
  sleepsAt(t: SimTime): boolean {
    return this.#last === null || t - this.#last >= RADIO_TAIL_US;
  }

  packet(t: SimTime): void {
    this.#on = this.until(t);
    this.#last = t;
  }

  until(t: SimTime): number {
    return this.#last === null ? 0 : this.#on + Math.min(RADIO_TAIL_US, t - this.#last);
  }
}

export class Upkeep {
  readonly #trace: Trace;
  readonly #heartbeats = new Spent();
  readonly #acks = new Spent();
  /** Packets under way to the client that carry nothing but a heartbeat. */
  readonly #under = new Set<EventId>();
  readonly #radio = new RadioTime();
  readonly #radioWithout = new RadioTime();
  #wire = 0;
  #wakeUps = 0;
  #firstWakeUp: EventId = NO_EVENT;

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  add(event: TraceEvent, use: UnitUse): void {
    if (event.type === 'pdu.sent') {
      if (use === 'heartbeat') this.#heartbeats.ranges.add(event);
      else if (use === 'acknowledgement') this.#acks.ranges.add(event);
    } else if (event.type === 'segment.sent') this.#send(event);
    else if (event.type === 'segment.received' && event.dir === 'down')
      this.#atDevice(event.t, event.sent, this.#under.delete(event.sent));
  }

  at(now: SimTime): UpkeepFigures {
    const { bytes, first } = this.#heartbeats;
    const anHour = now > 0 ? HOUR_US / now : 0;
    const figure = (value: number, event: EventId) =>
      first === NO_EVENT ? null : { value: value * anHour, event, open: false };
    return {
      heartbeatBytesPerHour: figure(bytes, first),
      wakeUpsPerHour: figure(this.#wakeUps, this.#firstWakeUp),
      radioOnUsPerHour: figure(this.#radio.until(now) - this.#radioWithout.until(now), first),
      ackBytes:
        this.#acks.first === NO_EVENT
          ? null
          : { value: this.#acks.bytes, event: this.#acks.first, open: false },
      wireBytes: { value: this.#wire, event: NO_EVENT, open: false },
    };
  }

  #send(segment: EventOf<'segment.sent'>): void {
    const { id, t, dir, wireBytes } = segment;
    this.#wire += wireBytes;
    const bytes = this.#isProbe(segment) ? wireBytes : sharedBytes(segment, this.#heartbeats.ranges);
    this.#heartbeats.add(bytes, id);
    this.#acks.add(sharedBytes(segment, this.#acks.ranges), id);
    const only = bytes === wireBytes;
    if (dir === 'up') this.#atDevice(t, id, only);
    else if (only) this.#under.add(id);
  }

  /** A keep-alive probe of TCP's, or the answer to one. */
  #isProbe({ why, len, cause }: EventOf<'segment.sent'>): boolean {
    if (why === 'keepalive') return true;
    if (why !== 'ack' || len > 0 || cause === NO_EVENT) return false;
    const before = this.#trace.at(cause);
    return (
      before.type === 'segment.received' && this.#trace.of(before.sent, 'segment.sent').why === 'keepalive'
    );
  }

  /** A packet left the device or reached it. */
  #atDevice(t: SimTime, packet: EventId, heartbeatOnly: boolean): void {
    if (heartbeatOnly && this.#radio.sleepsAt(t)) {
      if (this.#wakeUps === 0) this.#firstWakeUp = packet;
      this.#wakeUps++;
    }
    this.#radio.packet(t);
    if (!heartbeatOnly) this.#radioWithout.packet(t);
  }
}

const OTHER: Readonly<Record<Direction, Direction>> = { up: 'down', down: 'up' };

/**
 * How many octets of a packet stand for units in `ranges`: their own, with the headers if it carries nothing else; all of
 * a pure acknowledgement of such a unit's last octet.
 */
function sharedBytes(segment: EventOf<'segment.sent'>, ranges: StreamRanges): number {
  const { conn, dir, seq, len, wireBytes, flags, ack } = segment;
  if (len > 0) {
    const shared = ranges.overlap(conn, dir, seq, seq + len);
    return shared === len ? wireBytes : shared;
  }
  if ((flags & (SYN | FIN | RST)) !== 0 || segment.why !== 'ack') return 0;
  return ranges.overlap(conn, OTHER[dir], ack - 1, ack) > 0 ? wireBytes : 0;
}
