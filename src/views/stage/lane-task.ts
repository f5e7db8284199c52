/** What the layout of one lane works with. */
import type { MsgId } from '#trace/events.ts';
import type { Band } from './frame.ts';
import type { Room } from './labels.ts';
import type { LayoutInput } from './layout.ts';
import type { MarkList, Shape } from './marks.ts';
import type { VisibleLane } from './scene.ts';

export interface LaneTask {
  readonly input: LayoutInput;
  readonly list: MarkList;
  readonly room: Room;
  readonly lane: number;
  readonly band: Band;
  readonly shape: Shape;
  readonly visible: VisibleLane;
  readonly x: (t: number) => number;
}

/** Half strength for what is not selected while something is. */
export function strength({ input }: LaneTask, msgs: readonly MsgId[]): number {
  const { msg } = input.selection;
  return msg === null || msgs.includes(msg) ? 1 : 0.5;
}

/** The stroke of a rail side in pixels from the top of the stage. */
export function railOf({ band }: LaneTask, side: 'client' | 'server'): number {
  return side === 'client' ? band.client : band.server;
}
