/**
 * Fallback: where no WebSocket can be opened, the client goes on by long polling, which looks like any other request to
 * the boxes on the way. It costs the headers of a request for each answer, and both are tried at once while nothing gets
 * through. When a WebSocket does open, the client comes home to it: what both have brought is dropped by the inbox, what
 * either has not got an acknowledgement for goes up again.
 */
import type { ClientApi } from '../api.ts';
import { startAsking, type Asking } from './long-polling.ts';
import type { Outbox } from './outbox.ts';
import { createPosting } from './posting.ts';
import type { Inbox } from './resume.ts';
import type { Observer, Strategies } from './strategies.ts';

export interface Fallback {
  /** Whether long polling has taken over. */
  active(): boolean;
  /** An attempt to open a WebSocket ended before it was open. */
  readonly refused: () => void;
  /** A WebSocket is open. */
  home(): void;
  /** How long the WebSocket may rest meanwhile. */
  readonly restMs: () => number;
  changed(): void;
  stop(): void;
}

/** So many attempts in a row that did not open: once may be an accident. */
const REFUSALS = 2;
/** How often a WebSocket is tried while long polling works. */
const HOME_MS = 30_000;

export function createFallback(
  api: ClientApi,
  { inbox, outbox }: { readonly inbox: Inbox; readonly outbox: Outbox },
  strategies: () => Strategies,
  observer: Pick<Observer, 'phase'>,
): Fallback {
  let refusals = 0;
  let asking: Asking | null = null;

  function home(): void {
    refusals = 0;
    if (!asking) return;
    asking.stop();
    asking = null;
    outbox.detach();
  }

  return {
    active: () => asking !== null,
    refused() {
      refusals++;
      if (asking || refusals < REFUSALS || !strategies().fallback) return;
      outbox.attach(createPosting(api, strategies, outbox));
      asking = startAsking(api, inbox, strategies, observer, outbox.hurry);
    },
    home,
    restMs: () => (asking?.open ? HOME_MS : 0),
    changed() {
      if (asking && !strategies().fallback) home();
      else asking?.changed();
    },
    stop() {
      asking?.stop();
    },
  };
}
