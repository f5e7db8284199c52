/** What the panel remembers while another tab is shown: its part, which runs are compared, and what was computed for that. */
import { earlier, type SimTime } from '#base/time.ts';
import type { RunInfo, SessionView } from '#state/contract.ts';
import { FurtherRuns } from '#state/further-runs.svelte.ts';
import type { Trace } from '#trace/log.ts';
import { VerdictBoard, type LaneVerdict } from '#trace/verdict.ts';
import { show, type Place } from './follow.ts';

export const TABS = ['figures', 'strategies', 'runs'] as const;
export type TabId = (typeof TABS)[number];

export class PanelState {
  tab = $state<TabId>('figures');
  /** The runs that were chosen for comparison; null: the one shown last before, and the one that is shown. */
  a = $state.raw<number | null>(null);
  b = $state.raw<number | null>(null);
  readonly further = new FurtherRuns();
  /** A figure was followed: what was judged stays, as long as the stage shows where that led. */
  #followed: { readonly run: number; readonly to: SimTime; readonly judged: SimTime } | null =
    $state.raw(null);
  #compared: readonly [number, number] | null = $state.raw(null);
  readonly #boards = new WeakMap<Trace, VerdictBoard>();

  /** The verdict over a trace at an instant. */
  verdict(trace: Trace, laneCount: number, at: SimTime): LaneVerdict[] {
    let board = this.#boards.get(trace);
    if (!board) this.#boards.set(trace, (board = new VerdictBoard(trace, laneCount)));
    return board.at(at);
  }

  /** The instant up to which is judged: the one shown, or the one that was, before a figure was followed. */
  judgedAt({ shown, playhead, head }: SessionView): SimTime {
    const { run, to, judged } = this.#followed ?? { run: 0, to: null, judged: playhead };
    return shown.id === run && playhead === to ? earlier(judged, head) : playhead;
  }

  /** Leads to the place of a figure, `judged` being the instant up to which it counts. */
  follow(session: SessionView, place: Place, judged: SimTime): void {
    this.#followed = { run: place.run, to: show(session, place), judged };
  }

  /** The runs to compare, of those that are kept: two, or null while there is one. */
  chosen(runs: readonly RunInfo[], shown: RunInfo): readonly [RunInfo, RunInfo] | null {
    const find = (id: number | null | undefined): RunInfo | undefined => runs.find((run) => run.id === id);
    const kept = this.#compared?.includes(shown.id) === true ? this.#compared : null;
    const b = find(this.b) ?? find(kept?.[1] ?? shown.id);
    const a = find(this.a) ?? find(kept?.[0] ?? b?.parent) ?? runs.findLast(({ id }) => id !== b?.id);
    return a && b && a.id !== b.id ? [a, b] : null;
  }

  /** Compares these as long as one of them is shown: a figure of either may be followed. */
  keep(a: number, b: number): void {
    this.#compared = [a, b];
  }
}

const states = new WeakMap<SessionView, PanelState>();

/** The panel's memory of this session. */
export function panelState(session: SessionView): PanelState {
  let state = states.get(session);
  if (!state) states.set(session, (state = new PanelState()));
  return state;
}
