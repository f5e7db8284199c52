/** What could be typed next in the log's filter. */
import { FLAGS, isWordKey, NUMBER_KEYS, valuesOf, WORD_KEYS, type Vocabulary } from './query-keys.ts';

export interface Completion {
  /** Takes the place of [from, to). */
  readonly insert: string;
  readonly from: number;
  readonly to: number;
  /** The key or flag whose explanation stands beside it; null for a value. */
  readonly about: (typeof WORD_KEYS)[number] | (typeof NUMBER_KEYS)[number] | (typeof FLAGS)[number] | null;
}

const KEYS = [
  ...WORD_KEYS.map((about) => ({ about, insert: `${about}:` })),
  ...NUMBER_KEYS.map((about) => ({ about, insert: about === 'conn' ? 'conn:' : `${about}>` })),
  ...FLAGS.map((about) => ({ about, insert: `${about} ` })),
];

/** Completions of the word before the caret: of its value behind a key, else of keys and flags. */
export function completionsAt(text: string, caret: number, vocabulary: Vocabulary): readonly Completion[] {
  const word = /[^\s()"-][^\s()"]*$/.exec(text.slice(0, caret))?.[0] ?? '';
  const keyed = /^([a-z]+)[:=](?:[^,]*,)*([^,]*)$/i.exec(word);
  const key = keyed?.[1]?.toLowerCase() ?? '';
  if (keyed && isWordKey(key)) {
    const start = keyed[2] ?? '';
    return (valuesOf(key, vocabulary) ?? [])
      .filter((value) => value.startsWith(start.toLowerCase()) && value !== start)
      .map((value) => ({ insert: `${value} `, from: caret - start.length, to: caret, about: null }));
  }
  if (keyed) return [];
  const typed = word.toLowerCase();
  return KEYS.filter(({ about, insert }) => about.startsWith(typed) && insert.trim() !== typed).map(
    (one) => ({
      ...one,
      from: caret - word.length,
      to: caret,
    }),
  );
}
