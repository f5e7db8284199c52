/** Which control lets the learner do what. */
import type { Action, ControlId } from './model.ts';

/** The settings that a control changes, by how their keys begin and end. */
const SETTINGS_OF: Partial<Record<ControlId, RegExp>> = {
  interval: /^polling\.intervalMs$/,
  hold: /^longpoll\.holdMs$/,
  cursor: /^longpoll\.cursor$/,
  heartbeat: /^client\.heartbeatMs$/,
  patience: /^client\.heartbeatTimeoutMs$/,
  ids: /^sse\.ids$/,
  retry: /^sse\.retryMs$/,
  history: /^server\.history$/,
  latency: /^net\.(up|down)\.delayMs$/,
  jitter: /^net\.(up|down)\.jitterMs$/,
  loss: /^net\.(up|down)\.lossPct$/,
  rate: /^net\.(up|down)\.rateKbit$/,
  network: /^net\./,
  path: /^(path|http|tcp|server)\./,
};

/** The controls any of which is enough for `action`; empty: the learner can't do it at all; null: needs none. */
export function controlsFor(action: Action): readonly ControlId[] | null {
  switch (action.kind) {
    case 'set': {
      const keys = Object.keys(action.set);
      return (Object.keys(SETTINGS_OF) as ControlId[]).filter((control) =>
        keys.every((key) => SETTINGS_OF[control]?.test(key)),
      );
    }
    case 'cut':
      return ['cut'];
    case 'say':
      return ['say'];
    case 'publish':
      return ['publish'];
    case 'restart':
    case 'reset':
    case 'forget':
      return ['path'];
    case 'lose':
      // A segment is clicked on the stage.
      return ['play'];
    default:
      return null;
  }
}
