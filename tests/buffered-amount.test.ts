/** `bufferedAmount` over the modelled line: what was handed to `send` and TCP has not sent, told by the segments. */
import { expect, test } from 'vitest';
import { ensure } from '#base/assert.ts';
import { inPageTransport } from '#lab/transports/in-page.ts';
import type { Settings } from '#lab/settings.ts';
import type { EventOf } from '#trace/events.ts';
import { next, type Page } from './web-apis/case.ts';
import { LanePageUnderTest } from './web-apis/lane-page.ts';

/** A thin line with a long way: 200 kbit/s up, 100 ms there. */
const THIN: Partial<Settings> = { 'net.up.rateKbit': 200, 'net.up.delayMs': 100, 'net.down.delayMs': 100 };

async function opened({ WebSocket, socketOrigin }: Page): Promise<WebSocket> {
  const socket = new WebSocket(`${socketOrigin}/echo`);
  await next(socket, 'open');
  return socket;
}

/** Octets of the stream up that have been sent at least once, and those written, when the trace had `known` events. */
function sentAndWritten({ trace }: LanePageUnderTest, known: number): { sent: number; written: number } {
  let sent = 0;
  let written = 0;
  for (let id = 0; id < known; id++) {
    const event = trace.at(id);
    if (event.type === 'segment.sent' && event.dir === 'up') sent = Math.max(sent, event.seq + event.len);
    if (event.type === 'pdu.sent' && event.dir === 'up') written = event.to;
  }
  return { sent, written };
}

test('it falls as TCP sends, in step with the segments, and ends at 0', async () => {
  const lane = new LanePageUnderTest(inPageTransport, THIN);
  const size = 150_000;
  const samples = await lane.play(async (page) => {
    const socket = await opened(page);
    socket.send(new Uint8Array(size));
    const seen = [{ amount: socket.bufferedAmount, known: 0 }];
    for (let i = 0; i < 100; i++) {
      await page.wait(100);
      seen.push({ amount: socket.bufferedAmount, known: lane.trace.length });
    }
    return seen;
  });
  expect(samples[0]?.amount).toBe(size);
  expect(samples.at(-1)?.amount).toBe(0);
  const under = samples.slice(1).filter(({ amount }) => amount > 0);
  expect(under.length).toBeGreaterThan(10);
  for (const { amount, known } of under) {
    const { sent, written } = sentAndWritten(lane, known);
    // A frame of 150,000 octets has a header of 14: the message counts in proportion.
    expect(Math.abs(amount - (written - sent))).toBeLessThan(15);
  }
});

test('several messages count together, and compression does not change what was handed over', async () => {
  for (const deflate of [0, 1]) {
    const lane = new LanePageUnderTest(inPageTransport, { ...THIN, 'ws.deflate': deflate });
    const amounts = await lane.play(async (page) => {
      const socket = await opened(page);
      const octets = Uint8Array.from({ length: 40_000 }, (_, i) => (i * i * 31) >> 7);
      const seen: number[] = [];
      for (let i = 0; i < 3; i++) {
        socket.send(octets);
        seen.push(socket.bufferedAmount);
      }
      await page.wait(30_000);
      return [...seen, socket.bufferedAmount];
    });
    expect(amounts).toEqual([40_000, 80_000, 120_000, 0]);
  }
});

test('it stays when the connection is gone, and never goes back to 0', async () => {
  const lane = new LanePageUnderTest(inPageTransport, THIN);
  const [before, atClose, after] = await lane.play(async (page) => {
    const socket = await opened(page);
    socket.send('drop');
    socket.send(new Uint8Array(200_000));
    await next(socket, 'close');
    const amount = socket.bufferedAmount;
    socket.send('late');
    await page.wait(10_000);
    return [amount, amount, socket.bufferedAmount];
  });
  expect(before).toBeGreaterThan(100_000);
  expect(atClose).toBe(before);
  expect(after).toBe(ensure(before, 'amount') + 4);
});

test('the trace says what the script sees of each end', async () => {
  const lane = new LanePageUnderTest(inPageTransport);
  await lane.play(async (page) => {
    const polite = await opened(page);
    polite.close(3000, 'bye');
    await next(polite, 'close');
    const dropped = await opened(page);
    dropped.send('drop');
    await next(dropped, 'close');
  });
  const ends = Array.from({ length: lane.trace.length }, (_, id) => lane.trace.at(id)).filter(
    (event): event is EventOf<'script.closed'> => event.type === 'script.closed',
  );
  expect(ends).toMatchObject([
    { request: 1, code: 3000, reason: 'bye', clean: true },
    { request: 2, code: 1006, reason: '', clean: false },
  ]);
});

test('the close event waits for the end of the TCP connection, one round trip after the close frame', async () => {
  const lane = new LanePageUnderTest(inPageTransport);
  const states = await lane.play(async (page) => {
    const socket = await opened(page);
    socket.send('close 4000');
    const seen: number[] = [];
    while (socket.readyState !== 3) {
      await page.wait(10);
      if (seen.at(-1) !== socket.readyState) seen.push(socket.readyState);
    }
    return seen;
  });
  expect(states).toEqual([1, 2, 3]);
});
