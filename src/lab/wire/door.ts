/**
 * What stands at the server's door. A proxy has a connection of its own to the server; here it stands in the server's
 * end of the client's, and what passes between the two takes no time.
 */
import { asksForUpgrade } from '#codecs/http1/framing.ts';
import { listMembers, type RequestHead } from '#codecs/http1/message.ts';
import { fromMs } from '#base/time.ts';
import type { Scheduled } from '#sim/scheduler.ts';
import type { BoxDeed, EventId } from '#trace/events.ts';
import { because, carryCause, type LaneContext } from '../lane-context.ts';
import type { Route } from '../settings-route.ts';
import type { Unit } from './pdu-link.ts';

/** What a box does to the server's end of a connection. */
export interface DoorHost {
  /** Hands a unit to TCP. */
  pass(unit: Unit): void;
  /** Answers the request under way in the server's place; the server's own answer is not wanted any more. */
  gatewayTimeout(): void;
  /** Ends the connection. */
  close(): void;
}

/** How a unit stands in its answer: it is all of it or the end, there is more to come, or it opens a stream. */
export type Place = 'last' | 'more' | 'stream' | 'unbuffered-stream';

/** The way through the door. */
export interface Door {
  /** A request comes in: returns what the server sees of it. */
  admit(head: RequestHead): RequestHead;
  /** The server has the whole request and owes an answer. */
  await(): void;
  /** The server has written a unit. */
  write(unit: Unit, place: Place): void;
  /** The connection is over. */
  over(): void;
}

interface Around {
  readonly context: LaneContext;
  readonly conn: number;
  readonly host: DoorHost;
  readonly route: Route;
}

export function openDoor(around: Around): Door {
  switch (around.route.box) {
    case 'buffering':
      return new BufferingProxy(around);
    case 'idle':
      return new ImpatientProxy(around);
    case 'strips-upgrade':
      return new UpgradeStripper(around);
    default:
      return new PlainDoor(around);
  }
}

/** What a box does unless it says otherwise. */
abstract class BaseDoor implements Door {
  protected readonly around: Around;

  constructor(around: Around) {
    this.around = around;
  }

  admit(head: RequestHead): RequestHead {
    return head;
  }

  await(): void {
    // Nobody waits.
  }

  abstract write(unit: Unit, place: Place): void;

  over(): void {
    // Nothing was kept.
  }

  protected acted(what: BoxDeed, bytes: number): EventId {
    const { context, conn } = this.around;
    const { sink, scheduler, lane } = context;
    return sink.append({ type: 'box.acted', t: scheduler.now, lane, conn, what, bytes });
  }
}

/** Nothing stands there. */
class PlainDoor extends BaseDoor {
  override write(unit: Unit): void {
    this.around.host.pass(unit);
  }
}

/**
 * A reverse proxy that collects the body of an answer and passes on whole buffers (nginx, `proxy_buffering on`), unless
 * the answer says `X-Accel-Buffering: no`. It keeps units whole: what fills the buffer goes out with it.
 */
class BufferingProxy extends BaseDoor {
  #buffering = false;
  #kept: Unit[] = [];
  #keptBytes = 0;

  override write(unit: Unit, place: Place): void {
    if (place === 'stream' || place === 'unbuffered-stream') this.#buffering = place === 'stream';
    else if (this.#buffering) {
      this.#keep(unit, place);
      return;
    }
    this.around.host.pass(unit);
  }

  override over(): void {
    this.#kept = [];
  }

  #keep(unit: Unit, place: Place): void {
    const { length } = unit.bytes;
    const held = this.acted('held', length);
    this.#kept.push({ ...unit, held });
    this.#keptBytes += length;
    if (place === 'last') this.#buffering = false;
    if (place === 'last' || this.#keptBytes >= this.around.route.boxBufferBytes)
      because(this.around.context.sink, held, () => {
        this.#release();
      });
  }

  #release(): void {
    const released = this.acted('released', this.#keptBytes);
    const kept = this.#kept;
    this.#kept = [];
    this.#keptBytes = 0;
    because(this.around.context.sink, released, () => {
      for (const unit of kept) this.around.host.pass(unit);
    });
  }
}

/**
 * A reverse proxy that waits for the server only so long (nginx, `proxy_read_timeout`): if no answer has begun it
 * answers 504 (RFC 9110 section 15.6.5), else it closes the connection.
 */
class ImpatientProxy extends BaseDoor {
  #patience: Scheduled | null = null;
  #answering = false;

  override await(): void {
    this.#answering = false;
    this.#wait();
  }

  override write(unit: Unit, place: Place): void {
    this.#answering = true;
    if (place === 'last') this.over();
    else this.#wait();
    this.around.host.pass(unit);
  }

  override over(): void {
    this.#patience?.cancel();
  }

  #wait(): void {
    const { context, route } = this.around;
    this.#patience?.cancel();
    this.#patience = context.scheduler.after(fromMs(route.boxIdleMs), context.lane, () => {
      this.#lose();
    });
  }

  #lose(): void {
    const { context, host } = this.around;
    const acted = this.acted(this.#answering ? 'closed' : 'answered-504', 0);
    because(context.sink, acted, () => {
      if (this.#answering) host.close();
      else host.gatewayTimeout();
    });
  }
}

/**
 * A transparent proxy that does not know the protocol asked for: as every intermediary it removes Connection and the
 * headers that it names before it forwards a request (RFC 9110 section 7.6.1). It can't do so inside TLS.
 */
class UpgradeStripper extends PlainDoor {
  override admit(head: RequestHead): RequestHead {
    if (this.around.route.tls || !asksForUpgrade(head)) return head;
    const hopByHop = [
      'connection',
      ...listMembers(head.headers, 'connection').map((name) => name.toLowerCase()),
    ];
    const removed = head.headers.filter(([name]) => hopByHop.includes(name.toLowerCase()));
    const headers = head.headers.filter((header) => !removed.includes(header));
    // Name, colon, space, value and line end.
    const bytes = removed.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
    this.around.context.sink.cause = this.acted('stripped', bytes);
    carryCause(this.around.context);
    return { ...head, headers };
  }
}
