/** Starts the surviving client of a lane, and logs what it tells of itself. */
import { EPOCH_MS, fromMs } from '#base/time.ts';
import type { ClientApi, OnMessage } from '#clients/api.ts';
import type { PollingClient } from '#clients/polling.ts';
import { startSurvivingLongPolling } from '#clients/survival/long-polling.ts';
import { startSurvivingPolling } from '#clients/survival/polling.ts';
import { startSurvivingSse } from '#clients/survival/sse.ts';
import type { Observer, SurvivingClient } from '#clients/survival/strategies.ts';
import { startSurvivingWebSocket } from '#clients/survival/websocket.ts';
import type { MsgId } from '#trace/events.ts';
import type { LaneContext } from './lane-context.ts';
import { strategiesOf } from './settings-survival.ts';
import type { Settings } from './settings.ts';

/** Writes what the client does about its connection and its lines into the trace. */
function observer({ sink, scheduler, lane }: LaneContext): Observer {
  let known = '';
  const ids = (all: readonly (number | string)[]): MsgId[] => all.map(String);
  return {
    phase(phase, attempt, untilMs) {
      const until = untilMs === null ? -1 : fromMs(untilMs - EPOCH_MS);
      sink.append({ type: 'client.phase', t: scheduler.now, lane, phase, attempt, until });
    },
    outbox(waiting, unacknowledged) {
      const lines = { waiting: ids(waiting), unacknowledged: ids(unacknowledged) };
      const now = JSON.stringify(lines);
      const before = known;
      known = now;
      if (now === before || (before === '' && waiting.length + unacknowledged.length === 0)) return;
      sink.append({ type: 'client.outbox', t: scheduler.now, lane, ...lines });
    },
    acknowledged(id) {
      sink.append({ type: 'app.acknowledged', t: scheduler.now, lane, msg: String(id) });
    },
    snapshot(through, messages) {
      sink.append({ type: 'app.snapshot', t: scheduler.now, lane, through: String(through), messages });
    },
  };
}

/** The surviving client of the lane's transport; the polling one can be told another interval. */
export function startSurvivor(
  context: LaneContext,
  api: ClientApi,
  onMessage: OnMessage,
  settings: () => Settings,
): SurvivingClient & Partial<PollingClient> {
  const strategies = (): ReturnType<typeof strategiesOf> => strategiesOf(settings());
  const observe = observer(context);
  switch (context.transport) {
    case 'polling':
      return startSurvivingPolling(api, settings()['polling.intervalMs'], onMessage, strategies, observe);
    case 'longpoll':
      return startSurvivingLongPolling(api, onMessage, strategies, observe);
    case 'sse':
      return startSurvivingSse(api, onMessage, strategies, observe);
    case 'ws':
      return startSurvivingWebSocket(api, onMessage, strategies, observe);
  }
}
