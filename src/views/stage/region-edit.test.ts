import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fromS } from '#base/time.ts';
import type { SessionView } from '#state/contract.ts';
import { RegionEdit } from './region-edit.svelte.ts';
import { NEW, type Region } from './region.ts';

const TENTH = 100_000;
const first: Region = { id: 'r1', at: fromS(10), ms: 2000, outage: 'both' };

/** As much of a session as an edit needs; what is put while `busy` is only computed. */
function setUp({ busy = false } = {}) {
  const put = vi.fn<SessionView['putRegion']>(() => {
    if (busy) session.progress = 0;
  });
  const removed = vi.fn<SessionView['removeRegion']>();
  const run = { id: 1 };
  const session = {
    ...{ regions: [first] as readonly Region[], progress: null as number | null, head: fromS(20) },
    ...{ runs: [run], shown: run, settings: { 'net.outageAtMs': 0, 'net.outageMs': 0 } },
    ...{ putRegion: put, removeRegion: removed, cancelCatchUp: vi.fn() },
  };
  const hold = vi.fn();
  const edit = new RegionEdit(() => session as unknown as SessionView, hold);
  return { edit, session, put, removed, hold };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('while the hand pulls only the picture moves; the session gets what is let go', () => {
  const { edit, put, hold } = setUp();
  edit.take({ how: 'move', region: first, fromUs: fromS(11) });
  edit.pull(fromS(14), TENTH);
  expect(edit.shown).toEqual([{ ...first, at: fromS(13) }]);
  expect(edit.forkUs).toBe(first.at);
  expect(put).not.toHaveBeenCalled();
  edit.commit();
  expect(put).toHaveBeenCalledExactlyOnceWith('r1', { ...first, at: fromS(13) });
  expect(hold.mock.calls).toEqual([[true], [false]]);
});

test('what is drawn has no id yet, and forks only in the past', () => {
  const { edit, put } = setUp();
  edit.take({ how: 'draw', fromUs: fromS(21) });
  edit.pull(fromS(23), TENTH);
  expect(edit.forkUs).toBe(null);
  edit.pull(fromS(15), TENTH);
  expect(edit.forkUs).toBe(fromS(15));
  edit.commit();
  expect(put.mock.calls[0]).toMatchObject([null, { at: fromS(15), ms: 6000 }]);
});

test('a cancelled pull leaves everything as it was', () => {
  const { edit, put } = setUp();
  edit.take({ how: 'end', region: first, fromUs: fromS(12) });
  edit.pull(fromS(18), TENTH);
  expect(edit.cancel()).toBe(true);
  expect(edit.shown).toEqual([first]);
  edit.pull(fromS(19), TENTH);
  edit.commit();
  expect(put).not.toHaveBeenCalled();
  expect(edit.cancel()).toBe(false);
});

test('while the run is computed anew the new place is shown, and no other region can be taken', () => {
  const { edit, session } = setUp({ busy: true });
  edit.take({ how: 'draw', fromUs: fromS(5) });
  edit.pull(fromS(6), TENTH);
  edit.commit();
  expect(edit.shown.map(({ id }) => id)).toEqual(['r1', NEW]);
  expect(edit.take({ how: 'move', region: first, fromUs: fromS(11) })).toBe(false);
  session.progress = null;
  edit.settle();
  expect(edit.shown).toEqual([first]);
  expect(edit.take({ how: 'move', region: first, fromUs: fromS(11) })).toBe(true);
});

test('keys move the picture at once, and the session is told once when they rest', () => {
  const { edit, put } = setUp();
  const press = { key: 'ArrowRight', shift: false, alt: false };
  for (let i = 0; i < 3; i++) {
    const [region] = edit.shown;
    if (region) expect(edit.nudge(region, press)).toBe(true);
    vi.advanceTimersByTime(100);
  }
  expect(edit.shown).toEqual([{ ...first, at: fromS(10.3) }]);
  expect(put).not.toHaveBeenCalled();
  vi.runAllTimers();
  expect(put).toHaveBeenCalledExactlyOnceWith('r1', { ...first, at: fromS(10.3) });
});

test('a region is removed by its id, and one that is only being computed by giving that up', () => {
  const { edit, session, removed } = setUp();
  edit.remove('r1');
  expect(removed).toHaveBeenCalledExactlyOnceWith('r1');
  edit.remove(NEW);
  expect(session.cancelCatchUp).toHaveBeenCalledOnce();
});
