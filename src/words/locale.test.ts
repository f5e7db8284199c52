import { expect, test } from 'vitest';
import { chooseLocale, hashValue, withHashValue } from './locale.ts';

test('the address decides before the stored choice, and that before the browser', () => {
  expect(chooseLocale('#lang=zh', 'en', ['en-US'])).toBe('zh');
  expect(chooseLocale('#seed=7', 'zh', ['en-US'])).toBe('zh');
  expect(chooseLocale('', null, ['de-DE', 'zh-CN', 'en'])).toBe('zh');
  expect(chooseLocale('', null, ['de-DE'])).toBe('en');
});

test('a language that we do not have falls back to the browser’s', () => {
  expect(chooseLocale('#lang=fr', null, ['zh-TW'])).toBe('zh');
  expect(chooseLocale('#lang=zh-Hans', null, ['en'])).toBe('zh');
});

test('reads one key of the hash', () => {
  expect(hashValue('#lang=zh&seed=7', 'seed')).toBe('7');
  expect(hashValue('#seed=7', 'lang')).toBe(null);
  expect(hashValue('', 'lang')).toBe(null);
});

test('sets and removes one key and keeps the others', () => {
  expect(withHashValue('#seed=7&lang=zh', 'lang', 'en')).toBe('#seed=7&lang=en');
  expect(withHashValue('#seed=7', 'lang', 'zh')).toBe('#seed=7&lang=zh');
  expect(withHashValue('#lang=zh', 'lang', null)).toBe('');
});
