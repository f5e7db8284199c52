/** Writes plausible traces by hand: every step may be told in any order, `trace()` puts them in order of time. */
import { fromMs } from '#base/time.ts';
import type { Direction, EventId, NewEvent, PduKind } from '#trace/events.ts';
import { ACK, NO_EVENT, PSH, SYN } from '#trace/events.ts';
import { Trace } from '#trace/log.ts';

type Untimed<T> = T extends unknown ? Omit<T, 't'> : never;
type Ids = ReadonlyMap<string, EventId>;

export interface PduOptions {
  readonly bytes?: number;
  readonly request?: number;
  /** The first copy dies half-way; another leaves this much later. */
  readonly resendAfterMs?: number;
  /** When the octets before it are complete: until then it waits at the receiver. */
  readonly heldUntilMs?: number;
}

export class Story {
  readonly oneWayMs: number;
  #steps: { readonly ms: number; readonly key: string; readonly make: (ids: Ids) => Untimed<NewEvent> }[] =
    [];
  #offsets = new Map<string, number>();
  #keys = 0;

  constructor(oneWayMs = 150) {
    this.oneWayMs = oneWayMs;
    for (const dir of ['up', 'down'] as const) this.link(0, dir, false);
  }

  at(ms: number, make: (ids: Ids) => Untimed<NewEvent>): string {
    const key = String(this.#keys++);
    this.#steps.push({ ms, key, make });
    return key;
  }

  link(ms: number, dir: Direction, outage: boolean): void {
    const link = { delayMs: this.oneWayMs, jitterMs: 0, lossPct: 0, rateKbit: 0, queuePackets: 1000, outage };
    this.at(ms, () => ({ type: 'net.changed', lane: -1, dir, link }));
  }

  publish(ms: number, msg: string, lanes: readonly number[]): void {
    for (const lane of lanes) this.at(ms, () => ({ type: 'app.published', lane, msg, sizeBytes: 60 }));
  }

  /** SYN and SYN-ACK; returns when the client may send. */
  handshake(ms: number, lane: number, conn: number): number {
    const middle = this.#segment(ms, lane, conn, 'up', { seq: -1, len: 0, flags: SYN, why: 'syn' });
    return this.#segment(middle.arrives, lane, conn, 'down', {
      ...{ seq: -1, len: 0, flags: SYN | ACK, why: 'syn' },
    }).arrives;
  }

  /** One PDU in one segment; returns when the receiver has it. */
  pdu(
    ms: number,
    lane: number,
    conn: number,
    dir: Direction,
    kind: PduKind,
    msgs: readonly string[],
    options: PduOptions = {},
  ): number {
    const { bytes = 60, request = 0, resendAfterMs, heldUntilMs } = options;
    const stream = `${String(lane)}/${String(conn)}/${dir}`;
    const from = this.#offsets.get(stream) ?? 0;
    const to = from + bytes;
    this.#offsets.set(stream, to);
    const sent = this.at(ms, () => ({ type: 'pdu.sent', lane, conn, dir, kind, from, to, request, msgs }));
    const data = { seq: from, len: bytes, flags: PSH | ACK, why: 'data' } as const;
    let flight = this.#segment(ms, lane, conn, dir, data, resendAfterMs !== undefined);
    if (resendAfterMs !== undefined) {
      const again = { ...data, why: 'rto', original: flight.key } as const;
      flight = this.#segment(ms + resendAfterMs, lane, conn, dir, again);
    }
    const done = Math.max(flight.arrives, heldUntilMs ?? 0);
    this.at(done, () => ({ type: 'stream.advanced', lane, conn, dir, from, to }));
    this.at(done, (ids) => ({ type: 'pdu.received', lane, conn, dir, sent: ids.get(sent) ?? NO_EVENT }));
    if (dir === 'down')
      for (const msg of msgs) this.at(done, () => ({ type: 'app.delivered', lane, msg, duplicate: false }));
    return done;
  }

  /** A poll and its answer after `holdMs` at the server; returns when the answer is there. */
  poll(
    ms: number,
    lane: number,
    request: number,
    msgs: readonly string[],
    options: { holdMs?: number; resendAfterMs?: number } = {},
  ): number {
    this.at(ms, () => ({
      ...({ type: 'request.issued', purpose: lane === 0 ? 'poll' : 'long-poll' } as const),
      ...{ lane, request, method: 'GET', target: '/api/messages' },
    }));
    const asked = this.pdu(ms, lane, 0, 'up', 'http.request', [], { bytes: 389, request });
    const { holdMs = 0, resendAfterMs } = options;
    return this.pdu(asked + holdMs, lane, 0, 'down', 'http.response', msgs, {
      ...{ bytes: 140 + 60 * msgs.length, request },
      ...(resendAfterMs === undefined ? {} : { resendAfterMs }),
    });
  }

  trace(): Trace {
    const trace = new Trace();
    const ids = new Map<string, EventId>();
    const steps = this.#steps.toSorted((a, b) => a.ms - b.ms || Number(a.key) - Number(b.key));
    for (const { ms, key, make } of steps) ids.set(key, trace.append({ ...make(ids), t: fromMs(ms) }));
    return trace;
  }

  #segment(
    ms: number,
    lane: number,
    conn: number,
    dir: Direction,
    what: { seq: number; len: number; flags: number; why: 'syn' | 'data' | 'rto'; original?: string },
    lost = false,
  ): { readonly arrives: number; readonly key: string } {
    const arrives = ms + this.oneWayMs;
    const { seq, len, flags, why, original } = what;
    const key = this.at(ms, (ids) => ({
      ...{
        type: 'segment.sent',
        lane,
        conn,
        dir,
        n: 0,
        seq,
        len,
        wireBytes: len + 52,
        flags,
        ack: 0,
        sack: [],
      },
      ...{ why, original: ids.get(original ?? '') ?? NO_EVENT, cwnd: 10, inFlightBytes: len, rtoMs: 240 },
      due: fromMs(lost ? ms + this.oneWayMs / 2 : arrives),
    }));
    const common = { lane, conn, dir } as const;
    if (lost)
      this.at(ms + this.oneWayMs / 2, (ids) => ({
        ...{ type: 'segment.lost', ...common, sent: ids.get(key) ?? NO_EVENT, rule: 'random', draw: 0.01 },
      }));
    else
      this.at(arrives, (ids) => ({
        ...{ type: 'segment.received', ...common, sent: ids.get(key) ?? NO_EVENT },
        ...{ queueUs: 0, serializationUs: 0, propagationUs: this.oneWayMs * 1000, jitterUs: 0 },
      }));
    return { arrives, key };
  }
}

