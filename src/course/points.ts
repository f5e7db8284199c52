/** What prose may point at on the page: `[the red interval](point:stage.polling.interval)`. A fixed vocabulary. */
import type { LaneId } from './checks/check.ts';
import { CONTROL_IDS, PANEL_IDS, type ControlId, type PanelId } from './model.ts';

/** What can be pointed at in a lane of the stage. */
export const LANE_PARTS = [
  'client',
  'server',
  'published',
  'delivered',
  'waits',
  'requests',
  'empty',
  'held',
  'losses',
  'interval',
] as const;
export type LanePart = (typeof LANE_PARTS)[number];

const STAGE_PARTS = ['axis', 'playhead'] as const;

/** Something on the page. */
export type PointTarget =
  | { readonly kind: 'stage'; readonly part: (typeof STAGE_PARTS)[number] | null }
  | { readonly kind: 'lane'; readonly lane: LaneId; readonly part: LanePart | null }
  | { readonly kind: 'narrator' }
  | { readonly kind: 'control'; readonly control: ControlId }
  | { readonly kind: 'panel'; readonly panel: PanelId };

/** What a step has that can be pointed at. */
export interface Pointable {
  readonly lanes: readonly LaneId[];
  readonly controls: readonly ControlId[];
}

/** Everything there is in any step with these lanes. */
export const allPointable = (lanes: readonly LaneId[]): Pointable => ({ lanes, controls: CONTROL_IDS });

/** Every target in a step, by the words that files have for it. */
export function pointTargets({ lanes, controls }: Pointable): ReadonlyMap<string, PointTarget> {
  const targets = new Map<string, PointTarget>([
    ['stage', { kind: 'stage', part: null }],
    ['narrator', { kind: 'narrator' }],
  ]);
  for (const part of STAGE_PARTS) targets.set(`stage.${part}`, { kind: 'stage', part });
  for (const lane of lanes) {
    targets.set(`stage.lane.${lane}`, { kind: 'lane', lane, part: null });
    for (const part of LANE_PARTS) targets.set(`stage.lane.${lane}.${part}`, { kind: 'lane', lane, part });
  }
  for (const control of controls) targets.set(`control.${control}`, { kind: 'control', control });
  for (const panel of PANEL_IDS) targets.set(`panel.${panel}`, { kind: 'panel', panel });
  return targets;
}
