/** Checks the properties that it is told to: in a thread of its own, so that one that hangs can be noticed. */
import { parentPort } from 'node:worker_threads';
import { ensure } from '../../src/base/assert.ts';
import { PROPERTIES } from '../../src/codecs/testing/properties.ts';
import type { Checked } from '../../src/codecs/testing/property.ts';

export interface Round {
  /** Which of `PROPERTIES`. */
  readonly index: number;
  readonly seed: number;
  readonly numRuns: number;
}

parentPort?.on('message', ({ index, ...options }: Round) => {
  const { check } = ensure(PROPERTIES[index], 'property');
  parentPort?.postMessage(check(options) satisfies Checked);
});
