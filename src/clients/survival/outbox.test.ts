/** Lines that go up: kept, sent again, in order, and no faster than they are taken away. */
import { expect, test } from 'vitest';
import type { Message } from '../api.ts';
import { createOutbox, type Carrier, type Outbox } from './outbox.ts';
import type { Strategies } from './strategies.ts';
import { HandTimers, strategies } from './testing.ts';

class Recorder implements Carrier {
  readonly sent: Message['id'][] = [];
  readonly window: number;
  buffered = 0;

  constructor(window = Infinity) {
    this.window = window;
  }

  send({ id }: Message): void {
    this.sent.push(id);
  }

  bufferedBytes(): number {
    return this.buffered;
  }

  stop(): void {
    this.sent.push('stopped');
  }
}

interface Tried {
  readonly outbox: Outbox;
  readonly timers: HandTimers;
  /** What it says of itself: the last state of the queue, and all acknowledgements. */
  readonly said: { queue: string; acknowledged: Message['id'][] };
}

function tried(on: Partial<Strategies>): Tried {
  const timers = new HandTimers();
  const said: Tried['said'] = { queue: '', acknowledged: [] };
  const outbox = createOutbox(timers, () => ({ ...strategies, ...on }), {
    outbox: (waiting, unacknowledged) => {
      said.queue = `${waiting.join()}|${unacknowledged.join()}`;
    },
    acknowledged: (id) => said.acknowledged.push(id),
  });
  return { outbox, timers, said };
}

function add({ outbox }: Tried, ...ids: string[]): void {
  for (const id of ids) outbox.add({ id, t: 0, text: '' });
}

test('without acknowledgements a line is out of hand once it is handed over', () => {
  const it = tried({});
  const carrier = new Recorder();
  add(it, 'u1');
  it.outbox.attach(carrier);
  add(it, 'u2');
  expect([carrier.sent, it.said.queue]).toEqual([['u1', 'u2'], '|']);
  it.outbox.detach();
  add(it, 'u3');
  const next = new Recorder();
  it.outbox.attach(next);
  it.timers.pass(60_000);
  expect(next.sent).toEqual([]);
});

test('what nobody acknowledged goes up again on the next carrier, before what came later', () => {
  const it = tried({ ack: true });
  it.outbox.attach(new Recorder());
  add(it, 'u1', 'u2', 'u3');
  it.outbox.acknowledged('u1');
  it.outbox.detach();
  add(it, 'u4');
  expect(it.said.queue).toBe('u2,u3,u4|');
  const next = new Recorder();
  it.outbox.attach(next);
  expect(next.sent).toEqual(['u2', 'u3', 'u4']);
});

test('the oldest goes up again, each time after twice the wait', () => {
  const it = tried({ ack: true, ackTimeoutMs: 1000 });
  const carrier = new Recorder();
  it.outbox.attach(carrier);
  add(it, 'u1', 'u2');
  it.timers.pass(999);
  expect(carrier.sent).toEqual(['u1', 'u2']);
  it.timers.pass(1);
  expect(carrier.sent).toEqual(['u1', 'u2', 'u1']);
  it.timers.pass(1999);
  expect(carrier.sent).toHaveLength(3);
  it.timers.pass(1);
  expect(carrier.sent).toHaveLength(4);
  it.outbox.acknowledged('u1');
  it.timers.pass(1000);
  expect(carrier.sent.at(-1)).toBe('u2');
});

test('a line that has not left yet is not sent again', () => {
  const it = tried({ ack: true, ackTimeoutMs: 1000 });
  const carrier = new Recorder();
  it.outbox.attach(carrier);
  add(it, 'u1');
  carrier.buffered = 500;
  it.timers.pass(10_000);
  expect(carrier.sent).toEqual(['u1']);
  carrier.buffered = 0;
  it.timers.pass(1000);
  expect(carrier.sent).toEqual(['u1', 'u1']);
});

test('an acknowledgement counts once, and one of a stranger not at all', () => {
  const it = tried({ ack: true });
  it.outbox.attach(new Recorder());
  add(it, 'u1');
  for (const id of ['u1', 'u1', 7]) it.outbox.acknowledged(id);
  expect(it.said.acknowledged).toEqual(['u1']);
});

test('lines wait while the API holds more than the high-water mark, and go when it holds less', () => {
  const it = tried({ highWaterBytes: 1000 });
  const carrier = new Recorder();
  it.outbox.attach(carrier);
  carrier.buffered = 1001;
  add(it, 'u1', 'u2');
  expect([carrier.sent, it.said.queue]).toEqual([[], 'u1,u2|']);
  carrier.buffered = 1000;
  it.timers.pass(100);
  expect(carrier.sent).toEqual(['u1', 'u2']);
});

test('of a carrier that takes one line at a time the next follows the acknowledgement', () => {
  const it = tried({ ack: true });
  const carrier = new Recorder(1);
  it.outbox.attach(carrier);
  add(it, 'u1', 'u2');
  expect(carrier.sent).toEqual(['u1']);
  it.outbox.acknowledged('u1');
  expect(carrier.sent).toEqual(['u1', 'u2']);
});

test('who failed waits as long as it was told, unless the network is back before', () => {
  const it = tried({ ack: true, ackTimeoutMs: 1000 });
  const carrier = new Recorder(1);
  it.outbox.attach(carrier);
  add(it, 'u1');
  it.outbox.failed(5000);
  it.timers.pass(4999);
  expect(carrier.sent).toEqual(['u1']);
  it.outbox.hurry();
  it.timers.pass(0);
  expect(carrier.sent).toEqual(['u1', 'u1']);
});

test('a carrier that takes over stops the one before', () => {
  const it = tried({ ack: true });
  const [first, second] = [new Recorder(), new Recorder()];
  it.outbox.attach(first);
  add(it, 'u1');
  it.outbox.attach(second);
  expect([first.sent, second.sent]).toEqual([['u1', 'stopped'], ['u1']]);
});
