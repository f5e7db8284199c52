/** What each key does to the run and to the lesson that is open. */
import { fromMs, later, plus, ZERO } from '#base/time.ts';
import type { SessionView } from '#state/contract.ts';
import type { LessonPlayer } from '#state/lesson.svelte.ts';
import type { KeyAction } from '#ui/keymap.ts';

export function act(
  run: SessionView,
  action: KeyAction,
  player: LessonPlayer | null,
  projected: boolean,
): void {
  switch (action.do) {
    case 'toggle':
      if (run.status === 'playing') run.pause();
      else run.play();
      break;
    case 'next':
      run.stepForward();
      break;
    case 'previous':
      run.stepBack();
      break;
    case 'scrub':
      run.scrub(later(plus(run.playhead, fromMs(action.byMs)), ZERO));
      break;
    case 'live':
      run.goLive();
      break;
    case 'release':
      run.select(null);
      break;
    case 'step-on':
      // On a wall the class has raised its hands: the clicker reveals before it goes on.
      if (projected && player?.step.kind === 'predict' && player.phase !== 'done') player.reveal();
      else player?.next();
      break;
    case 'step-back':
      player?.previous();
      break;
    case 'primary':
      player?.primary();
      break;
    case 'hint':
      player?.hint();
      break;
    default:
      break;
  }
}
