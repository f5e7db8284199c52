/**
 * Fallback: where no WebSocket can be opened, the client goes on by long polling, which looks like any other request to
 * the boxes on the way. It costs the headers of a request for each answer, and both are tried at once while nothing gets
 * through. When a WebSocket does open, the client comes home to it: what both have brought is dropped by the inbox, what
 * either has not got an acknowledgement for goes up again.
 */
import type { ClientApi } from '../api.ts';
import { startAsking, type Asking } from './asking.ts';
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

/** So many attempts in a row that did not open, where none ever has: once may be an accident. */
const REFUSALS = 2;
/** One that has opened shows that WebSockets pass: then it is rather the server or the line, as a script can't tell. */
const REFUSALS_AFTER_SUCCESS = 5;
/** How often a WebSocket is tried while long polling works. */
const HOME_MS = 30_000;

export function createFallback(
  api: ClientApi,
  { inbox, outbox }: { readonly inbox: Inbox; readonly outbox: Outbox },
  strategies: () => Strategies,
  observer: Pick<Observer, 'phase'>,
): Fallback {
  let refusals = 0;
  let enough = REFUSALS;
  let asking: Asking | null = null;

  function end(): void {
    if (!asking) return;
    asking.stop();
    asking = null;
    outbox.detach();
  }

  return {
    active: () => asking !== null,
    refused() {
      refusals++;
      if (asking || refusals < enough || !strategies().fallback) return;
      outbox.attach(createPosting(api, strategies, outbox));
      asking = startAsking(api, inbox, strategies, observer, outbox.hurry);
    },
    home() {
      refusals = 0;
      enough = REFUSALS_AFTER_SUCCESS;
      end();
    },
    restMs: () => (asking?.open ? HOME_MS : 0),
    changed() {
      if (asking && !strategies().fallback) end();
      else asking?.changed();
    },
    stop() {
      asking?.stop();
    },
  };
}
