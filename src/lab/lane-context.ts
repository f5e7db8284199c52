/** What every part of one lane shares: the clock, the trace, the seed, and how to wait for real asynchrony. */
import { draw, drawU32, type DrawPurpose } from '#base/random.ts';
import { fromMs } from '#base/time.ts';
import type { Scheduler, Scheduled } from '#sim/scheduler.ts';
import type { Direction, EventId, MsgId } from '#trace/events.ts';
import type { TraceSink } from '#trace/sink.ts';
import type { ClientStyle, TransportId } from './recipe.ts';

export interface LaneContext {
  readonly lane: number;
  readonly id: string;
  readonly transport: TransportId;
  readonly client: ClientStyle;
  readonly seed: number;
  readonly scheduler: Scheduler;
  readonly sink: TraceSink;
  /** Runs `work` in a later macrotask, after every promise callback that is due now. */
  readonly macrotask: (work: () => void) => void;
  /** Something of ours broke: the run stops and says so. */
  readonly fail: (error: unknown) => void;
  /** What is written in place of the sender's own octets: see `unitKey`. */
  readonly tampered: Map<string, Uint8Array>;
  /** The `pdu.received` that last brought each message down, until the application has it. */
  readonly arrivals: Map<MsgId, EventId>;
}

/** Names unit number `n`, from 0, of a connection and direction of a lane. */
export function unitKey(conn: number, dir: Direction, n: number): string {
  return `${String(conn)}/${dir}/${String(n)}`;
}

/** Holds the clock until the promise callbacks that the present work has set off have run. */
export function settle(context: LaneContext, name: string): void {
  const hold = context.scheduler.hold(`${context.id}: ${name}`);
  context.macrotask(() => {
    hold.release();
  });
}

/** Runs `work` with `cause` as the cause of what it logs, then puts the former cause back. */
export function because<T>(sink: TraceSink, cause: EventId, work: () => T): T {
  const before = sink.cause;
  sink.cause = cause;
  try {
    return work();
  } finally {
    sink.cause = before;
  }
}

/**
 * Keeps the present cause for the promise callbacks that the present work sets off: they run after it has returned and
 * its callers have put their own causes back. To be called before any promise is settled.
 */
export function carryCause({ sink }: LaneContext): void {
  const { cause } = sink;
  void Promise.resolve().then(() => {
    sink.cause = cause;
  });
}

/** A timer on the virtual clock, for the code of clients and servers. The lane settles after each call. */
export function virtualTimeout(context: LaneContext, delayMs: number, callback: () => void): Scheduled {
  const cause = context.sink.cause;
  return context.scheduler.after(fromMs(Math.max(0, delayMs)), context.lane, () => {
    context.sink.cause = cause;
    callback();
    settle(context, 'timer callback');
  });
}

/** Four octets, or any number of them, from the keyed generator: masking keys, handshake keys. */
export function drawBytes(context: LaneContext, n: number, purpose: DrawPurpose, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const words = Math.ceil(length / 4);
  for (let i = 0; i < length; i++) {
    const word = drawU32(context.seed, context.lane, 0, n * words + (i >> 2), purpose);
    bytes[i] = (word >>> (8 * (i % 4))) & 0xff;
  }
  return bytes;
}

/** A uniform number in [0, 1) for the lane. */
export function drawUniform(
  context: LaneContext,
  direction: Direction,
  n: number,
  purpose: DrawPurpose,
): number {
  return draw(context.seed, context.lane, direction === 'up' ? 0 : 1, n, purpose);
}

/** The messages that an object made by a server carries, noted when it was made. */
export class CarriedMessages {
  #by = new WeakMap<object, readonly MsgId[]>();

  note(bytes: object, messages: readonly MsgId[]): void {
    this.#by.set(bytes, messages);
  }

  of(bytes: object): readonly MsgId[] {
    return this.#by.get(bytes) ?? [];
  }
}
