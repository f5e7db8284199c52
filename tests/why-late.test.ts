import { describe, expect, test } from 'vitest';
import { ensure } from '#base/assert.ts';
import { fromS } from '#base/time.ts';
import { LabRun } from '#lab/run.ts';
import { recipeOf, SCENARIOS } from '#lab/scenarios.ts';
import type { SettingKey } from '#lab/settings.ts';
import { inPageTransport } from '#lab/transports/in-page.ts';
import { PRESETS } from '#netem/presets.ts';
import { presetValues } from '#state/net-edit.ts';
import { explainDelay } from '#trace/why-late.ts';
import { recompute } from './recompute.ts';

const race = ensure(SCENARIOS[0], 'scenario');
const WAIT = { polling: 'pollWait', longpoll: 'reRequest', sse: 'setup', ws: 'setup' } as const;

/** Of the presets, those that are worth a run of their own. */
const SLOW = /^chrome|^comcast: (EDGE|GPRS)|Very Bad/;

const STORMS: readonly (readonly [string, Partial<Record<SettingKey, number>>])[] = [
  ['the default line', {}],
  ...PRESETS.filter(({ id }) => SLOW.test(id)).map(
    (preset): readonly [string, Partial<Record<SettingKey, number>>] => [preset.id, presetValues(preset)],
  ),
  ['20 % loss', { 'net.up.lossPct': 20, 'net.down.lossPct': 20 }],
  ['an outage', { 'net.outageAtMs': 20_000, 'net.outageMs': 10_000 }],
  [
    'everything at once',
    {
      'net.up.lossPct': 8,
      'net.down.lossPct': 8,
      'net.down.rateKbit': 50,
      'net.up.rateKbit': 20,
      'net.down.jitterMs': 40,
      'net.up.jitterMs': 40,
    },
  ],
  [
    'duplicates, corruption and packets that overtake',
    {
      'net.up.duplicatePct': 20,
      'net.down.duplicatePct': 20,
      'net.down.corruptPct': 3,
      'net.up.reorderPct': 5,
      'net.down.reorderPct': 10,
      'net.down.reorderGap': 3,
      'net.down.jitterMs': 15,
    },
  ],
  [
    'bursts of losses, and jitter that reorders',
    {
      'net.up.gemodelPPct': 2,
      'net.down.gemodelPPct': 2,
      'net.up.jitterMs': 20,
      'net.down.jitterMs': 20,
      'net.up.distribution': 2,
      'net.down.distribution': 1,
      'net.down.jitterCorrelationPct': 50,
      'net.up.reordering': 1,
      'net.down.reordering': 1,
    },
  ],
  ['large messages', { 'feed.messageBytes': 4000, 'net.down.lossPct': 3 }],
  ['TLS', { 'path.tls': 1, 'net.up.lossPct': 5, 'net.down.lossPct': 5 }],
  ['a connection for each request', { 'http.keepAlive': 0, 'net.up.lossPct': 5, 'net.down.lossPct': 5 }],
  ['both', { 'http.keepAlive': 0, 'path.tls': 1, 'feed.messageBytes': 2000, 'net.down.rateKbit': 500 }],
  ['a buffering proxy', { 'path.box': 1, 'path.boxBufferBytes': 400, 'net.down.lossPct': 5 }],
  ['an impatient proxy', { 'path.box': 2, 'path.boxIdleMs': 2500, 'path.tls': 1 }],
  ['a proxy that strips', { 'path.box': 3 }],
  ['a NAT that is kept awake', { 'path.box': 4, 'path.boxIdleMs': 1500, 'tcp.keepaliveMs': 1000 }],
];

describe('the parts of a delay', () => {
  test.each(STORMS)('sum to it, and agree with the segments, on %s', async (_name, settings) => {
    const run = new LabRun(recipeOf(race, { settings: { ...race.settings, ...settings } }), inPageTransport);
    await run.runTo(fromS(60));
    let explained = 0;
    for (const [lane, spec] of race.lanes.entries()) {
      for (const msg of run.trace.provenance.messages) {
        const why = explainDelay(run.trace, lane, msg);
        const again = recompute(run.trace, lane, msg, WAIT[spec.transport]);
        expect(why === null).toBe(again === null);
        if (!why || !again) continue;
        explained++;
        const sum = Object.values(why.parts).reduce((a, b) => a + b, 0);
        expect(sum).toBe(why.delayUs);
        expect(why.delayUs).toBe(again.delayUs);
        const nonZero = (parts: Readonly<Record<string, number>>): Record<string, number> =>
          Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== 0));
        expect({ lane: spec.id, msg, parts: nonZero(why.parts) }).toEqual({
          lane: spec.id,
          msg,
          parts: nonZero(again.parts),
        });
      }
    }
    expect(explained).toBeGreaterThan(50);
    run.dispose();
  });
});
