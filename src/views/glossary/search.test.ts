import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadGlossary } from '#course/files/load.ts';
import type { Problem } from '#course/files/problem.ts';
import { LOCALES } from '#words/locale.ts';
import { inOrder, search } from './search.ts';

const text = readFileSync(new URL('../../../lessons/glossary.yaml', import.meta.url), 'utf8');
const problems: Problem[] = [];
const terms = [
  ...loadGlossary(new Map([['glossary.yaml', text]]), (problem) => problems.push(problem)).values(),
];
const found = (query: string): string[] => search(terms, query).map(({ id }) => id);

test('the glossary has no mistakes, and no name twice in a language', () => {
  expect(problems).toEqual([]);
  for (const locale of LOCALES) {
    const names = terms.map(({ name }) => name[locale]);
    expect(new Set(names).size, locale).toBe(names.length);
  }
});

test('each definition is one sentence, with the punctuation of its language', () => {
  for (const { id, definition } of terms) {
    expect(definition.en.match(/\.(\s|$)/g), `${id}: ${definition.en}`).toHaveLength(1);
    expect(definition.en, id).toMatch(/\.$/);
    expect(definition.zh.match(/。/g), `${id}: ${definition.zh}`).toHaveLength(1);
    expect(definition.zh, id).toMatch(/。$/);
    expect(definition.zh, id).not.toMatch(/[\u4e00-\u9fff][,.;:?!]/);
  }
});

test('finds a term by a name in either language, without regard to case and hyphens', () => {
  expect(found('POLLING')).toContain('polling');
  expect(found('长轮询')[0]).toBe('long-polling');
  expect(found('timeout')).toContain('rto');
  expect(found('  last event id ')[0]).toBe('last-event-id');
});

test('terms with the query in a name come before those that only mention it', () => {
  const ids = found('proxy');
  expect(ids[0]).toBe('proxy');
  expect(ids).toContain('buffering');
});

test('finds nothing where nothing fits, and everything for an empty query', () => {
  expect(found('xyzzy')).toEqual([]);
  expect(found(' ')).toHaveLength(terms.length);
});

test('terms stand in the order of the language', () => {
  const names = inOrder(terms, 'en').map(({ name }) => name.en.toLowerCase());
  expect(names.indexOf('acknowledgement (ack)')).toBeLessThan(names.indexOf('back-off'));
  const zh = inOrder(terms, 'zh').map(({ id }) => id);
  // bāo (包) before xīntiào (心跳), by sound and not by code point.
  expect(zh.indexOf('loss')).toBeLessThan(zh.indexOf('heartbeat'));
});
