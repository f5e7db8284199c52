import { beforeAll, describe, expect, test } from 'vitest';
import { utf8 } from '#base/bytes.ts';
import { fromS } from '#base/time.ts';
import { LabRun } from '#lab/run.ts';
import { recipeOf, SCENARIOS } from '#lab/scenarios.ts';
import { inPageTransport } from '#lab/transports/in-page.ts';
import { ensure } from '#base/assert.ts';
import { peel, type Peeled } from '#trace/skins.ts';

const RACE = recipeOf(ensure(SCENARIOS[0], 'a scenario'));
const LANES = ['polling', 'longpoll', 'sse', 'ws'];

async function played(settings: Partial<typeof RACE.settings> = {}): Promise<LabRun> {
  const run = new LabRun({ ...RACE, settings: { ...RACE.settings, ...settings } }, inPageTransport);
  await run.runTo(fromS(20));
  return run;
}

function layers(peeled: Peeled): Record<string, number> {
  return Object.fromEntries(peeled.skins.map(({ layer, bytes }) => [layer, bytes]));
}

function skinsOf(run: LabRun, lane: string, msg: string): Peeled {
  return ensure(peel(run.trace, LANES.indexOf(lane), msg) ?? undefined, `message ${msg}`);
}

describe('the skins of a message', () => {
  let run: LabRun;
  beforeAll(async () => {
    run = await played();
  });

  test('sum to the octets of the packets that carried it', () => {
    for (const lane of LANES)
      for (let msg = 1; msg <= 10; msg++) {
        const { skins, segments, totalBytes } = skinsOf(run, lane, String(msg));
        const sent = segments.map((id) => run.trace.of(id, 'segment.sent').wireBytes);
        expect(skins.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(totalBytes);
        expect(totalBytes, `${lane} ${String(msg)}`).toBe(sent.reduce((sum, bytes) => sum + bytes, 0));
      }
  });

  test('of a WebSocket are a header of two octets, TCP with timestamps and IP', () => {
    expect(layers(skinsOf(run, 'ws', '5'))).toEqual({ message: 60, frame: 2, tcp: 32, ip: 20 });
  });

  test('of a server-sent event are its fields and its chunk', () => {
    const peeled = skinsOf(run, 'sse', '5');
    // "id: 5\ndata: " and two line feeds; "4a\r\n" and "\r\n".
    expect(layers(peeled)).toEqual({ message: 60, event: 14, chunk: 6, tcp: 32, ip: 20 });
    expect(peeled.skins.map(({ text }) => text).slice(1, 3)).toEqual(['id: 5\ndata: …\n\n', '4a\r\n…\r\n']);
  });

  test('of an answer are its head and what else stands in it', () => {
    const { skins, companions } = skinsOf(run, 'longpoll', '5');
    const [message, envelope, http] = skins;
    expect(companions).toEqual([]);
    expect(envelope).toMatchObject({ layer: 'envelope', bytes: 15, text: '{"messages":[…]}' });
    expect(http?.text).toMatch(/^HTTP\/1\.1 200 OK\r\n/u);
    expect(http?.text?.endsWith('\r\n\r\n')).toBe(true);
    expect(utf8(message?.text ?? '').length).toBe(message?.bytes);
  });

  test('names the messages that came in the same answer', () => {
    const { companions, skins } = skinsOf(run, 'polling', '4');
    expect(companions).toEqual(['3']);
    expect(skins[1]?.bytes).toBe(15 + 1 + 60);
  });

  test('are not there before it was delivered', () => {
    expect(peel(run.trace, 0, '999')).toBeNull();
  });
});

test('TLS adds a record of its own', async () => {
  const run = await played({ 'path.tls': 1 });
  expect(layers(skinsOf(run, 'ws', '5'))).toEqual({ message: 60, frame: 2, tls: 22, tcp: 32, ip: 20 });
  expect(skinsOf(run, 'ws', '5').skins[0]?.text).toMatch(/^\{"id":5,/u);
});
