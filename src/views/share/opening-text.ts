/** What came of opening a capsule, in words. */
import type { CapsuleError, CapsuleNote } from '#state/capsule-notes.ts';
import type { CapsuleSource } from '#state/capsule-opener.svelte.ts';
import { formatBytes, formatCount } from '#words/format.ts';
import type { ShareWords } from '#words/share.en.ts';

/** More would fill the page; they are counted all the same. */
const NAMED = 5;
/** A foreign name may be as long as its sender likes. */
const NAME_LENGTH = 60;

function cut(name: string): string {
  return name.length > NAME_LENGTH ? `${name.slice(0, NAME_LENGTH)}…` : name;
}

function why(error: CapsuleError, link: boolean, words: ShareWords['opening']): string {
  switch (error.kind) {
    case 'broken':
      return words.brokenLink;
    case 'json':
      return link ? words.noCapsuleLink : words.notJson;
    case 'noCapsule':
      return link ? words.noCapsuleLink : words.noCapsuleFile;
    case 'unreadable':
      return words.unreadable(error.reason);
    case 'tooLarge':
      return tooLarge(error.what, error.limit, words);
  }
}

function tooLarge(
  what: Extract<CapsuleError, { readonly kind: 'tooLarge' }>['what'],
  limit: number,
  words: ShareWords['opening'],
): string {
  switch (what) {
    case 'link':
      return words.linkTooLarge(formatBytes(limit));
    case 'file':
      return words.fileTooLarge(formatBytes(limit));
    case 'interventions':
      return words.tooManyInterventions(formatCount(limit));
    case 'rows':
      return words.tooManyRows(formatCount(limit));
  }
}

/** Why a capsule could not be opened. */
export function failureText(error: CapsuleError, from: CapsuleSource, { opening }: ShareWords): string {
  const text = why(error, from.kind === 'link', opening);
  return opening.both(from.kind === 'file' ? opening.file(cut(from.name), text) : text, opening.otherRun);
}

/** What of a capsule was not used; '' when all was. `join` stands between names. */
export function notesText(notes: readonly CapsuleNote[], { opening }: ShareWords, join: string): string {
  const dropped = notes.flatMap((note) => (note.kind === 'dropped' ? [cut(note.path)] : []));
  const named = dropped.slice(0, NAMED);
  if (dropped.length > NAMED) named.push(opening.more(formatCount(dropped.length - NAMED)));
  const texts = notes.flatMap((note) => {
    switch (note.kind) {
      case 'newer':
        return [opening.newer(String(note.version))];
      case 'scenario':
        return [opening.scenario(cut(note.id))];
      case 'fileLeftOut':
        return [opening.fileLeftOut(cut(note.name), formatCount(note.rowCount))];
      case 'dropped':
        return [];
    }
  });
  if (named.length > 0) texts.push(opening.dropped(named.join(join)));
  return texts.reduce((all, text) => (all === '' ? text : opening.both(all, text)), '');
}
