/** What the keys do on the stage; the page's own are in ui/keymap.ts. */
import { later, plus, us, ZERO } from '#base/time.ts';
import type { SessionView } from '#state/contract.ts';
import type { Pick } from './marks.ts';
import type { StageView } from './stage-view.svelte.ts';

export interface KeyHost {
  readonly session: SessionView;
  readonly view: StageView;
  /** What plus and minus keep in its place. */
  readonly zoomCentre: () => number;
  /** What stands nearest to the playhead. */
  readonly nearest: () => Pick | null;
}

const held = (event: KeyboardEvent): boolean => event.ctrlKey || event.metaKey || event.altKey;

function zoomKey(event: KeyboardEvent, { view, zoomCentre }: KeyHost): boolean {
  if (held(event)) return false;
  if (event.key === '0') view.reset();
  else if (event.key === '+' || event.key === '=') view.zoom(0.7, zoomCentre());
  else if (event.key === '-' || event.key === '−') view.zoom(1 / 0.7, zoomCentre());
  else return false;
  event.preventDefault();
  return true;
}

/** Plus, minus and zero mean the stage wherever the focus is, unless somebody types. */
export function onWindowKey(event: KeyboardEvent, host: KeyHost): void {
  if (event.defaultPrevented || !(event.target instanceof HTMLElement)) return;
  if (event.target.closest('input, textarea, select, dialog') || event.target.isContentEditable) return;
  zoomKey(event, host);
}

/** A key while the picture has the focus. */
export function onStageKey(event: KeyboardEvent, host: KeyHost): void {
  if (event.target !== event.currentTarget || held(event)) return;
  if (zoomKey(event, host)) return;
  const { session, view } = host;
  const act = {
    ArrowLeft: () => {
      if (event.shiftKey) session.scrub(later(plus(session.playhead, us(-10_000)), ZERO));
      else session.stepBack();
    },
    ArrowRight: () => {
      if (event.shiftKey) session.scrub(plus(session.playhead, us(10_000)));
      else session.stepForward();
    },
    ArrowUp: () => {
      view.detail(-1);
    },
    ArrowDown: () => {
      view.detail(1);
    },
    Home: () => {
      session.scrub(ZERO);
    },
    End: () => {
      session.goLive();
    },
    Enter: () => {
      const nearest = host.nearest();
      if (nearest) session.select({ msg: nearest.msg, event: nearest.event, lane: nearest.lane });
    },
    Escape: () => {
      session.select(null);
    },
  }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}
