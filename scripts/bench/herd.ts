/** The herd of 10,000 clients, by every way to wait: virtual time beside the time that the machine needs. */
import { runHerd } from '#lab/herd/herd.ts';
import { DEFAULT_POLICY, DEFAULT_SCENE, HERD_JITTERS, HERD_WAITS } from '#lab/herd/options.ts';

const SCENE = { ...DEFAULT_SCENE, clients: 10_000, acceptPerS: 1000 };

/** Prints a line for each way to wait. Returns whether each ran faster than real time. */
export function herdsKept(): boolean {
  let kept = true;
  for (const reconnect of HERD_WAITS)
    // Who does not wait has nothing to spread.
    for (const jitter of reconnect === 'immediate' ? (['none'] as const) : HERD_JITTERS) {
      const started = performance.now();
      const { sums } = runHerd({ ...SCENE, policy: { ...DEFAULT_POLICY, reconnect, jitter } });
      const ratio = sums.endMs / (performance.now() - started);
      kept &&= ratio > 1;
      const run = `${(sums.endMs / 1000).toFixed(1)} s, ${String(sums.attempts)} attempts`;
      const promise = `(more than 1 x: ${ratio > 1 ? 'kept' : 'BROKEN'})`;
      console.log(
        `herd: ${reconnect}, jitter ${jitter}`.padEnd(40) +
          ` ${ratio.toFixed(0).padStart(10)} x real time  ${promise}  ${run}`,
      );
    }
  return kept;
}
