/** Everything that can be wrong with a line or a link has a sentence, and the sentence has the words. */
import { expect, test } from 'vitest';
import type { LinkFault, LinkNumber } from '#netem/check.ts';
import { parseTc } from '#netem/tc.ts';
import type { TcErrorCode } from '#netem/tc-reader.ts';
import { catalogue } from '#words/catalogue.ts';

const { en, zh } = { en: catalogue('en').netem, zh: catalogue('zh').netem };

test('each code has a sentence in both languages', () => {
  const codes: readonly Readonly<Record<TcErrorCode | LinkFault['code'], unknown>>[] = [
    { ...en.tc, ...en.link },
    { ...zh.tc, ...zh.link },
  ];
  const names: readonly Readonly<Record<LinkNumber, string>>[] = [en.names, zh.names];
  for (const [ours = {}, theirs = {}] of [codes, names])
    expect(Object.keys(theirs)).toEqual(Object.keys(ours));
});

test.each([
  ['tc qdisc add dev eth0', 'The line ends where “root” belongs.', '“root”'],
  ['tc qdisc add dev eth0 root netem delay 10x', '“10x” is no time for “delay”', '“10x”'],
  ['tc qdisc add dev eth0 root netem dealy 10ms', 'Did you mean “delay”?', '“delay”'],
  ['tc qdisc add dev eth0 root netem loss 101%', '“101%” is out of range: from 0% to 100%.', '0% 到 100%'],
])('%s', (line, inEnglish, inChinese) => {
  const read = parseTc(line);
  if (read.ok) throw new Error('there is nothing wrong with it');
  const { code, params } = read.error;
  expect(en.tc[code](...params)).toContain(inEnglish);
  expect(zh.tc[code](...params)).toContain(inChinese);
});
