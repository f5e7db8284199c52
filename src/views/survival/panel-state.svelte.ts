/** What the panel remembers while another tab is shown. */
import type { SessionView } from '#state/contract.ts';
import { isSurvivalScenario, survives, type StrategyId } from '#state/survival.ts';

export const TABS = ['clients', 'strategies', 'scenarios'] as const;
export type TabId = (typeof TABS)[number];

export class PanelState {
  tab = $state<TabId>('clients');
  /** The lane that is shown where there is room for one. */
  lane = $state(0);
  /** The strategy whose code and costs are shown. */
  strategy = $state<StrategyId>('heartbeat');
  /** Its code stands where the switches are. */
  code = $state(false);
  /** The file of it that is shown. */
  file = $state(0);
  /** The last run that was begun to compare. */
  became = $state.raw<number | null>(null);

  constructor(session: SessionView) {
    if (!isSurvivalScenario(session.shown.recipe.scenario) && !session.lanes.some(survives))
      this.tab = 'scenarios';
  }
}

const states = new WeakMap<SessionView, PanelState>();

/** The panel's memory of this session. */
export function panelState(session: SessionView): PanelState {
  let state = states.get(session);
  if (!state) states.set(session, (state = new PanelState(session)));
  return state;
}
