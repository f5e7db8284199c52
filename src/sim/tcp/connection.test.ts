import { describe, expect, test } from 'vitest';
import { symmetricPath } from '#netem/model.ts';
import { NO_EVENT, RST } from '#trace/events.ts';
import { pattern, Rig } from '../testing.ts';

/** An established connection over a round trip of 100 ms. */
function established(more: Parameters<typeof symmetricPath>[1] = {}, rttMs = 100): Rig {
  const rig = new Rig(symmetricPath(rttMs, more));
  rig.tcp.connect();
  rig.run(500);
  return rig;
}

function outage(rig: Rig, on: boolean): void {
  for (const dir of ['up', 'down'] as const) rig.path.set(dir, { ...rig.path.params[dir], outage: on });
}

/** Milliseconds after `from` at which segments were sent for this reason. */
function sentAt(rig: Rig, dir: 'up' | 'down', why: readonly string[], from = 0): number[] {
  return rig.sink
    .of('segment.sent')
    .filter((event) => event.dir === dir && why.includes(event.why))
    .map(({ t }) => t / 1000 - from);
}

describe('the handshake', () => {
  test('takes a round trip for the client, and a half more for the server', () => {
    const rig = established();
    expect([rig.client.established, rig.server.established]).toEqual([100_000, 150_000]);
    expect(rig.ladder()).toEqual(['0 up -1+0 ack 0 syn', '50 down -1+0 ack 0 syn', '100 up 0+0 ack 0 ack']);
    expect(rig.sink.of('segment.sent').map(({ wireBytes }) => wireBytes)).toEqual([60, 60, 52]);
    expect([rig.tcp.client.state, rig.tcp.server.state]).toEqual(['established', 'established']);
  });

  test('repeats SYN after 1, 2, 3, 4 and 5 s, then less and less often, and gives up', () => {
    const rig = new Rig(symmetricPath(100, { outage: true }));
    rig.tcp.connect();
    rig.run(200_000);
    const retries = sentAt(rig, 'up', ['rto']).map((ms) => Math.round(ms / 1000));
    expect(retries).toEqual([1, 2, 3, 4, 5, 7, 11, 19, 36, 70]);
    expect(rig.client.closed).toBe('timeout');
    const [first, ...copies] = rig.sink.of('segment.sent');
    expect(copies.every(({ original }) => original === first?.id)).toBe(true);
  });

  test('a lost SYN-ACK comes again, and data may complete it when the ACK is lost', () => {
    const rig = new Rig(symmetricPath(100));
    rig.path.pick('down', 0);
    rig.path.pick('up', 2);
    rig.tcp.connect();
    rig.tcp.client.write(pattern(10));
    rig.run(5000);
    expect(rig.server.got).toHaveLength(10);
  });
});

describe('sending', () => {
  test('a window of 10 doubles every round trip', () => {
    const rig = established();
    rig.tcp.server.write(pattern(500_014));
    rig.run(3000);
    const rounds = new Map<number, number>();
    for (const ms of sentAt(rig, 'down', ['data'])) rounds.set(ms, (rounds.get(ms) ?? 0) + 1);
    expect([...rounds]).toEqual([
      [500, 10],
      [600, 20],
      [700, 40],
      [800, 80],
      [900, 160],
      [1000, 36],
    ]);
    expect(rig.client.got).toEqual([...pattern(500_014)]);
  });

  test('after an idle time the window begins at 10 again', () => {
    const rig = established();
    rig.tcp.server.write(pattern(500_000));
    rig.run(10_000);
    rig.tcp.server.write(pattern(500_000));
    rig.run(10_000);
    expect(sentAt(rig, 'down', ['data']).filter((ms) => ms === 10_000)).toHaveLength(10);
  });

  test('what was written before the connection is up goes out with it', () => {
    const rig = new Rig(symmetricPath(100));
    expect(rig.tcp.client.write(pattern(3))).toEqual({ from: 0, to: 3 });
    expect(rig.tcp.client.write(pattern(4))).toEqual({ from: 3, to: 7 });
    rig.tcp.connect();
    rig.run(150);
    expect(sentAt(rig, 'up', ['data'])).toEqual([100]);
    expect(rig.server.got).toEqual([...pattern(3), ...pattern(4)]);
  });
});

describe('the retransmission time-out in the trace', () => {
  test('is how long the sender waits after each copy', () => {
    const rig = established();
    outage(rig, true);
    rig.tcp.server.write(pattern(60));
    rig.run(6000);
    const copies = rig.sink.of('segment.sent').filter(({ why }) => why === 'rto');
    const waits = copies.slice(1).map(({ t }, i) => (t - (copies[i]?.t ?? 0)) / 1000);
    expect(waits.length).toBeGreaterThan(1);
    waits.forEach((wait, i) => {
      expect(Math.abs(wait / (copies[i]?.rtoMs ?? 0) - 1)).toBeLessThan(0.15); // The timer wheel rounds up.
    });
  });

  test("is the handshake's for SYN", () => {
    const rig = new Rig(symmetricPath(100, { outage: true }));
    rig.tcp.connect();
    rig.run(12_000);
    expect(rig.sink.of('segment.sent').map(({ rtoMs }) => rtoMs)).toEqual([
      1000, 1000, 1000, 1000, 1000, 2000, 4000, 8000,
    ]);
  });
});

