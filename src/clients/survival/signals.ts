/**
 * Signals of the browser: `offline` and `online` (HTML section 9.3.1) and `visibilitychange` (section 6.2). They save the
 * rest of a wait when the network is back. They cost nothing and prove nothing: `online` says that there is some
 * network, not that the server can be reached, and of a line that is cut further away nobody says anything.
 */
import type { PageLike } from '../api.ts';
import type { Strategies } from './strategies.ts';

export interface Signals {
  offline(): void;
  online(): void;
  visible(): void;
}

/** Calls back for each signal while that strategy is on; returns how to stop. */
export function heedSignals(page: PageLike, strategies: () => Strategies, signals: Signals): () => void {
  const offline = (): void => {
    if (strategies().signals) signals.offline();
  };
  const online = (): void => {
    if (strategies().signals) signals.online();
  };
  const visibility = (): void => {
    if (strategies().signals && page.visibilityState === 'visible') signals.visible();
  };
  page.addEventListener('offline', offline);
  page.addEventListener('online', online);
  page.addEventListener('visibilitychange', visibility);
  return () => {
    page.removeEventListener('offline', offline);
    page.removeEventListener('online', online);
    page.removeEventListener('visibilitychange', visibility);
  };
}
