/** The word for the machinery that answers the clients. */
import type { SessionView } from './contract.ts';
import type { Words } from '#words/catalogue.ts';

export function transportWord(
  session: Pick<SessionView, 'transport' | 'inPageReason'>,
  words: Words,
): string {
  if (session.transport === 'worker') return words.badge.worker;
  return session.inPageReason === null ? words.badge.inPage : words.badge.reasons[session.inPageReason];
}
