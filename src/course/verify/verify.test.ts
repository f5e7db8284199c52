import { describe, expect, test } from 'vitest';
import { loadCourse, type Files } from '../files/load.ts';
import { sampleFiles, spoiled } from '../testing/fixture.ts';
import { verifyFiles, verifySteps, type Finding } from './verify.ts';

/** All findings about the sample lesson. */
async function verify(files: Files): Promise<Finding[]> {
  const { lessons, problems } = loadCourse(files);
  const findings = verifyFiles('sample', problems);
  const lesson = lessons.get('sample');
  if (lesson) for await (const finding of verifySteps(lesson)) findings.push(finding);
  return findings;
}

/** What failed, with the reasons. */
async function failures(files: Files): Promise<string[]> {
  const failed = (await verify(files)).filter(({ passed }) => !passed);
  return failed.map(({ step, what, details }) => `${step ?? '-'}: ${what}: ${details.join(' ')}`);
}

test('a new lesson passes everything', async () => {
  expect((await verify(sampleFiles())).map(({ step, what, passed }) => [step, what, passed])).toEqual([
    [null, 'schema valid', true],
    [null, 'zh and en have the ids of the steps', true],
    [null, 'references resolve', true],
    [null, 'every wrong option and failed check has feedback', true],
    [null, 'options of similar length', true],
    [null, 'text fits beside the stage', true],
    [null, 'each language in its own script and punctuation', true],
    [null, 'sources and teacher notes present', true],
    ['meet', 'plays to its end', true],
    ['fix', 'start fails', true],
    ['fix', 'idle fails', true],
    ['fix', 'solution passes', true],
    ['fix', 'each check, inverted, fails', true],
    ['fix', 'near-miss "too-rare" gets the hint "fresh"', true],
    ['fix', 'every check has a near-miss', true],
  ]);
});

describe('finds', () => {
  test.each([
    [
      'a task that passes by itself',
      spoiled('lesson.yaml', 'atMost: 500', 'atMost: 1200'),
      [/^fix: idle fails: the step is passed without doing anything/],
    ],
    [
      'a solution that does not pass, with what it measured',
      spoiled('solution.yaml', '500', '1500'),
      [
        /^fix: solution passes: at the end: fresh: fail \(\d+\.\d\)/,
        /^fix: each check, inverted, fails: no solution/,
      ],
    ],
    [
      'a task without a solution',
      new Map([...sampleFiles(), ['sample/solution.yaml', '']]),
      [/^fix: solution passes: there is none\. Add "fix:" to solution\.yaml/],
    ],
    [
      'a near-miss that passes',
      spoiled('near-miss.yaml', '4000', '400'),
      [/^fix: near-miss "too-rare" gets the hint "fresh": it passes the step/],
    ],
    [
      'a check that no near-miss fails',
      withSecondCheck(sampleFiles()),
      [/^fix: every check has a near-miss: none for: seen\. Add them to near-miss\.yaml/],
    ],
    [
      'a near-miss that gets another hint',
      withSecondCheck(spoiled('near-miss.yaml', 'hint: fresh', 'hint: seen')),
      [
        /^fix: near-miss "too-rare" gets the hint "seen": it gets the hint "fresh"/,
        /^fix: every check .*: fresh\./,
      ],
    ],
    [
      'a scene that never ends',
      spoiled('lesson.yaml', 'until: 6s', 'until: { event: app.delivered, where: { msg: none } }'),
      [/^meet: plays to its end: "until" has not come within 10 min/],
    ],
    [
      'a focus on nothing',
      spoiled('lesson.yaml', 'until: 6s', 'until: 6s\n    show: { focus: { message: 99 } }'),
      [/^meet: what is in focus happens: nothing in the trace matches/],
    ],
    ['files that break a rule', spoiled('en.md', '## meet:', '## meat:'), [/^-: zh and en have the ids/]],
  ] satisfies [string, Files, RegExp[]][])('%s', async (_what, files, expected) => {
    const found = await failures(files);
    expect(found).toHaveLength(expected.length);
    for (const [i, pattern] of expected.entries()) expect(found[i]).toMatch(pattern);
  });
});

/** The sample with a second check that always passes. */
function withSecondCheck(files: Files): Files {
  const check = '      - { id: seen, kind: some, event: app.published }\n';
  const lines = {
    'sample/en.md': '- seen: something is published\n  > Wait.\n',
    'sample/zh.md': '- seen: 有消息\n  > 等。\n',
  };
  const spoilt = new Map([...files, ['sample/lesson.yaml', (files.get('sample/lesson.yaml') ?? '') + check]]);
  for (const [path, line] of Object.entries(lines))
    spoilt.set(path, (files.get(path) ?? '').replace('- fresh:', `${line}- fresh:`));
  return spoilt;
}

test('questions are tested without files of their own', async () => {
  const sort = `    kind: sort
    buckets: [low, high]
    items: { one: low, two: high }
`;
  const words = '- low: low\n- high: high\n- one: one\n  > No.\n- two: two\n  > No.\n\n';
  const files = new Map(spoiled('lesson.yaml', '    kind: watch\n    until: 6s\n', sort));
  for (const path of ['sample/en.md', 'sample/zh.md'])
    files.set(path, (files.get(path) ?? '').replace(/(## meet: .*\n\n)/, `$1${words}`));
  const findings = (await verify(files)).filter(({ step }) => step === 'meet');
  expect(findings.every(({ passed }) => passed)).toBe(true);
  expect(findings.map(({ what }) => what)).toEqual([
    'start fails',
    'idle fails',
    'solution passes',
    'each check, inverted, fails',
    'near-miss "one-in-high" gets the hint "one"',
    'near-miss "two-in-low" gets the hint "two"',
    'every check has a near-miss',
  ]);
});
