/** The words beside the speed: what the run is doing when it isn't simply playing. */
import type { SessionView } from '#state/contract.ts';
import type { Words } from '#words/catalogue.ts';
import { formatDelay, formatPercent } from '#words/format.ts';

type Shown = Pick<SessionView, 'status' | 'progress' | 'live' | 'head' | 'playhead' | 'pausedWhileHidden'>;

/** Empty while the run plays at its newest instant: then the playhead's time can stand there. */
export function statusText(session: Shown | null, words: Words): string {
  const w = words.status;
  if (session === null || session.status === 'starting') return w.starting;
  if (session.status === 'failed') return w.failed;
  if (session.status === 'catching-up')
    return w.catchingUp(formatPercent(Math.round(100 * (session.progress ?? 0))));
  if (session.pausedWhileHidden) return w.hidden;
  if (!session.live) return w.behind(formatDelay(session.head - session.playhead));
  return session.status === 'paused' ? w.paused : w.playing;
}
