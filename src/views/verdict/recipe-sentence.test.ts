import { expect, test } from 'vitest';
import { fromS } from '#base/time.ts';
import type { RecipeDifference } from '#state/recipe-difference.ts';
import { catalogue } from '#words/catalogue.ts';
import { THIN } from '#words/format.ts';
import { verdictEn } from '#words/verdict.en.ts';
import { verdictZh } from '#words/verdict.zh.ts';
import { recipeSentence } from './recipe-sentence.ts';

const ws = { id: 'ws', transport: 'ws' } as const;
const say = (...differences: readonly RecipeDifference[]): string =>
  recipeSentence(differences, catalogue('en'), verdictEn).replaceAll(THIN, ' ');

test('says in one sentence what tells two recipes apart', () => {
  expect(say()).toBe('The recipes are the same.');
  expect(say({ kind: 'scenario', a: 'race', b: 'lift' })).toBe(
    'What differs: scenario Free play in A, Lift in B.',
  );
  expect(say({ kind: 'strategy', lane: ws, id: 'ack', onInB: false }, { kind: 'seed', a: 7, b: 8 })).toBe(
    'What differs: Acknowledgement in WebSocket only in Run A; seed 7 in A, 8 in B.',
  );
});

test('names settings as the page does, and those that have no name by their key', () => {
  const loss = { kind: 'setting', lane: null, key: 'net.up.lossPct', a: 0, b: 5 } as const;
  expect(say(loss)).toBe('What differs: loss up 0% in A, loss up 5% in B.');
  const cap = { kind: 'setting', lane: ws, key: 'feed.ratePerS', a: 1, b: 2 } as const;
  expect(say(cap)).toBe('What differs: WebSocket: feed.ratePerS=1 in A, feed.ratePerS=2 in B.');
});

test('says when something was done in one of them', () => {
  const cut = { kind: 'deed', in: 'b', at: fromS(20), what: 'outage' } as const;
  expect(say(cut)).toBe('What differs: a cut line at 20.0 s only in Run B.');
  expect(recipeSentence([cut], catalogue('zh'), verdictZh).replaceAll(THIN, ' ')).toBe(
    '不同之处：只有乙在 20.0 s 断了线。',
  );
});

test('counts what would be too much to tell', () => {
  const many = Array.from({ length: 9 }, (_, i) => {
    return { kind: 'deed', in: 'a', at: fromS(i), what: 'say' } as const;
  });
  expect(say(...many)).toMatch(/; and 3 more\.$/);
});
