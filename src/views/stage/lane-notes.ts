/** What stands below each lane's name. */
import type { StageWords } from '#words/types-stage.ts';
import type { Shape } from './marks.ts';
import type { Scene } from './scene.ts';

/** What each lane does at `playhead`, in a few words. */
export function laneNotes(
  scene: Scene,
  shapes: readonly Shape[],
  intervalsUs: readonly number[],
  playhead: number,
  words: StageWords,
): string[] {
  return shapes.map((shape, lane) => {
    const closed = scene.lanes[lane]?.stateAt(playhead) === 'closed';
    return words.laneNote(closed ? 'closed' : shape, intervalsUs[lane] ?? 0);
  });
}