/** The mock's first eight seconds: four lanes, two lost segments, one stretch of head-of-line blocking. */
export function mockStory(): Story {
  const story = new Story();
  const publishedMs = [700, 1090, 1880, 2660, 2990, 3710, 6310, 7290];
  for (const [i, ms] of publishedMs.entries()) story.publish(ms, String(i + 1), [0, 1, 2, 3]);
  for (const lane of [0, 1, 2, 3]) story.handshake(0, lane, 0);
  story.poll(300, 0, 1, []);
  story.poll(2000, 0, 2, ['1', '2', '3']);
  story.poll(4000, 0, 3, ['4', '5', '6']);
  story.poll(6000, 0, 4, []);
  story.poll(8000, 0, 5, ['7', '8']);
  const answers: readonly [number, readonly string[], number?][] = [
    [700, ['1'], 900],
    [1900, ['2', '3']],
    [2660, ['4']],
    [2990, ['5']],
    [3710, ['6']],
    [6310, ['7']],
    [7290, ['8']],
  ];
  let asked = 300;
  for (const [i, [at, msgs, resendAfterMs]] of answers.entries()) {
    const holdMs = Math.max(0, at - asked - 150);
    asked = story.poll(asked, 1, i + 1, msgs, {
      holdMs,
      ...(resendAfterMs === undefined ? {} : { resendAfterMs }),
    });
  }
  story.at(300, () => ({
    ...({ type: 'request.issued', purpose: 'stream' } as const),
    ...{ lane: 2, request: 1, method: 'GET', target: '/api/events' },
  }));
  story.pdu(300, 2, 0, 'up', 'http.request', [], { bytes: 389, request: 1 });
  story.pdu(450, 2, 0, 'down', 'http.head', [], { bytes: 160, request: 1 });
  story.pdu(300, 3, 0, 'up', 'ws.request', [], { bytes: 420 });
  story.pdu(450, 3, 0, 'down', 'ws.response', [], { bytes: 129 });
  for (const [i, ms] of publishedMs.entries()) {
    const msg = String(i + 1);
    story.pdu(ms, 2, 0, 'down', 'sse.event', [msg], { bytes: 77 });
    const more = msg === '4' ? { resendAfterMs: 500 } : msg === '5' ? { heldUntilMs: 3310 } : {};
    story.pdu(ms, 3, 0, 'down', 'ws.frame', [msg], { bytes: 62, ...more });
  }
  return story;
}
