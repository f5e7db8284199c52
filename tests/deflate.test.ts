/** permessage-deflate on the modelled wire: agreed to by a setting, and read by whoever reads a run. */
import { expect, test } from 'vitest';
import { ensure } from '#base/assert.ts';
import { concat, fromLatin1, fromUtf8 } from '#base/bytes.ts';
import { fromS } from '#base/time.ts';
import { compressionAt } from '#trace/compression.ts';
import { exportAll } from '#trace/export/export.ts';
import { exportHar } from '#trace/export/har.ts';
import { framesIn } from '#trace/inspect-frames.ts';
import { inspect } from '#trace/inspect.ts';
import { Scoreboard } from '#trace/metrics.ts';
import { reactionTo } from '#trace/reaction.ts';
import { peel } from '#trace/skins.ts';
import { inflateMessage, judgeCompressed } from '#views/inspector/modes/frame/inflating.ts';
import type { LabRun } from '#lab/run.ts';
import { eventsOf, play, type Of } from '#lab/testing.ts';

const SAID = { at: fromS(3), say: 'a line that goes up, up, up and up', id: 'u1' } as const;

async function playWith(deflate: 0 | 1): Promise<LabRun> {
  return play('ws', 12, { set: { 'ws.deflate': deflate }, recipe: { interventions: [SAID] } });
}

function frames(run: LabRun): Of<'pdu.sent'>[] {
  return eventsOf(run, 'pdu.sent').filter(({ kind }) => kind === 'ws.frame');
}

function answer(run: LabRun): string {
  const { id } = ensure(
    eventsOf(run, 'pdu.sent').find(({ kind }) => kind === 'ws.response'),
    'answer',
  );
  return fromLatin1(inspect(run.trace, id).octets);
}

function size(run: LabRun): number {
  return frames(run).reduce((sum, { from, to }) => sum + to - from, 0);
}

test('the server agrees where the setting says so, and the same messages take fewer octets', async () => {
  const plain = await playWith(0);
  const deflated = await playWith(1);
  expect(answer(plain)).not.toContain('Sec-WebSocket-Extensions');
  expect(answer(deflated)).toContain('\r\nSec-WebSocket-Extensions: permessage-deflate\r\n');
  const delivered = (run: LabRun): string[] => eventsOf(run, 'app.delivered').map(({ msg }) => msg);
  expect(delivered(deflated)).toEqual(delivered(plain));
  expect(delivered(deflated)).toContain('u1');
  expect(size(deflated)).toBeLessThan(0.8 * size(plain));
});

test('a run with compression has the same hash every time', async () => {
  const [first, second] = [await playWith(1), await playWith(1)];
  expect(first.trace.hash()).toBe(second.trace.hash());
});

test('each compressed message can be read, behind those before it', async () => {
  const run = await playWith(1);
  for (const { id, dir, msgs } of frames(run)) {
    const { octets } = inspect(run.trace, id);
    const context = ensure(compressionAt(run.trace, id), 'agreement');
    const { plain } = inflateMessage(framesIn(octets), 0, context);
    const { id: said } = JSON.parse(fromUtf8(ensure(plain, 'inflated message'))) as { id: unknown };
    expect([String(said)]).toEqual(msgs);
    expect(judgeCompressed(octets, dir === 'up' ? 'server' : 'client', context).broken).toBeNull();
  }
});

test('what the peer makes of a compressed message is no fault, and the HAR has its text', async () => {
  const run = await playWith(1);
  const delivered = frames(run).filter(({ msgs, dir }) => dir === 'down' && msgs.length > 0);
  expect(reactionTo(run.trace, ensure(delivered[2], 'frame').id).steps.map(({ kind }) => kind)).toContain(
    'delivered',
  );
  const line = ensure(
    frames(run).find(({ dir }) => dir === 'up'),
    'line',
  );
  expect(reactionTo(run.trace, line.id).steps.map(({ kind }) => kind)).toContain('published');
  const { lanes, seed } = run.recipe;
  const har = exportAll(exportHar({ trace: run.trace, lanes, seed, until: fromS(12) }));
  expect(fromUtf8(concat(har))).toContain('a line that goes up, up, up and up');
});

test('the layers of a compressed message sum to what was sent, and so does the ledger', async () => {
  const run = await playWith(1);
  const peeled = ensure(peel(run.trace, 0, '3'), 'message 3');
  const [message, frame] = peeled.skins;
  const { from, to } = run.trace.of(peeled.carrier, 'pdu.sent');
  expect(frame).toMatchObject({ layer: 'frame', bytes: 2 });
  expect(message).toMatchObject({ layer: 'message', bytes: to - from - 2 });
  expect(JSON.parse(message?.text ?? '')).toMatchObject({ id: 3 });
  const [metrics] = new Scoreboard(run.trace, 1).at(fromS(12));
  const down = frames(run).filter(({ dir }) => dir === 'down');
  expect(metrics?.ledger.payload).toBe(down.reduce((sum, unit) => sum + unit.to - unit.from - 2, 0));
});
