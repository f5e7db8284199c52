/** Which of the four suggestions the prose ends with: each one as long as the learner hasn't done it. */
import type { SessionView } from '#state/contract.ts';
import type { Words } from '#words/catalogue.ts';

type Seen = Pick<SessionView, 'settings' | 'regions' | 'metrics' | 'shown'>;

export function nextTry(session: Seen | null, picked: boolean, words: Words): string {
  const w = words.prose;
  if (session === null) return w.tryLoss;
  const losing = session.settings['net.up.lossPct'] > 0 || session.settings['net.down.lossPct'] > 0;
  const cut = session.regions.some((region) => 'outage' in region);
  if (!losing && !cut && session.metrics.every((lane) => lane.segmentsLost === 0)) return w.tryLoss;
  if (!cut) return w.tryCut;
  return picked ? w.tryScore : w.tryPick;
}
