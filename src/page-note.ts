/** What the page's head says beside the title: where the run comes from, and what of the address could not be followed. */
import type { SessionView } from '#state/contract.ts';
import type { Words } from '#words/catalogue.ts';
import { formatClock } from '#words/format.ts';

export interface Asked {
  /** Parts of the address that nobody can read. */
  readonly ignored: readonly string[];
  /** A scenario that is not there, and those that are. */
  readonly unknown: { readonly id: string; readonly ids: string } | null;
  /** The page was loaded anew while an own file was the feed. */
  readonly fileForgotten: boolean;
}

export function pageNote(
  session: SessionView | null,
  { ignored, unknown, fileForgotten }: Asked,
  words: Words,
): string {
  const { forkedAt = null, parent = null } = session?.shown ?? {};
  const first = session?.feed.kind !== 'file' && session?.runs.length === 1;
  return [
    forkedAt !== null && parent !== null ? words.status.fork(String(parent), formatClock(forkedAt)) : '',
    unknown === null ? '' : words.status.noScenario(unknown.id, unknown.ids),
    ignored.length > 0 ? words.status.ignored(ignored.join(', ')) : '',
    fileForgotten && first ? words.panels.feed.again : '',
  ]
    .filter((text) => text !== '')
    .join(' · ');
}
