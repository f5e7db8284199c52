/** What a run is exported as, read back: lines of JSON, an HTTP archive, a capture of packets. */
import { beforeAll, describe, expect, test } from 'vitest';
import { ensure } from '#base/assert.ts';
import { concat, fromHex, fromUtf8 } from '#base/bytes.ts';
import { EPOCH_MS, fromS } from '#base/time.ts';
import { LabRun } from '#lab/run.ts';
import { recipeOf, SCENARIOS } from '#lab/scenarios.ts';
import { inPageTransport } from '#lab/transports/in-page.ts';
import type { EventOf, EventType } from '#trace/events.ts';
import { exportAll, type ExportSource } from '#trace/export/export.ts';
import { exportHar } from '#trace/export/har.ts';
import { internetChecksum, tcpChecksum } from '#trace/export/ip-packet.ts';
import { exportJsonLines } from '#trace/export/json-lines.ts';
import { exportPcapng, type Vantage } from '#trace/export/pcapng.ts';

const race = ensure(SCENARIOS[0], 'scenario');
const END = fromS(30);

async function sourceOf(set: Partial<typeof race.settings> = {}): Promise<ExportSource> {
  const recipe = {
    ...recipeOf(race, { settings: { ...race.settings, ...set } }),
    interventions: [{ at: fromS(3), say: 'hello', id: 'u1' }],
  };
  const run = new LabRun(recipe, inPageTransport);
  await run.runTo(END);
  run.dispose();
  return { trace: run.trace, lanes: recipe.lanes, seed: recipe.seed, until: END };
}

const textOf = (parts: readonly Uint8Array[]): string => fromUtf8(concat(parts));

function eventsOf<T extends EventType>({ trace }: ExportSource, type: T): EventOf<T>[] {
  return Array.from({ length: trace.length }, (_, id) => trace.at(id)).filter(
    (event) => event.type === type,
  ) as EventOf<T>[];
}

interface Packet {
  readonly lane: number;
  readonly atUs: number;
  readonly octets: Uint8Array;
  readonly comment: string;
}

/** Reads a capture as the format has it: blocks, each with its length before and behind. */
function readCapture(file: Uint8Array): { types: number[]; names: string[]; packets: Packet[] } {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const found = { types: [] as number[], names: [] as string[], packets: [] as Packet[] };
  for (let at = 0; at < file.length;) {
    const type = view.getUint32(at, true);
    const length = view.getUint32(at + 4, true);
    expect(length % 4).toBe(0);
    expect(view.getUint32(at + length - 4, true)).toBe(length);
    found.types.push(type);
    const options = (from: number): Map<number, Uint8Array> => {
      const all = new Map<number, Uint8Array>();
      for (let o = from; o < at + length - 4;) {
        const size = view.getUint16(o + 2, true);
        all.set(view.getUint16(o, true), file.subarray(o + 4, o + 4 + size));
        o += 4 + Math.ceil(size / 4) * 4;
      }
      return all;
    };
    if (type === 1) {
      expect(view.getUint16(at + 8, true)).toBe(101);
      const all = options(at + 16);
      expect([...(all.get(9) ?? [])]).toEqual([6]);
      found.names.push(fromUtf8(all.get(2) ?? new Uint8Array()));
    }
    if (type === 6) {
      const size = view.getUint32(at + 20, true);
      expect(view.getUint32(at + 24, true)).toBe(size);
      found.packets.push({
        lane: view.getUint32(at + 8, true),
        atUs: view.getUint32(at + 12, true) * 2 ** 32 + view.getUint32(at + 16, true),
        octets: file.subarray(at + 28, at + 28 + size),
        comment: fromUtf8(options(at + 28 + Math.ceil(size / 4) * 4).get(1) ?? new Uint8Array()),
      });
    }
    at += length;
  }
  return found;
}

const capture = (source: ExportSource, vantage: Vantage) =>
  readCapture(concat(exportAll(exportPcapng(source, vantage))));

