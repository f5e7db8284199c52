/** What stands below each lane's name. */
import type { SessionView } from '#state/contract.ts';
import { laneKind } from '#state/lane-kind.ts';
import type { StageWords } from '#words/types-stage.ts';
import type { Scene } from './scene.ts';

export interface LaneNote {
  readonly text: string;
  /** It says what goes on, and not only how the lane asks: worth its place also where there is little. */
  readonly telling: boolean;
}

/** What each lane does at `playhead`, in a few words: what its client does about its connection comes first. */
export function laneNotes(
  scene: Scene,
  lanes: SessionView['lanes'],
  intervalsUs: readonly number[],
  playhead: number,
  words: StageWords,
): LaneNote[] {
  return lanes.map((spec, i) => {
    const lane = scene.lanes[i];
    const phase = lane?.phaseAt(playhead);
    if (phase && phase.phase !== 'open') {
      const leftUs = phase.until < 0 ? null : Math.max(0, phase.until - playhead);
      return { text: words.phaseNote(phase.phase, leftUs), telling: true };
    }
    const closed = lane?.stateAt(playhead) === 'closed';
    return {
      text: words.laneNote(closed ? 'closed' : laneKind(spec), intervalsUs[i] ?? 0),
      telling: closed,
    };
  });
}
