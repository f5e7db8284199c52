import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkLink, LINK_BOUNDS, type LinkNumber } from './check.ts';
import { DISTRIBUTIONS } from './distribution.ts';
import { extrasOf, IDEAL_LINK, NO_EXTRAS, withExtras, type LinkParams, type NetemExtras } from './model.ts';
import { afterTc, formatTc, parseTc, type TcCommand } from './tc.ts';
import { formatRate, formatTime, parsePercent, parseRate, parseTime } from './tc-units.ts';

const numberIn = (name: LinkNumber): fc.Arbitrary<number> => {
  const { min, max } = LINK_BOUNDS[name];
  const whole = fc.integer({ min, max });
  if ('whole' in LINK_BOUNDS[name]) return whole;
  return fc.oneof(fc.constant(0), whole, fc.double({ min, max, noNaN: true }));
};

const extras: fc.Arbitrary<NetemExtras> = fc.record({
  distribution: fc.constantFrom(...DISTRIBUTIONS),
  jitterCorrelationPct: numberIn('jitterCorrelationPct'),
  reordering: fc.constant(false),
  lossCorrelationPct: numberIn('lossCorrelationPct'),
  gemodel: fc.option(
    fc.record({
      pPct: numberIn('pPct'),
      rPct: numberIn('rPct'),
      badLossPct: fc.oneof(fc.constant(100), numberIn('badLossPct')),
      goodLossPct: numberIn('goodLossPct'),
    }),
  ),
  duplicatePct: numberIn('duplicatePct'),
  duplicateCorrelationPct: numberIn('duplicateCorrelationPct'),
  corruptPct: numberIn('corruptPct'),
  corruptCorrelationPct: numberIn('corruptCorrelationPct'),
  reorderPct: numberIn('reorderPct'),
  reorderCorrelationPct: numberIn('reorderCorrelationPct'),
  gap: numberIn('gap'),
});

const link: fc.Arbitrary<LinkParams> = fc
  .tuple(
    fc.record({
      delayMs: numberIn('delayMs'),
      jitterMs: numberIn('jitterMs'),
      lossPct: numberIn('lossPct'),
      rateKbit: numberIn('rateKbit'),
      queuePackets: numberIn('queuePackets'),
      outage: fc.constant(false),
    }),
    extras,
  )
  .map(([plain, more]) => {
    // As tc wants it: one model of loss, and nothing that lacks what it builds on.
    const { delayMs, jitterMs } = plain;
    const reorderPct = delayMs > 0 ? more.reorderPct : 0;
    return withExtras(more.gemodel ? { ...plain, lossPct: 0 } : plain, {
      ...more,
      lossCorrelationPct: more.gemodel ? 0 : more.lossCorrelationPct,
      distribution: delayMs > 0 && jitterMs > 0 ? more.distribution : 'uniform',
      reorderPct,
      gap: reorderPct > 0 ? more.gap : 0,
    });
  });

const command: fc.Arbitrary<TcCommand> = fc.oneof(
  fc.record({
    verb: fc.constantFrom('add' as const, 'change' as const, 'replace' as const),
    dev: fc.constantFrom('eth0', 'lo', 'wlp2s0', 'dev', 'root'),
    link,
    seed: fc.option(fc.maxSafeNat()),
  }),
  fc.record({ verb: fc.constant('del' as const), dev: fc.constantFrom('eth0', 'netem') }),
);

/** What a line says after `netem`, as a whole link. */
function said(options: string): LinkParams {
  const read = parseTc(`tc qdisc add dev eth0 root netem ${options}`);
  if (!read.ok || read.value.verb === 'del') throw new Error(JSON.stringify(read));
  return read.value.link;
}

test('reads what it writes', () => {
  fc.assert(
    fc.property(command, (given) => {
      if (given.verb !== 'del') expect(checkLink(given.link)).toEqual({ ok: true, value: given.link });
      expect(parseTc(formatTc(given))).toEqual({ ok: true, value: given });
    }),
    { numRuns: 2000 },
  );
});

test('writes what it reads the same way again', () => {
  const line =
    'tc qdisc replace dev eth0 root netem limit 50 delay 100ms 10ms 25% distribution pareto loss gemodel 1% 20% ' +
    '80% 0.1% corrupt 0.1% duplicate 1% 5% reorder 25% 50% gap 5 rate 1.5mbit seed 42';
  const read = parseTc(line);
  expect(read.ok && formatTc(read.value)).toBe(line.replace('1.5mbit', '1500kbit'));
});

