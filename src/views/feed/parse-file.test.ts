import { describe, expect, test } from 'vitest';
import { MAX_FILE_BYTES, parseFeedFile } from './parse-file.ts';

const parse = (text: string, name: string, signal?: AbortSignal) =>
  parseFeedFile(new Blob([text]), name, signal ? { signal } : {});

describe('one message a line', () => {
  test('keeps lines as they are and drops empty ones', async () => {
    expect(await parse('hello\r\n\n你好\nlast', 'notes.txt')).toEqual({
      ok: true,
      value: { rows: ['hello', '你好', 'last'], problems: [], problemCount: 0 },
    });
  });

  test('reports a line that is too long and goes on', async () => {
    expect(await parse(`a\n${'x'.repeat(70_000)}\nb`, 'notes.txt')).toEqual({
      ok: true,
      value: { rows: ['a', 'b'], problems: [{ kind: 'tooLong', line: 2 }], problemCount: 1 },
    });
  });
});

describe('NDJSON', () => {
  test('is known by its name or by its first line', async () => {
    const expected = {
      ok: true,
      value: { rows: ['{"a":1}', 'plain', '[1,2]'], problems: [], problemCount: 0 },
    };
    expect(await parse('{"a": 1}\n"plain"\n[1, 2]\n', 'x.ndjson')).toEqual(expected);
    expect(await parse('{"a": 1}\n"plain"\n[1, 2]\n', 'pasted')).toEqual(expected);
  });

  test('names the line that is not JSON', async () => {
    expect(await parse('{"a":1}\n{oops\n{"b":2}', 'x.jsonl')).toEqual({
      ok: true,
      value: { rows: ['{"a":1}', '{"b":2}'], problems: [{ kind: 'json', line: 2 }], problemCount: 1 },
    });
  });
});

describe('CSV', () => {
  test('makes each row a JSON object of the header’s names', async () => {
    expect(await parse('name,said\nAda,"one, two"\nBob,hi\n', 'chat.csv')).toEqual({
      ok: true,
      value: {
        rows: ['{"name":"Ada","said":"one, two"}', '{"name":"Bob","said":"hi"}'],
        problems: [],
        problemCount: 0,
      },
    });
  });

  test('takes the bare value of a single column', async () => {
    const parsed = await parse('said\nhi\n"a ""quote"""\n', 'chat.csv');
    expect(parsed.ok && parsed.value.rows).toEqual(['hi', 'a "quote"']);
  });

  test('counts lines, not rows, where a field holds line breaks', async () => {
    const parsed = await parse('a,b\n"x\ny\nz",1\nshort\n2,3\n', 'x.csv');
    expect(parsed.ok && parsed.value.rows).toHaveLength(2);
    expect(parsed.ok && parsed.value.problems).toEqual([{ kind: 'columns', line: 5, found: 1, expected: 2 }]);
  });

  test('reports a quotation mark that is not closed', async () => {
    const parsed = await parse('a,b\n1,2\n"open,3\n4,5\n', 'x.csv');
    expect(parsed.ok && parsed.value.rows).toEqual(['{"a":"1","b":"2"}']);
    expect(parsed.ok && parsed.value.problems).toEqual([{ kind: 'quotes', line: 3 }]);
  });

  test('reads many rows in several breaths', async () => {
    const text = 'a,b\n' + Array.from({ length: 9000 }, (_, i) => `${String(i)},x`).join('\n');
    const shares: number[] = [];
    const parsed = await parseFeedFile(new Blob([text]), 'x.csv', {
      onprogress: (share) => shares.push(share),
    });
    expect(parsed.ok && parsed.value.rows.length).toBe(9000);
    expect(shares.length).toBeGreaterThan(3);
    expect(Math.max(...shares)).toBeLessThanOrEqual(1);
  });
});

describe('files that can’t be used', () => {
  test('too large', async () => {
    const parsed = await parse('x'.repeat(MAX_FILE_BYTES + 1), 'x.txt');
    expect(parsed).toEqual({ ok: false, error: { kind: 'tooLarge', sizeBytes: MAX_FILE_BYTES + 1 } });
  });

  test('empty', async () => {
    expect(await parse(' \n\n', 'x.txt')).toEqual({ ok: false, error: { kind: 'empty' } });
    expect(await parse('a,b\n', 'x.csv')).toEqual({ ok: false, error: { kind: 'empty' } });
  });

  test('not UTF-8', async () => {
    const parsed = await parseFeedFile(new Blob([new Uint8Array([0x68, 0xff, 0xfe])]), 'x.txt');
    expect(parsed).toEqual({ ok: false, error: { kind: 'notText' } });
  });

  test('every line bad', async () => {
    const parsed = await parse('{a\n{b\n', 'x.ndjson');
    expect(parsed).toMatchObject({ ok: false, error: { kind: 'allBad', problemCount: 2 } });
  });

  test('stopped by the learner in the middle of a CSV', async () => {
    const control = new AbortController();
    const text = 'a,b\n' + '1,2\n'.repeat(9000);
    const parsed = await parseFeedFile(new Blob([text]), 'x.csv', {
      signal: control.signal,
      onprogress: (share) => {
        if (share > 0.6) control.abort();
      },
    });
    expect(parsed).toEqual({ ok: false, error: { kind: 'cancelled' } });
  });

  test('stopped by the learner before the first piece', async () => {
    const control = new AbortController();
    control.abort();
    expect(await parse('a\nb', 'x.txt', control.signal)).toEqual({ ok: false, error: { kind: 'cancelled' } });
  });
});
