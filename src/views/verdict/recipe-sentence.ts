/** What tells two recipes apart, as one sentence. */
import { laneKind } from '#state/lane-kind.ts';
import type { RecipeDifference } from '#state/recipe-difference.ts';
import type { Words } from '#words/catalogue.ts';
import { formatClock } from '#words/format.ts';
import { survivalCatalogue } from '#words/survival-catalogue.ts';
import type { VerdictWords } from '#words/verdict.en.ts';

/** More than so many are counted and not told. */
const MOST = 6;

export function recipeSentence(
  differences: readonly RecipeDifference[],
  words: Words,
  w: VerdictWords,
): string {
  const { differs } = w.runs;
  if (differences.length === 0) return differs.nothing;
  const told = differences.slice(0, MOST).map((one) => phrase(one, words, w));
  if (differences.length > MOST) told.push(differs.more(String(differences.length - MOST)));
  return differs.title(told.join(differs.join));
}

function phrase(one: RecipeDifference, words: Words, w: VerdictWords): string {
  const { differs, a, b } = w.runs;
  switch (one.kind) {
    case 'scenario':
      return differs.scenario(scenarioName(one.a, words), scenarioName(one.b, words));
    case 'seed':
      return differs.seed(String(one.a), String(one.b));
    case 'feed':
      return differs.feed;
    case 'lanes':
      return differs.lanes;
    case 'strategy': {
      const { name } = survivalCatalogue(words).strategies.each[one.id];
      return differs.strategy(name, words.lanes[laneKind(one.lane)].name, one.onInB ? b : a);
    }
    case 'setting': {
      const said = (value: number): string =>
        words.stage.change(one.key, value) ?? `${one.key}=${String(value)}`;
      const change = differs.setting(said(one.a), said(one.b));
      return one.lane ? differs.inLane(words.lanes[laneKind(one.lane)].name, change) : change;
    }
    case 'deed':
      return differs.deed(differs.deeds[one.what], formatClock(one.at), one.in === 'a' ? a : b);
  }
}

/** Scenarios that have no name go by their id, as in the address. */
function scenarioName(id: string, words: Words): string {
  if (id === 'race') return words.mode;
  const { all } = survivalCatalogue(words).scenarios;
  return id in all ? all[id as keyof typeof all].name : id;
}
