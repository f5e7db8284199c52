import { expect, test } from 'vitest';
import { PROTOCOL_ERRORS } from '#codecs/protocol-error.ts';
import { reactionEn } from '#words/reaction.en.ts';
import { reactionZh } from '#words/reaction.zh.ts';
import type { ReactionFact } from '#words/types-reaction.ts';

/** The lab's lanes speak no Socket.IO. */
const CODES = Object.keys(PROTOCOL_ERRORS).filter((code) => /^(http|sse|ws)-/.test(code));

const FACTS: readonly ReactionFact[] = [
  ...CODES.flatMap((code) => [true, false].map((later) => ({ kind: 'fault', code, later }) as const)),
  ...[null, 1, 5].map((octets) => ({ kind: 'waits', octets }) as const),
  ...[1005, 1002].map((code) => ({ kind: 'closes', code }) as const),
  ...[101, 426].map((status) => ({ kind: 'answers', status }) as const),
  { kind: 'delivered', msg: '5' },
  { kind: 'published', msg: '7' },
  ...(['not-arrived', 'pongs', 'resets', 'ends', 'page-closed', 'asks-again', 'ignored'] as const).map(
    (kind) => ({ kind }),
  ),
];

test.each([
  ['English', reactionEn, /^[A-Z].*[.]$/],
  ['Chinese', reactionZh, /^[\u4e00-\u9fff].*。$/u],
])('in %s each step is a sentence of its own, each fault with its rule', (_, words, sentence) => {
  const all = FACTS.map((fact) => words.step('server', fact));
  for (const text of all) {
    expect(text).toMatch(sentence);
    for (const code of CODES) expect(text).not.toContain(code);
  }
  expect(new Set(all).size).toBe(all.length);
  expect(words.step('client', { kind: 'ignored' })).not.toBe(words.step('server', { kind: 'ignored' }));
});

test('the Chinese texts have no Latin words but names', () => {
  const names = new Set(['HTTP', 'RST', 'FIN', 'UTF', 'RSV', 'ping', 'pong']);
  const words = FACTS.flatMap((fact) => reactionZh.step('client', fact).match(/[A-Za-z]+/g) ?? []);
  expect(words.filter((word) => !names.has(word))).toEqual([]);
});
