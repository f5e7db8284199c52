// node evaluate.mjs MEASURED.json SIMULATED.json [--verbose]
// Compares a simulator's figures with the measured ones, entry by entry (same condition.name, transport and params.id).
// SIMULATED has the measured file's shape; of each entry only the figures used below are needed. README.md has the rules.
import { readFileSync } from 'node:fs';

const [measuredPath, simulatedPath, flag] = process.argv.slice(2);
if (!measuredPath || !simulatedPath) {
  console.error('usage: evaluate.mjs MEASURED.json SIMULATED.json [--verbose]');
  process.exit(2);
}
const read = (path) => JSON.parse(readFileSync(path, 'utf8')).entries;
const key = (e) => `${e.condition.name} ${e.params.id}${e.kind === 'bulk' ? ` ${e.params.connection}` : ''}`;
const simulated = new Map(read(simulatedPath).map((e) => [key(e), e]));

/** Rank (0..1) of `ms` in the measured distribution, interpolated between the stored quantiles. */
function rank(entry, ms) {
  const l = entry.latencyMs;
  const points = [
    [l.min, 0],
    ...entry.quantilesMs.map((x, i) => [x, (i + 1) / 100]),
    [l.p999, 0.999],
    [l.max, 1],
  ];
  let lo = 0,
    hi = 1;
  for (const [x, p] of points) {
    if (x <= ms) lo = Math.max(lo, p);
    if (x >= ms) {
      hi = Math.min(hi, p);
    }
  }
  return [lo, hi];
}
const within = (a, b, fraction, floor = 0) => Math.abs(a - b) <= Math.max(Math.abs(b) * fraction, floor);

function* steady(m, s) {
  const loss = m.condition.lossEachWay,
    push = m.transport === 'sse' || m.transport === 'ws',
    polling = m.transport === 'polling';
  const limit =
    loss === 0
      ? { p50: polling ? 0.04 : 0.03, p90: polling ? 0.02 : 0.03, p99: polling ? 0.02 : 0.03, mean: 0.03 }
      : loss <= 0.05
        ? { p50: 0.03, p90: 0.1, p99: 0.15, mean: 0.05 }
        : { p50: 0.03, p90: 0.15, p99: 0.25, mean: push ? 0.12 : 0.05 };
  const slack = { p50: 0.01, p90: 0.01, p99: 0.005 };
  for (const k of ['p50', 'p90', 'p99', 'mean']) {
    const got = s.latencyMs?.[k],
      want = m.latencyMs[k],
      ci = m.latencyCi95?.[k];
    let ok = typeof got === 'number' && within(got, want, limit[k], 1.5);
    if (!ok && ci && got >= ci[0] * 0.98 - 1 && got <= ci[1] * 1.02 + 1) ok = true;
    if (!ok && slack[k] && typeof got === 'number') {
      const p = Number(k.slice(1)) / 100,
        [lo] = rank(m, got * 0.98 - 1),
        [, hi] = rank(m, got * 1.02 + 1);
      ok = lo <= p + slack[k] && hi >= p - slack[k];
    }
    yield [k, ok, got, want];
  }
  for (const d of ['up', 'down']) {
    const got = s.bytesPerMessage?.[d],
      want = m.bytesPerMessage[d];
    const f = (m.transport === 'longpoll' ? 0.04 : 0.01) + (loss ? 0.03 : 0) + loss;
    yield [`bytes ${d}`, typeof got === 'number' && within(got, want, f, 2), got, want];
  }
  if (loss === 0 && m.setupMs)
    yield [
      'set-up p50',
      within(s.setupMs?.p50 ?? NaN, m.setupMs.p50, 0.03, 2),
      s.setupMs?.p50,
      m.setupMs.p50,
    ];
}
function* outage(m, s) {
  yield ['undelivered', s.undelivered === m.undelivered, s.undelivered, m.undelivered];
  const want = m.retransmissionOffsetsMs?.offsets ?? [],
    got = s.retransmissionOffsetsMs?.offsets ?? [];
  // the last measured offset may belong to few instances: the outage ends among them
  for (let i = 0; i < want.length - 1; i++)
    yield [`retry ${i + 1}`, within(got[i]?.[1] ?? NaN, want[i][1], 0.08, 10), got[i]?.[1], want[i][1]];
  // where a retry falls next to the end of the outage, tiny differences move the resumption by a whole back-off step
  const edge =
    m.condition.name.startsWith('out_r100') &&
    m.condition.outageS === 10 &&
    !['wshb', 'polltmo'].includes(m.params.id);
  if (!edge) {
    const r = m.resumeAfterRestoreMs,
      g = s.resumeAfterRestoreMs?.p50;
    yield ['resume p50', within(g ?? NaN, r.p50, 0.15, 60) || (g >= r.p25 && g <= r.p75), g, r.p50];
  }
}
function* bulk(m, s) {
  if (m.condition.congestionControl !== 'cubic') return;
  const k = m.condition.lossEachWay ? 'mean' : 'p50';
  yield [
    k,
    within(s.latencyMs?.[k] ?? NaN, m.latencyMs[k], k === 'mean' ? 0.15 : 0.01, 1.5),
    s.latencyMs?.[k],
    m.latencyMs[k],
  ];
}

let passed = 0,
  failed = 0,
  skipped = 0;
const rules = { steady, outage, bulk };
for (const m of read(measuredPath)) {
  const s = simulated.get(key(m));
  const checks = [...rules[m.kind](m, s ?? {})];
  if (!checks.length) {
    skipped++;
    continue;
  }
  for (const [name, ok, got, want] of checks) {
    if (ok) passed++;
    else failed++;
    if (!ok || flag === '--verbose')
      console.log(
        `${ok ? 'ok  ' : 'FAIL'} ${key(m)}: ${name} simulated ${got ?? 'nothing'}, measured ${want}`,
      );
  }
}
console.log(
  `${passed} passed, ${failed} failed, ${skipped} skipped (${((100 * passed) / (passed + failed)).toFixed(1)} %)`,
);
process.exit(failed / (passed + failed) > 0.03 ? 1 : 0);
