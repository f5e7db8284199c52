import { expect, test } from 'vitest';
import { catalogue } from './catalogue.ts';

/** Names that have no Chinese form, and units. */
const ALLOWED = new Set(
  (
    'HTTP HTTPS TCP SSE WebSocket MSW API JSON CSV NDJSON UTF RTT p50 p95 p99 ms s min kB KB MB B kbit Mbit tc netem ' +
    'TLS IP SYN FIN RST ACK SHA USGS vega datasets Chrome DevTools Comcast Apple fetch EventSource Service Worker ' +
    'GET POST English Esc End RTO'
  ).split(' '),
);

const SAMPLES = ['3', '42', '5'];

/** Every string of a catalogue by its path; functions are called with sample arguments. */
function strings(value: unknown, path: string, found: Map<string, string>): Map<string, string> {
  if (typeof value === 'string') found.set(path, value);
  else if (typeof value === 'function') {
    const call = value as (...args: string[]) => unknown;
    strings(call(...SAMPLES), `${path}()`, found);
  } else if (value !== null && typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) strings(inner, `${path}.${key}`, found);
  }
  return found;
}

const en = strings(catalogue('en'), 'en', new Map());
const zh = strings(catalogue('zh'), 'zh', new Map());

test('both languages have the same texts', () => {
  const keys = (found: Map<string, string>): string[] =>
    [...found.keys()].map((path) => path.slice(3)).sort();
  expect(keys(zh)).toEqual(keys(en));
});

test('Chinese holds no Latin word but names and units', () => {
  const strays = [...zh].flatMap(([path, text]) =>
    (text.match(/[A-Za-z][A-Za-z0-9]*/g) ?? [])
      .filter((word) => !ALLOWED.has(word))
      .map((word) => `${path}: ${word} in "${text}"`),
  );
  expect(strays).toEqual([]);
});

test('Chinese uses Chinese punctuation between Chinese words', () => {
  const wrong = [...zh].filter(([, text]) => /[\u4e00-\u9fff][,.;:?!]/.test(text));
  expect(wrong).toEqual([]);
});

test('English holds no Chinese but the name of the other language', () => {
  const strays = [...en].filter(
    ([path, text]) => /[\u4e00-\u9fff]/.test(text) && path !== 'en.otherLanguage',
  );
  expect(strays).toEqual([]);
});

test('no text is empty, but for the states that need no word', () => {
  const empty = [...en, ...zh].filter(([, text]) => text.trim() === '').map(([path]) => path.slice(3));
  expect(new Set(empty)).toEqual(new Set(['status.playing', 'events.reasons.']));
});