describe('acknowledging', () => {
  test('pushes are acknowledged at once', () => {
    const rig = established();
    for (let i = 0; i < 5; i++)
      rig.at(1000 * (i + 1), () => {
        rig.tcp.server.write(pattern(60));
      });
    rig.run(10_000);
    expect(sentAt(rig, 'up', ['ack']).slice(1)).toEqual([1050, 2050, 3050, 4050, 5050]);
  });

  test('where answers are usual, an acknowledgement waits 40 ms for one', () => {
    const rig = established();
    const { server } = rig.tcp;
    let answers = true;
    server.handlers.data = () => {
      if (answers) server.write(pattern(300));
    };
    rig.tcp.client.write(pattern(594));
    rig.run(1000);
    rig.tcp.client.write(pattern(594));
    rig.run(2000);
    answers = false;
    rig.tcp.client.write(pattern(21));
    rig.run(3000);
    // The second request's acknowledgement rides on the answer; nothing answers the third.
    expect(sentAt(rig, 'down', ['ack'])).toEqual([550, 2092]);
  });
});

describe('loss', () => {
  test('in an outage a probe comes after R, then copies at 2R, 4R, 8R', () => {
    const rig = established();
    rig.tcp.server.write(pattern(60));
    rig.run(1000);
    outage(rig, true);
    rig.tcp.server.write(pattern(60));
    rig.run(8000);
    const copies = sentAt(rig, 'down', ['tlp', 'rto'], 1000);
    const measured = [311, 643, 1272, 2520, 5071];
    expect(copies).toHaveLength(measured.length);
    copies.forEach((ms, i) => {
      expect(Math.abs(ms / (measured[i] ?? 0) - 1)).toBeLessThan(0.08);
    });
    expect(rig.sink.of('tcp.timer').map(({ timer, side }) => `${side} ${timer}`)).toEqual([
      'server tlp',
      'server rto',
      'server rto',
      'server rto',
      'server rto',
    ]);
    outage(rig, false);
    rig.run(20_000);
    expect(rig.client.got).toEqual([...pattern(60), ...pattern(60)]);
  });

  test('a lost segment holds back those behind it, and RACK repairs it', () => {
    const rig = established();
    rig.path.pick('down', 1); // Number 0 is the SYN-ACK.
    rig.tcp.server.write(pattern(60, 1));
    rig.run(510);
    rig.tcp.server.write(pattern(60, 2));
    rig.run(600);
    expect(rig.client.got).toEqual([]);
    rig.run(2000);
    expect(rig.client.got).toEqual([...pattern(60, 1), ...pattern(60, 2)]);
    const [copy] = rig.sink.of('segment.sent').filter(({ why }) => why === 'fast');
    // The first is overdue by a round trip and a quarter, which allows for reordering.
    expect(copy?.t).toBeGreaterThan(625_000);
    expect(copy?.t).toBeLessThan(640_000);
    const last = rig.sink.of('stream.advanced').at(-1);
    expect([last?.from, last?.to]).toEqual([0, 120]);
    const sack = rig.sink.of('segment.sent').find((event) => event.sack.length > 0);
    expect(sack).toMatchObject({ ack: 0, sack: [60, 120], wireBytes: 64 });
  });

  test('three segments behind a lost one prove the loss at once', () => {
    const rig = established();
    rig.path.pick('down', 1);
    rig.tcp.server.write(pattern(8 * 1448));
    rig.run(2000);
    expect(sentAt(rig, 'down', ['fast'])).toEqual([600]);
    expect(rig.client.got).toHaveLength(8 * 1448);
  });

  test('a copy names the first transmission, and its timer as its cause', () => {
    const rig = established();
    rig.path.pick('down', 1);
    rig.tcp.server.write(pattern(60));
    rig.run(2000);
    const [first, copy] = rig.sink.of('segment.sent').filter(({ len }) => len > 0);
    const [timer] = rig.sink.of('tcp.timer');
    expect(first?.original).toBe(NO_EVENT);
    expect(copy).toMatchObject({ why: 'tlp', original: first?.id, cause: timer?.id });
    expect(timer?.since).toBe(500_000);
  });

  test('a lost acknowledgement costs a copy, which is reported as needless', () => {
    const rig = established();
    rig.path.pick('up', 2); // After SYN and ACK.
    rig.tcp.server.write(pattern(60));
    rig.run(2000);
    expect(sentAt(rig, 'down', ['tlp', 'rto'])).toHaveLength(1);
    const report = rig.sink.of('segment.sent').at(-1);
    expect(report).toMatchObject({ dir: 'up', ack: 60, sack: [0, 60] });
    expect(rig.client.got).toHaveLength(60);
  });

  test('retransmission is given up after about 15 minutes', () => {
    const rig = established();
    outage(rig, true);
    rig.tcp.server.write(pattern(60));
    rig.run(2_000_000);
    expect(rig.server.closed).toBe('timeout');
    const closed = rig.sink.events.find(({ type }) => type === 'conn.closed');
    expect(closed?.t).toBeGreaterThan(924_600_000);
    expect(closed?.t).toBeLessThan(1_060_000_000);
    expect(rig.client.closed).toBeNull();
    // The client learns of it when it sends: the server answers with RST.
    outage(rig, false);
    rig.tcp.client.write(pattern(1));
    rig.run(2_001_000);
    expect(rig.client.closed).toBe('reset');
  });
});

