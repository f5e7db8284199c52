import { expect, test } from 'vitest';
import { ZERO } from '#base/time.ts';
import type { RunInfo } from '#state/contract.ts';
import { Trace } from '#trace/log.ts';
import { PanelState } from './panel-state.svelte.ts';

const run = (id: number, parent: number | null = null): RunInfo => ({
  ...{ id, parent, forkedAt: parent === null ? null : ZERO, head: ZERO },
  ...{ recipe: {} as RunInfo['recipe'], trace: new Trace() },
});
const runs = [run(1), run(2), run(3, 1)];
const ids = (panel: PanelState, shown: RunInfo | undefined): (number | undefined)[] | undefined =>
  shown && panel.chosen(runs, shown)?.map(({ id }) => id);

test('one run has none to be compared with', () => {
  expect(new PanelState().chosen([run(1)], run(1))).toBeNull();
});

test('what is shown is compared with what it branched off, else with the newest of the others', () => {
  expect(ids(new PanelState(), runs[2])).toEqual([1, 3]);
  expect(ids(new PanelState(), runs[1])).toEqual([3, 2]);
});

test('runs that were chosen stay, whatever is shown', () => {
  const panel = new PanelState();
  [panel.a, panel.b] = [2, 1];
  expect(ids(panel, runs[2])).toEqual([2, 1]);
});

test('the two stay while a figure of either is looked at, and no longer', () => {
  const panel = new PanelState();
  panel.keep(1, 3);
  expect(ids(panel, runs[0])).toEqual([1, 3]);
  expect(ids(panel, runs[2])).toEqual([1, 3]);
  expect(ids(panel, runs[1])).toEqual([3, 2]);
});
