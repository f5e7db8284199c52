import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toHex } from '#base/bytes.ts';
import { readPasted } from './paste.ts';

const MASKED = '818537fa213d7f9f4d5158';

function read(text: string): string {
  const result = readPasted(text);
  return result.ok ? toHex(result.value) : `${result.error.kind} ${result.error.text}`.trim();
}

describe('a pasted frame is read', () => {
  test.each([
    ['as plain hexadecimal', '818537FA213D7F9F4D5158'],
    ['in pairs', '81 85 37 fa 21 3d 7f 9f 4d 51 58'],
    [
      'as the RFC writes it',
      '0x81 0x85 0x37 0xfa 0x21 0x3d 0x7f 0x9f 0x4d 0x51 0x58\n(contains a masked "Hello")',
    ],
    ['as a string escape', String.raw`"\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"`],
    ['as an array', '[0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58]'],
    ['as Node prints a Buffer', '<Buffer 81 85 37 fa 21 3d 7f 9f 4d 51 58>'],
    ['as Wireshark copies it', '0000   81 85 37 fa 21 3d 7f 9f  4d 51 58          ..7.!=..MQX'],
    ['as hexdump -C shows it', '00000000  81 85 37 fa 21 3d 7f 9f  4d 51 58  |..7.!=..MQX|\n0000000b'],
    ['as xxd shows it', '00000000: 8185 37fa 213d 7f9f 4d51 58              ..7.!=..MQX'],
    ['with colons', '81:85:37:fa:21:3d:7f:9f:4d:51:58'],
  ])('%s', (_, text) => {
    expect(read(text)).toBe(MASKED);
  });

  test('over several lines of a dump', () => {
    const line = (at: string): string => `${at}   ${'00 '.repeat(16)}  ................`;
    expect(read(`${line('0000')}\n${line('0010')}\n0020   ff   .`)).toBe(`${'00'.repeat(32)}ff`);
  });

  test('and four digits that count nothing are two octets', () => {
    expect(read('8105  4865')).toBe('81054865');
  });
});

test('what is no hexadecimal is named with its place', () => {
  expect(readPasted('81 05\n48 6g 6c')).toEqual({
    ok: false,
    error: { kind: 'digit', text: '6g', line: 2, column: 4 },
  });
  expect(readPasted('0x81 0x5')).toMatchObject({ ok: false, error: { kind: 'odd', text: '5', column: 8 } });
  expect(read('  \n')).toBe('empty');
  expect(read('00'.repeat(131_073))).toBe('large');
});

test('any text is read or refused, and octets come back as they were written', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(typeof readPasted(text).ok).toBe('boolean');
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), (octets) => {
      expect(read(toHex(octets))).toBe(toHex(octets));
    }),
  );
});
