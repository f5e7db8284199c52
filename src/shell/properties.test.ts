/** Whatever is typed: no throw, no hang. More lines with PUSHPULL_LINES=1000000. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COMMANDS } from './commands/table.ts';
import { Bench } from './testing.ts';

const RUNS = Number(process.env['PUSHPULL_LINES'] ?? 1500);

const names = COMMANDS.map(({ name }) => name);
const flags = COMMANDS.flatMap((command) => Object.values(command.flags).flatMap((flag) => flag.flags));
const word = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...names) },
  { weight: 3, arbitrary: fc.constantFrom(...flags) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('f', '/dev/null', '-', '$A', '"$A"', '${A}', '$?', 'A=1', '*', '0', '99'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('(a+)+$', '[[:alpha:]]*', '.a[0]', '%s\\n', '%5d', '+%s', '\\(a\\)*'),
  },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  { weight: 1, arbitrary: fc.integer().map(String) },
);
const operator = fc.constantFrom(
  ' ',
  ' ',
  ' ',
  ' | ',
  ' | ',
  '; ',
  ' && ',
  ' || ',
  ' & ',
  ' > ',
  ' >> ',
  ' < ',
  ' 2>',
  '2>&1',
);
const bracket = fc.constantFrom(
  ['', ''],
  ['', ''],
  ['$(', ')'],
  ['"$(', ')"'],
  ["'", "'"],
  ['"', '"'],
  ['(', ''],
  ['`', '`'],
);
const piece = fc
  .tuple(word, operator, bracket)
  .map(([text, then, [open = '', close = '']]) => open + text + close + then);
const line = fc.oneof(
  { weight: 4, arbitrary: fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);

test('any line ends, with an exit status', { timeout: Math.max(30_000, RUNS * 20) }, async () => {
  let bench = new Bench();
  let ran = 0;
  await fc.assert(
    fc.asyncProperty(line, async (text) => {
      // A new shell now and then: what earlier lines left is a part of the test, endless growth is not.
      if (++ran % 100 === 0) bench = new Bench();
      const { status } = await bench.run(text.replaceAll('\n', ' '), '{"a": [1, 2]}\naaa\n');
      expect(status).toBeGreaterThanOrEqual(0);
      expect(status).toBeLessThanOrEqual(255);
    }),
    { numRuns: RUNS },
  );
});
