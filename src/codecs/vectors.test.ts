import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { JUDGES, judgeFile } from './testing/judge.ts';
import type { VectorFile } from './testing/vector.ts';

const COUNTS = {
  http1: 87,
  sse: 122,
  'ws-frames': 392,
  'ws-encode': 76,
  'ws-handshake': 133,
  'ws-deflate': 77,
  socketio: 122,
};

function load(kind: string): VectorFile {
  const url = new URL(`../../vectors/${kind}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8')) as VectorFile;
}

describe.each(Object.entries(COUNTS))('%s', (kind, count) => {
  const file = load(kind);
  test.each([
    { bytewise: false, strict: false },
    { bytewise: true, strict: false },
    { bytewise: false, strict: true },
    { bytewise: true, strict: true },
  ])('meets every vector: %o', { timeout: 60_000 }, (options) => {
    const verdicts = judgeFile(file, options);
    expect(verdicts.length).toBe(count);
    expect(verdicts.filter(({ why }) => why !== null)).toEqual([]);
  });
});

test('the judge knows every kind that is tested, and finds a wrong expectation', () => {
  expect(Object.keys(JUDGES).sort()).toEqual(Object.keys(COUNTS).sort());
  const wrong = [
    { kind: 'sse', chunks: ['646174613a780a0a'], expect: { events: [] } },
    { kind: 'ws-frames', role: 'client', chunks: ['810161'], expect: { events: [], failure: 1002 } },
    { kind: 'ws-encode', op: { type: 'ping', data: '', mask: null }, expect: { bytes: '8a00' } },
    { kind: 'ws-handshake', op: 'accept-key', key: 'x', expect: { accept: 'y' } },
    { kind: 'http1', op: 'parse-request', chunks: ['0d0a'], expect: { messages: [{}] } },
    { kind: 'socketio', op: 'sio-decode', input: ['0'], expect: { value: [] } },
    { kind: 'socketio', op: 'sio-decode', input: ['0'], expect: { error: 'none' } },
  ];
  for (const { kind, ...vector } of wrong) {
    const file = { kind, vectors: [{ name: kind, category: 'wrong', ...vector }] };
    expect(judgeFile(file, { bytewise: false, strict: false })[0]?.why).not.toBeNull();
  }
});
