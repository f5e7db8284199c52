/** "Did you mean …": the nearest of the valid words. */

/** Levenshtein's distance: how many letters must be put in, left out or changed. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The valid word nearest to `word`, or null when none is near. */
export function nearest(word: string, valid: readonly string[]): string | null {
  let best: string | null = null;
  // A third of the letters may be wrong, or two; never all.
  let least = Math.min(Math.max(2, Math.ceil(word.length / 3)) + 1, word.length);
  for (const candidate of valid) {
    const far = distance(word.toLowerCase(), candidate.toLowerCase());
    if (far < least) [best, least] = [candidate, far];
  }
  return best;
}

/** Longer lists are not printed whole. */
const MAX_LISTED = 14;

/** The remedy for an unknown word: the nearest valid one, and all of them where they are few. */
export function suggest(word: string, valid: readonly string[]): string {
  if (valid.length === 0) return 'Remove it: nothing is valid here.';
  const near = nearest(word, valid);
  const hint = near === null ? '' : `Did you mean "${near}"? `;
  if (valid.length <= MAX_LISTED) return `${hint}Valid are: ${valid.join(', ')}.`;
  return near === null ? `Valid are, among others: ${valid.slice(0, MAX_LISTED).join(', ')}.` : hint.trim();
}
