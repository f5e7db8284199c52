/** What the panel remembers while another tab is shown: its part, which runs are compared, and what was computed for that. */
import type { RunInfo, SessionView } from '#state/contract.ts';
import { FurtherRuns } from '#state/further-runs.svelte.ts';
import type { SimTime } from '#base/time.ts';
import type { Trace } from '#trace/log.ts';
import { VerdictBoard, type LaneVerdict } from '#trace/verdict.ts';

export const TABS = ['figures', 'strategies', 'runs'] as const;
export type TabId = (typeof TABS)[number];

export class PanelState {
  tab = $state<TabId>('figures');
  /** The runs that were chosen for comparison; null: the one shown last before, and the one that is shown. */
  a = $state.raw<number | null>(null);
  b = $state.raw<number | null>(null);
  readonly further = new FurtherRuns();
  readonly #boards = new WeakMap<Trace, VerdictBoard>();

  /** The verdict over a trace at an instant. */
  verdict(trace: Trace, laneCount: number, at: SimTime): LaneVerdict[] {
    let board = this.#boards.get(trace);
    if (!board) this.#boards.set(trace, (board = new VerdictBoard(trace, laneCount)));
    return board.at(at);
  }

  /** The runs to compare, of those that are kept: two, or null while there is one. */
  chosen(runs: readonly RunInfo[], shown: RunInfo): readonly [RunInfo, RunInfo] | null {
    const find = (id: number | null): RunInfo | undefined => runs.find((run) => run.id === id);
    const b = find(this.b) ?? find(shown.id);
    const a = find(this.a) ?? find(b?.parent ?? null) ?? runs.findLast(({ id }) => id !== b?.id);
    return a && b && a.id !== b.id ? [a, b] : null;
  }
}

const states = new WeakMap<SessionView, PanelState>();

/** The panel's memory of this session. */
export function panelState(session: SessionView): PanelState {
  let state = states.get(session);
  if (!state) states.set(session, (state = new PanelState()));
  return state;
}