describe('takes', () => {
  // The grammar of protocol-facts.md, section 2, and the examples of tc-netem(8) and of NetEm's page.
  test.each<[string, Partial<LinkParams>, Partial<NetemExtras>]>([
    ['', {}, {}],
    ['limit 50', { queuePackets: 50 }, {}],
    ['delay 100ms', { delayMs: 100 }, {}],
    ['delay 100', { delayMs: 0.1 }, {}],
    ['latency 2s', { delayMs: 2000 }, {}],
    ['delay 100ms 10ms', { delayMs: 100, jitterMs: 10 }, {}],
    ['delay 100ms 75ms', { delayMs: 100, jitterMs: 75 }, {}],
    ['delay 100ms 10ms 25%', { delayMs: 100, jitterMs: 10 }, { jitterCorrelationPct: 25 }],
    ['delay 100ms 20ms distribution normal', { delayMs: 100, jitterMs: 20 }, { distribution: 'normal' }],
    [
      'delay 100ms 20ms 5 distribution paretonormal',
      { delayMs: 100, jitterMs: 20 },
      { jitterCorrelationPct: 5, distribution: 'paretonormal' },
    ],
    ['delay 10ms 1ms distribution uniform', { delayMs: 10, jitterMs: 1 }, {}],
    ['loss 0.1%', { lossPct: 0.1 }, {}],
    ['loss random 0.3% 25%', { lossPct: 0.3 }, { lossCorrelationPct: 25 }],
    ['drop 3', { lossPct: 3 }, {}],
    ['loss gemodel 1%', {}, { gemodel: { pPct: 1, rPct: 99, badLossPct: 100, goodLossPct: 0 } }],
    ['loss gemodel 1% 10%', {}, { gemodel: { pPct: 1, rPct: 10, badLossPct: 100, goodLossPct: 0 } }],
    [
      'loss gemodel 1% 10% 70% 0.1%',
      {},
      { gemodel: { pPct: 1, rPct: 10, badLossPct: 70, goodLossPct: 0.1 } },
    ],
    ['corrupt 0.1%', {}, { corruptPct: 0.1 }],
    ['duplicate 1% 10%', {}, { duplicatePct: 1, duplicateCorrelationPct: 10 }],
    ['delay 10ms reorder 25% 50%', { delayMs: 10 }, { reorderPct: 25, reorderCorrelationPct: 50 }],
    ['reorder 100% gap 5 delay 10ms', { delayMs: 10 }, { reorderPct: 100, gap: 5 }],
    ['rate 5kbit', { rateKbit: 5 }, {}],
    ['rate 1MBit del 1ms', { rateKbit: 1000, delayMs: 1 }, {}],
  ])('%s', (options, plain, more) => {
    expect(said(options)).toEqual(withExtras({ ...IDEAL_LINK, ...plain }, { ...NO_EXTRAS, ...more }));
  });

  test('sudo, a handle, a line that goes on, and no kind when it deletes', () => {
    const line = 'sudo tc qdisc add dev eth0 root handle 1: netem \\\n  delay 5ms seed 3';
    expect(parseTc(line)).toEqual({
      ok: true,
      value: { verb: 'add', dev: 'eth0', link: { ...IDEAL_LINK, delayMs: 5 }, seed: 3 },
    });
    for (const end of ['', ' netem', ' netem delay 5ms'])
      expect(parseTc(`tc qdisc del dev eth0 root${end}`)).toEqual({
        ok: true,
        value: { verb: 'del', dev: 'eth0' },
      });
  });
});

