import { describe, expect, test } from 'vitest';
import { DEFAULT_POLICY, DEFAULT_SCENE } from '#lab/herd/options.ts';
import { complaintsAbout, spoiled } from '../testing/fixture.ts';
import { loadCourse, type Files } from './load.ts';

/** The sample lesson, whose first step has these lines instead of a scene to watch. */
function withStep(lines: string, id = 'meet'): Files {
  return spoiled('lesson.yaml', '  - id: meet\n    kind: watch\n    until: 6s\n', `  - id: ${id}\n${lines}`);
}

const HERD = '    herd: { clients: 500, away: 2s, waits: [{ kind: fixed, first: 300ms, jitter: equal }] }\n';

test('a herd is the usual one with what is said of it', () => {
  const { lessons, problems } = loadCourse(withStep(`    kind: read\n${HERD}`));
  expect(problems).toEqual([]);
  expect(lessons.get('sample')?.steps[0]?.herd).toEqual({
    choice: {
      scene: { ...DEFAULT_SCENE, clients: 500, restartMs: 2000 },
      policies: [{ ...DEFAULT_POLICY, reconnect: 'fixed', reconnectMs: 300, jitter: 'equal' }],
    },
    may: [],
  });
});

test('a herd may show the answer to a prediction, without a run that plays', () => {
  const waits = 'herd: { waits: [{ jitter: none }, { jitter: full }] }';
  const ask = '    ask: { options: [a, b], answer: b }\n';
  const complaints = (reveal: string): string[] =>
    complaintsAbout(withStep(`    kind: predict\n${HERD}${ask}    reveal: ${reveal}\n`));
  const aboutEnd = expect.stringMatching(/reveal lacks the key "until", or a "herd"/) as string;
  expect(complaints('{}')).toContainEqual(aboutEnd);
  expect(complaints(`{ ${waits} }`)).not.toContainEqual(aboutEnd);
});

describe('what is wrong with a herd is said where it stands', () => {
  test.each([
    ['no waits', '    kind: read\n    herd: { clients: 20 }\n', /waits/],
    ['three waits', '    kind: read\n    herd: { waits: [{}, {}, {}] }\n', /1 or 2 ways to wait, not 3/],
    ['too many clients', '    kind: read\n    herd: { clients: 9999, waits: [{}] }\n', /from 10 to 2000/],
    ['a wait too short', '    kind: read\n    herd: { waits: [{ first: 1ms }] }\n', /from 100ms to 60000ms/],
    ['an unknown jitter', '    kind: read\n    herd: { waits: [{ jitter: ful }] }\n', /Did you mean "full"/],
    [
      'an unknown knob',
      `    kind: read\n${HERD}    may: [cup]\n`,
      /may: unknown word "cup"\. Did you mean "cap"/,
    ],
    ['a knob without a herd', '    kind: read\n    may: [cap]\n', /there is none\. Add "herd"/],
    ['a herd step without a herd', '    kind: herd\n    checks: []\n', /needs the key "herd"/],
    [
      'a figure without a bound',
      `    kind: herd\n${HERD}    checks: [{ id: calm, kind: herd, figure: peakPerS }]\n`,
      /the figure needs a bound/,
    ],
    [
      'a check of a run',
      `    kind: herd\n${HERD}    checks: [{ id: calm, kind: unique, lane: polling }]\n`,
      /unknown word "unique"/,
    ],
  ] satisfies [string, string, RegExp][])('%s', (_what, lines, complaint) => {
    expect(complaintsAbout(withStep(lines))).toContainEqual(expect.stringMatching(complaint));
  });
});