describe('closing', () => {
  test('FIN follows the data, and both ends close in order', () => {
    const rig = established();
    const { client, server } = rig.tcp;
    server.handlers.end = () => {
      server.write(pattern(5));
      server.end();
    };
    client.write(pattern(100));
    client.end();
    expect(client.state).toBe('closing');
    rig.run(2000);
    expect(rig.server.got).toHaveLength(100);
    expect(rig.client.got).toHaveLength(5);
    expect([rig.client.closed, rig.server.closed]).toEqual(['fin', 'fin']);
    expect([client.state, server.state]).toEqual(['closed', 'closed']);
  });

  test('one direction may stay open', () => {
    const rig = established();
    rig.tcp.client.end();
    rig.run(1000);
    rig.tcp.server.write(pattern(10));
    rig.run(2000);
    expect(rig.server.ended).toBe(true);
    expect(rig.client.got).toHaveLength(10);
    expect([rig.client.closed, rig.server.closed]).toEqual([null, null]);
  });

  test('lost FINs and acknowledgements of FINs are repaired', () => {
    for (const lost of [2, 3]) {
      const rig = established();
      const { client, server } = rig.tcp;
      rig.path.pick('up', lost);
      rig.path.pick('down', lost - 1);
      server.handlers.end = () => {
        server.end();
      };
      client.end();
      rig.run(20_000);
      expect([rig.client.closed, rig.server.closed]).toEqual(['fin', 'fin']);
    }
  });

  test('RST ends both sides, and nothing is sent any more', () => {
    const rig = established();
    rig.tcp.server.write(pattern(60));
    rig.tcp.client.reset();
    expect(rig.client.closed).toBe('reset');
    rig.run(20_000);
    expect(rig.server.closed).toBe('reset');
    expect(rig.sink.of('segment.sent').filter(({ t }) => t > 1_000_000)).toEqual([]);
  });

  test('a lost RST is made up for when the peer sends', () => {
    const rig = established();
    rig.path.pick('up', 2);
    rig.tcp.client.reset();
    rig.run(2000);
    expect(rig.server.closed).toBeNull();
    rig.tcp.server.write(pattern(60));
    rig.run(3000);
    expect(rig.server.closed).toBe('reset');
    expect(rig.sink.of('segment.sent').filter(({ flags }) => (flags & RST) !== 0)).toHaveLength(2);
  });
});

test('causes lead from a delivery back to the write', () => {
  const rig = established();
  rig.tcp.server.write(pattern(60));
  rig.run(2000);
  const [advanced] = rig.sink.of('stream.advanced');
  const received = rig.sink.of('segment.received').find(({ id }) => id === advanced?.cause);
  const sent = rig.sink.of('segment.sent').find(({ id }) => id === received?.sent);
  expect(sent).toMatchObject({ dir: 'down', len: 60, cause: NO_EVENT });
  const ack = rig.sink.of('segment.sent').at(-1);
  expect(ack).toMatchObject({ dir: 'up', why: 'ack', cause: received?.id });
  expect(rig.sink.cause).toBe(NO_EVENT);
});

describe('a host that crashed and came back', () => {
  test('knows nothing of the connection: the peer goes on believing in it until it sends, and gets RST', () => {
    const rig = established();
    rig.tcp.server.forget();
    rig.run(60_000);
    expect([rig.server.closed, rig.client.closed]).toEqual(['lost', null]);
    expect(rig.sink.of('segment.sent').filter(({ t }) => t > 1_000_000)).toEqual([]);
    rig.tcp.client.write(pattern(1));
    rig.run(61_000);
    expect(rig.client.closed).toBe('reset');
    expect(rig.tcp.open).toBe(false);
  });

  test('a server that lost a half-made connection answers the acknowledgement with RST', () => {
    const rig = new Rig(symmetricPath(100));
    rig.tcp.connect();
    rig.run(75);
    rig.tcp.server.forget();
    rig.run(1000);
    expect([rig.client.closed, rig.server.closed]).toEqual(['reset', null]);
  });

  test('a connection that is over leaves nothing to forget but TIME-WAIT', () => {
    const rig = established();
    rig.tcp.server.handlers.end = () => {
      rig.tcp.server.end();
    };
    rig.tcp.client.end();
    rig.run(2000);
    rig.tcp.client.forget();
    rig.tcp.server.forget();
    expect([rig.client.closed, rig.server.closed]).toEqual(['fin', 'fin']);
  });
});
