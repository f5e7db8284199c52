/** For tests: a path, a connection and a sink that keeps everything. */
import { fromMs, ZERO, type SimTime } from '#base/time.ts';
import type { PathParams } from '#netem/model.ts';
import { NO_EVENT, type EventId, type EventOf, type EventType, type NewEvent } from '#trace/events.ts';
import type { TraceSink } from '#trace/sink.ts';
import { Path } from './link.ts';
import { Scheduler } from './scheduler.ts';
import { TcpConnection } from './tcp/connection.ts';
import type { CloseReason, TcpEndpoint } from './tcp/types.ts';

/** Keeps events, and checks that time never goes back. */
export class KeepingSink implements TraceSink {
  cause: EventId = NO_EVENT;
  readonly events: NewEvent[] = [];
  readonly #lengths = { up: 0, down: 0 };

  append(event: NewEvent): EventId {
    const last = this.events.at(-1);
    if (last && last.t > event.t) throw new Error(`${event.type} is before ${last.type}`);
    return this.events.push({ cause: this.cause, ...event }) - 1;
  }

  write(_lane: number, _conn: number, dir: 'up' | 'down', bytes: Uint8Array): number {
    const from = this.#lengths[dir];
    this.#lengths[dir] += bytes.length;
    return from;
  }

  of<T extends EventType>(type: T): EventOf<T>[] {
    return this.events.flatMap((event, id) => (event.type === type ? [{ id, ...event } as EventOf<T>] : []));
  }
}

/** What one side's handlers were told. */
export class Recorder {
  readonly got: number[] = [];
  established: SimTime | null = null;
  ended = false;
  closed: CloseReason | null = null;

  constructor(scheduler: Scheduler, endpoint: TcpEndpoint) {
    endpoint.handlers = {
      established: () => {
        this.established = scheduler.now;
      },
      data: (bytes, from) => {
        if (from !== this.got.length)
          throw new Error(`offset ${String(from)} after ${String(this.got.length)}`);
        for (const byte of bytes) this.got.push(byte);
      },
      end: () => {
        this.ended = true;
      },
      closed: (reason) => {
        if (this.closed) throw new Error('closed twice');
        this.closed = reason;
      },
    };
  }
}

/** A connection over a path of its own, not yet begun. */
export class Rig {
  readonly scheduler = new Scheduler();
  readonly sink = new KeepingSink();
  readonly path: Path;
  readonly tcp: TcpConnection;
  readonly client: Recorder;
  readonly server: Recorder;

  constructor(params: PathParams, seed = 1, reordering = false, keepaliveMs = 0) {
    const { scheduler, sink } = this;
    this.path = new Path({ scheduler, sink, seed, lane: 0, params, reordering });
    this.tcp = new TcpConnection({ scheduler, sink, path: this.path, lane: 0, conn: 1, keepaliveMs });
    this.client = new Recorder(scheduler, this.tcp.client);
    this.server = new Recorder(scheduler, this.tcp.server);
  }

  /** Runs everything up to and including `ms`. */
  run(ms: number): void {
    const until = fromMs(ms);
    while (this.scheduler.runNext(until));
    this.scheduler.advanceTo(until);
  }

  /** Runs everything there is. */
  drain(): void {
    while (this.scheduler.runNext(Number.MAX_SAFE_INTEGER as SimTime));
  }

  /** Does `work` at `ms`. */
  at(ms: number, work: () => void): void {
    this.scheduler.at(fromMs(ms), 0, work);
  }

  /** The trace as lines: time in ms, direction, sequence and length, why. */
  ladder(): string[] {
    return this.sink
      .of('segment.sent')
      .map(
        ({ t, dir, seq, len, ack, why }) =>
          `${String((t - ZERO) / 1000)} ${dir} ${String(seq)}+${String(len)} ack ${String(ack)} ${why}`,
      );
  }
}

/** Octets that tell their place, so that loss, repetition and disorder show. */
export function pattern(length: number, salt = 0): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8) * 13 + salt) & 0xff);
}
