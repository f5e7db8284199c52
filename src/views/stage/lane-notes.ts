/** What stands below each lane's name. */
import type { SessionView } from '#state/contract.ts';
import { laneKind } from '#state/lane-kind.ts';
import type { StageWords } from '#words/types-stage.ts';
import type { Scene } from './scene.ts';

/** What each lane does at `playhead`, in a few words: what its client does about its connection comes first. */
export function laneNotes(
  scene: Scene,
  lanes: SessionView['lanes'],
  intervalsUs: readonly number[],
  playhead: number,
  words: StageWords,
): string[] {
  return lanes.map((spec, i) => {
    const lane = scene.lanes[i];
    const phase = lane?.phaseAt(playhead);
    if (phase && phase.phase !== 'open')
      return words.phaseNote(phase.phase, phase.until < 0 ? null : Math.max(0, phase.until - playhead));
    const closed = lane?.stateAt(playhead) === 'closed';
    return words.laneNote(closed ? 'closed' : laneKind(spec), intervalsUs[i] ?? 0);
  });
}
