/** What the panel remembers while another tab is shown: above all a command that was typed and is not in force yet. */
import type { PresetSource } from '#netem/presets.ts';
import type { SessionView } from '#state/contract.ts';
import type { Way } from '#state/net-edit.ts';

export const TABS = ['line', 'more', 'tc', 'outages', 'path'] as const;
export type TabId = (typeof TABS)[number];

export class PanelState {
  tab = $state<TabId>('line');
  /** The learner parts the directions, though they may be alike. */
  parted = $state(false);
  /** The direction that is edited where there is room for one. */
  way = $state<Way>('down');
  /** The presets that are shown, and which of them was picked. */
  source = $state<PresetSource>('chrome');
  preset = $state.raw<string | null>(null);
  /** What was typed in place of a command; null where the command stands. */
  readonly drafts = $state<Record<Way, string | null>>({ up: null, down: null });
  /** Somebody meant what was typed as it stands: pressed Enter, or went away from it. */
  readonly meant = $state<Record<Way, boolean>>({ up: false, down: false });
}

const states = new WeakMap<SessionView, PanelState>();

/** The panel's memory of this session. */
export function panelState(session: SessionView): PanelState {
  let state = states.get(session);
  if (!state) states.set(session, (state = new PanelState()));
  return state;
}