describe('points at what is wrong in', () => {
  /** Lines with the wrong word in brackets; brackets without a word stand where something is missing. */
  test.each<[string, string, readonly string[]]>([
    ['[]', 'expected', ['', 'tc']],
    ['[ip] link', 'expected', ['ip', 'tc']],
    ['tc qdisc [show] dev eth0', 'unknown-verb', ['show', 'add, change, replace, del']],
    ['tc qdisc add root dev[]', 'missing', ['dev']],
    ['tc qdisc add dev eth0 [netem] delay 1ms', 'expected', ['netem', 'root']],
    ['tc qdisc add dev eth0 [parent] 1:1 netem', 'expected', ['parent', 'root']],
    ['tc qdisc add root [netem]', 'expected', ['netem', 'dev']],
    ['tc qdisc add dev eth0 root [fq_codel]', 'expected', ['fq_codel', 'netem']],
    ['tc qdisc add dev eth0 root[]', 'expected', ['', 'netem']],
    ['N delay[]  ', 'missing', ['delay']],
    ['N delay [10x]', 'bad-time', ['10x', 'delay']],
    ['N delay [fast]', 'bad-time', ['fast', 'delay']],
    ['N delay [11s]', 'out-of-range', ['11s', '0ms', '10s']],
    ['N delay [-5ms]', 'out-of-range', ['-5ms', '0ms', '10s']],
    ['N delay 10ms 2ms [25ms]', 'bad-percent', ['25ms', 'delay']],
    ['N loss [101%]', 'out-of-range', ['101%', '0%', '100%']],
    ['N loss [often]', 'unknown-loss', ['often', 'random, gemodel']],
    ['N loss [state] 1%', 'unsupported', ['state']],
    ['N loss 1% [loss] 2%', 'two-losses', ['loss']],
    ['N loss gemodel[]', 'missing', ['loss gemodel']],
    ['N loss 1% [ecn]', 'unsupported', ['ecn']],
    ['N [dealy] 10ms', 'unknown-option', ['dealy', 'delay']],
    ['N [dellay] 10ms', 'unknown-option', ['dellay', 'delay']],
    ['N [jitter] 10ms', 'unknown-option', ['jitter', '']],
    ['N delay 5ms 1ms distribution [gauss]', 'unknown-distribution', ['gauss', DISTRIBUTIONS.join(', ')]],
    ['N delay 5ms [distribution] pareto', 'needs-jitter', ['distribution']],
    ['N [reorder] 25%', 'needs-delay', ['reorder']],
    ['N delay 5ms [gap] 5', 'needs-reorder', ['gap']],
    ['N delay 5ms reorder 5% gap [5.5]', 'bad-count', ['5.5', 'gap']],
    ['N limit [0]', 'out-of-range', ['0', '1', '100000']],
    ['N rate [fast]', 'bad-rate', ['fast', 'rate']],
    ['N rate [1parsec]', 'bad-rate', ['1parsec', 'rate']],
    ['N rate [20gbit]', 'out-of-range', ['20gbit', '0kbit', '10gbit']],
    ['N rate 1mbit [-14]', 'unsupported', ['-14']],
    ['N seed [-1]', 'bad-count', ['-1', 'seed']],
    ['N [slot] 800us', 'unsupported', ['slot']],
  ])('%s', (marked, code, params) => {
    const text = marked.replace(/^N/, 'tc qdisc replace dev eth0 root netem');
    const start = text.indexOf('[');
    const end = text.indexOf(']') - 1;
    const line = text.replace(/[[\]]/g, '');
    expect(parseTc(line)).toEqual({ ok: false, error: { start, end, code, params } });
  });

  test('any text, inside it', () => {
    const word = fc.oneof(
      fc.constantFrom(
        ...'tc qdisc add dev eth0 root netem delay 10ms 5% loss gemodel reorder gap rate 1mbit distribution'.split(
          ' ',
        ),
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const line = words.join(' ');
        const read = parseTc(line);
        if (read.ok) return;
        const { start, end, params } = read.error;
        expect(start <= end && start >= 0 && end <= line.length).toBe(true);
        if (end > start) expect(params[0]).toBe(line.slice(start, end));
      }),
    );
  });
});

describe('units', () => {
  test.each([
    ['1', 0.001],
    ['1us', 0.001],
    ['1.5ms', 1.5],
    ['.5s', 500],
    ['2SECS', 2000],
    ['1e2msec', 100],
  ])('the time %s', (word, ms) => {
    expect(parseTime(word)).toBe(ms);
  });

  test.each([
    ['1000', 1],
    ['1bit', 0.001],
    ['56kbit', 56],
    ['1.6Mbit', 1600],
    ['1gbit', 1_000_000],
    ['1kibit', 1.024],
    ['1bps', 0.008],
    ['1kbps', 8],
    ['1Mbps', 8000],
    ['1mibps', 8388.608],
  ])('the rate %s', (word, kbit) => {
    expect(parseRate(word)).toBe(kbit);
  });

  test('what is none', () => {
    expect(['', 'ms', '1 ms', '0x10', '1hour', 'NaN'].map(parseTime)).toEqual(Array(6).fill(null));
    expect(['', 'kbit', '5%', '1kb'].map(parseRate)).toEqual(Array(4).fill(null));
    expect(['', '%', '5%%', '5ms'].map(parsePercent)).toEqual(Array(4).fill(null));
  });

  test('are written as short as they can be', () => {
    expect([0, 0.25, 60, 1000, 1500].map(formatTime)).toEqual(['0ms', '250us', '60ms', '1s', '1500ms']);
    expect([0, 56, 1600, 9000, 1e6].map(formatRate)).toEqual([
      '0kbit',
      '56kbit',
      '1600kbit',
      '9mbit',
      '1gbit',
    ]);
  });
});

test('an outage, and whether jitter reorders, outlast a command', () => {
  const cut = withExtras({ ...IDEAL_LINK, outage: true }, { ...NO_EXTRAS, reordering: true, corruptPct: 5 });
  const after = afterTc(cut, {
    verb: 'change',
    dev: 'eth0',
    link: said('delay 5ms duplicate 1%'),
    seed: null,
  });
  expect(after).toMatchObject({ delayMs: 5, outage: true });
  expect(extrasOf(after)).toEqual({ ...NO_EXTRAS, reordering: true, duplicatePct: 1 });
  expect(afterTc({ ...cut, delayMs: 9 }, { verb: 'del', dev: 'eth0' })).toEqual(
    withExtras({ ...IDEAL_LINK, outage: true }, { ...NO_EXTRAS, reordering: true }),
  );
});