test('the Internet check sum is that of RFC 1071, section 3', () => {
  const octets = ensure(fromHex('0001f203f4f5f6f7') ?? undefined, 'octets');
  expect(internetChecksum(octets)).toBe(~0xddf2 & 0xffff);
  expect(internetChecksum(octets.subarray(0, 7))).toBe(~(0xddf2 - 0xf7) & 0xffff);
});

describe('a run with losses', () => {
  let source: ExportSource;
  beforeAll(async () => {
    source = await sourceOf({ 'net.up.lossPct': 8, 'net.down.lossPct': 8 });
  });

  test('as lines of JSON has every event, and every unit’s octets', () => {
    const [head, ...lines] = textOf(exportAll(exportJsonLines(source)))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(head).toMatchObject({ format: 'pushpull-trace', version: 1, seed: source.seed });
    expect(lines).toHaveLength(source.trace.length);
    const units = lines.filter(({ type }) => type === 'pdu.sent');
    for (const { octets, from, to } of units)
      expect(fromHex(octets as string)).toHaveLength((to as number) - (from as number));
  });

  test('up to an instant has nothing later in it', () => {
    const until = fromS(5);
    const lines = textOf(exportAll(exportJsonLines({ ...source, until })))
      .trimEnd()
      .split('\n');
    expect(lines).toHaveLength(1 + source.trace.countUntil(until));
    const last = capture({ ...source, until }, 'client').packets.at(-1);
    expect(last?.atUs).toBeLessThanOrEqual(EPOCH_MS * 1000 + until);
  });

  test('as a capture by the senders has a packet for each segment, with right check sums', () => {
    const sent = eventsOf(source, 'segment.sent');
    const { types, names, packets } = capture(source, 'senders');
    expect(types.slice(0, 5)).toEqual([0x0a0d0d0a, 1, 1, 1, 1]);
    expect(names).toEqual(source.lanes.map(({ id }) => id));
    expect(packets).toHaveLength(sent.length);
    packets.forEach(({ octets, lane, atUs }, i) => {
      const segment = ensure(sent[i], 'segment');
      expect(octets).toHaveLength(segment.wireBytes);
      expect([lane, atUs]).toEqual([segment.lane, EPOCH_MS * 1000 + segment.t]);
      expect(internetChecksum(octets.subarray(0, 20))).toBe(0);
      // Over a segment with the right sum in it the sum is zero.
      expect(tcpChecksum(octets)).toBe(0);
      expect(octets[33]).toBe(segment.flags);
    });
    const lost = packets.filter(({ comment }) => comment.includes('Lost on the way: random.'));
    expect(lost).toHaveLength(eventsOf(source, 'segment.lost').length);
    expect(lost.length).toBeGreaterThan(5);
  });

  test('as a capture by the senders holds each stream whole, in order', () => {
    const { packets } = capture(source, 'senders');
    const flows = new Map<string, { isn: number; lane: number; pieces: Map<number, Uint8Array> }>();
    for (const { octets, lane } of packets) {
      const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
      const key = [...octets.subarray(12, 24)].join('.');
      const seq = view.getUint32(24);
      if (((octets[33] ?? 0) & 2) !== 0) flows.set(key, { isn: seq, lane, pieces: new Map() });
      const payload = octets.subarray(20 + ((octets[32] ?? 0) >> 4) * 4);
      const flow = ensure(flows.get(key), 'a flow begins with SYN');
      if (payload.length > 0) flow.pieces.set((seq - flow.isn - 1) >>> 0, payload);
    }
    let compared = 0;
    for (const [key, { lane, pieces }] of flows) {
      const up = key.startsWith('192.0.2.');
      const ports = key.split('.').slice(8).map(Number);
      const port = up ? [ports[0], ports[1]] : [ports[2], ports[3]];
      const conn = (port[0] ?? 0) * 256 + (port[1] ?? 0) - 49_152;
      for (const [from, payload] of pieces) {
        const expected = source.trace.bytes(lane, conn, up ? 'up' : 'down', from, from + payload.length);
        expect(payload).toEqual(expected);
        compared += payload.length;
      }
    }
    expect(compared).toBeGreaterThan(20_000);
  });

  test('as a capture by one host lacks what never reached it', () => {
    const down = eventsOf(source, 'segment.received').filter(({ dir }) => dir === 'down');
    const up = eventsOf(source, 'segment.sent').filter(({ dir }) => dir === 'up');
    expect(capture(source, 'client').packets).toHaveLength(down.length + up.length);
  });

  test('as an HTTP archive has an entry for each request, whose phases sum to its time', () => {
    const { log } = JSON.parse(textOf(exportAll(exportHar(source)))) as { log: Har };
    expect(log.version).toBe('1.2');
    expect(log.comment).toContain('simulation');
    expect(log.entries).toHaveLength(eventsOf(source, 'request.issued').length);
    for (const { timings, time } of log.entries) {
      const { blocked, connect, send, wait, receive } = timings;
      const phases = [blocked, connect, send, wait, receive].filter((ms) => ms !== -1);
      for (const phase of phases) expect(phase).toBeGreaterThanOrEqual(0);
      expect(phases.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(time, 6);
    }
  });

  test('as an HTTP archive keeps what was said on open streams', () => {
    const { log } = JSON.parse(textOf(exportAll(exportHar(source)))) as { log: Har };
    const socket = ensure(
      log.entries.find((entry) => entry._webSocketMessages),
      'socket',
    );
    expect(socket.response.status).toBe(101);
    const messages = socket._webSocketMessages ?? [];
    expect(messages.filter(({ type }) => type === 'send').map(({ data }) => data)).toEqual([
      expect.stringContaining('hello'),
    ]);
    const lane = source.lanes.findIndex(({ transport }) => transport === 'ws');
    const delivered = eventsOf(source, 'app.delivered').filter((event) => event.lane === lane);
    expect(messages.filter(({ type }) => type === 'receive')).toHaveLength(delivered.length);
    const stream = ensure(
      log.entries.find((entry) => entry._eventStream),
      'stream',
    );
    expect(stream.response.status).toBe(200);
    expect(stream._eventStream?.[0]).toMatchObject({ id: '1', event: 'message' });
    const upward = log.entries.find(({ request }) => request.method === 'POST');
    expect(upward?.request.postData?.text).toContain('hello');
  });
});

test('a run with TLS names its port and scheme, and tells the handshake’s time apart', async () => {
  const source = await sourceOf({ 'path.tls': 1 });
  const { log } = JSON.parse(textOf(exportAll(exportHar(source)))) as { log: Har };
  const [first] = log.entries;
  expect(first?.request.url).toMatch(/^https:/);
  expect(first?.timings.ssl).toBeGreaterThan(0);
  expect(first?.timings.ssl).toBeLessThan(first?.timings.connect ?? 0);
  const [syn] = capture(source, 'senders').packets;
  expect([...(syn?.octets.subarray(22, 24) ?? [])]).toEqual([443 >> 8, 443 & 0xff]);
});

test('what is corrupted reaches the host that drops it, with a wrong check sum', async () => {
  const source = await sourceOf({ 'net.down.corruptPct': 10 });
  const wrong = capture(source, 'client').packets.filter(({ octets }) => tcpChecksum(octets) !== 0);
  expect(wrong.length).toBeGreaterThan(0);
  expect(wrong.every(({ comment }) => comment.includes('A bit was flipped'))).toBe(true);
});

interface Har {
  readonly version: string;
  readonly comment: string;
  readonly entries: readonly {
    readonly time: number;
    readonly timings: Readonly<Record<'blocked' | 'connect' | 'ssl' | 'send' | 'wait' | 'receive', number>>;
    readonly request: { readonly method: string; readonly url: string; readonly postData?: { text: string } };
    readonly response: { readonly status: number };
    readonly _webSocketMessages?: readonly { readonly type: string; readonly data: string }[];
    readonly _eventStream?: readonly object[];
  }[];
}
