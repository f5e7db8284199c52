/** Long polling that survives: it asks again and again, and posts what goes up. */
import type { ClientApi, OnMessage } from '../api.ts';
import { startAsking } from './asking.ts';
import { createOutbox } from './outbox.ts';
import { createPosting } from './posting.ts';
import { createInbox } from './resume.ts';
import type { Observer, Strategies, SurvivingClient } from './strategies.ts';

export function startSurvivingLongPolling(
  api: ClientApi,
  onMessage: OnMessage,
  strategies: () => Strategies,
  observer: Observer,
): SurvivingClient {
  const outbox = createOutbox(api, strategies, observer);
  const inbox = createInbox(onMessage, outbox, strategies, observer);
  outbox.attach(createPosting(api, strategies, outbox));
  const asking = startAsking(api, inbox, strategies, observer, outbox.hurry);
  return {
    send: outbox.add,
    changed() {
      outbox.changed();
      asking.changed();
    },
    stop() {
      outbox.stop();
      asking.stop();
    },
  };
}
