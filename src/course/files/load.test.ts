import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { complaintsAbout, sampleFiles, spoiled } from '../testing/fixture.ts';
import { loadCourse, loadLesson } from './load.ts';

test('the lesson that "new" writes is valid in both languages', () => {
  const loaded = loadCourse(sampleFiles());
  expect(loaded.problems).toEqual([]);
  const lesson = loaded.lessons.get('sample');
  expect(lesson?.steps.map(({ id, kind }) => [id, kind])).toEqual([
    ['meet', 'watch'],
    ['fix', 'task'],
  ]);
  expect(lesson?.prose.zh.steps.get('fix')?.lines.get('fresh')?.feedback).toHaveLength(1);
});

describe('names file, line and column, what is wrong, and the remedy', () => {
  test.each([
    [
      'an unknown key of a step',
      ['lesson.yaml', 'within: 60s', 'withn: 60s'],
      /^sample\/lesson\.yaml:12:5: unknown key "withn" in the step\. Did you mean "within"\?/,
    ],
    [
      'a missing key',
      ['lesson.yaml', '    within: 60s\n', ''],
      /^sample\/lesson\.yaml:10:5: the step lacks the key "within"\. Add it\./,
    ],
    [
      'an unknown kind of step',
      ['lesson.yaml', 'kind: task', 'kind: tsk'],
      /^sample\/lesson\.yaml:11:11: kind: unknown word "tsk"\. Did you mean "task"\?/,
    ],
    [
      'an unknown kind of check',
      ['lesson.yaml', 'kind: metric', 'kind: metrik'],
      /^sample\/lesson\.yaml:16:15: kind: unknown word "metrik"\. Did you mean "metric"\?/,
    ],
    [
      'an unknown metric',
      ['lesson.yaml', 'meanDelayMs', 'meanDelay'],
      /^sample\/lesson\.yaml:18:17: metric: unknown word "meanDelay"\. Did you mean "meanDelayMs"\?/,
    ],
    [
      'a check without a bound',
      ['lesson.yaml', '        atMost: 500\n', ''],
      /^sample\/lesson\.yaml:15:9: the metric needs a bound\. Add atLeast, atMost or equals\./,
    ],
    [
      'a lane that the scenario lacks',
      ['lesson.yaml', 'lane: polling', 'lane: sse'],
      /^sample\/lesson\.yaml:17:15: the scenario has no lane "sse"\..*Valid are: polling\./,
    ],
    [
      'a duration without a unit',
      ['lesson.yaml', 'until: 6s', 'until: 6'],
      /^sample\/lesson\.yaml:8:12: until: "6" is no duration\. Write a number with ms, s, min or h/,
    ],
    [
      'an unknown setting',
      ['lesson.yaml', 'lanes: [polling]', 'settings: { net.latencyMs: 9 }'],
      /^sample\/lesson\.yaml:4:15: unknown setting "net\.latencyMs"\./,
    ],
    [
      'a setting out of bounds',
      ['lesson.yaml', 'lanes: [polling]', 'settings: { net.lossPct: 500 }'],
      /^sample\/lesson\.yaml:4:28: "500" is no value for net\.lossPct\. Valid are numbers from 0 to 100 %/,
    ],
    [
      'a setting that is fixed once the run goes on',
      ['solution.yaml', 'polling.intervalMs: 500', 'feed.ratePerS: 5'],
      /^sample\/solution\.yaml:4:12: feed\.ratePerS can't change while the run goes on\. Set it in the scenario\./,
    ],
    [
      'an unknown type of event',
      ['lesson.yaml', 'until: 6s', 'until: { event: app.delivred }'],
      /^sample\/lesson\.yaml:8:21: event: unknown word "app\.delivred"\. Did you mean "app\.delivered"\?/,
    ],
    [
      'a field that the event lacks',
      ['lesson.yaml', 'until: 6s', 'until: { event: app.delivered, where: { message: 5 } }'],
      /^sample\/lesson\.yaml:8:45: app\.delivered has no field "message"\. Valid are: msg, duplicate\./,
    ],
    [
      'a control that the learner lacks',
      ['lesson.yaml', '[play, speed, interval]', '[play, speed]'],
      /^sample\/solution\.yaml:3:5: the learner lacks a control for this\. Add interval to the step's controls\./,
    ],
    [
      'a near-miss of a check that is not there',
      ['near-miss.yaml', 'hint: fresh', 'hint: fresch'],
      /^sample\/near-miss\.yaml:4:11: the step has no check "fresch"\. Did you mean "fresh"\?/,
    ],
    [
      'an attempt at a step that needs none',
      ['solution.yaml', 'fix:', 'meet:'],
      /^sample\/solution\.yaml:2:1: step "meet" is a watch step and needs no attempts\..*Valid are: fix\./,
    ],
    [
      'a bucket that is not there',
      [
        'lesson.yaml',
        'kind: watch\n    until: 6s',
        'kind: sort\n    buckets: [tcp, ip]\n    items: { syn: tpc, address: ip }',
      ],
      /^sample\/lesson\.yaml:9:19: there is no bucket "tpc"\. Did you mean "tcp"\? Valid are: tcp, ip\./,
    ],
    [
      'a question without its answer',
      [
        'lesson.yaml',
        'kind: watch\n    until: 6s',
        'kind: predict\n    ask: { options: [more, less], answer: fewer }\n    reveal: { until: 3s }',
      ],
      /^sample\/lesson\.yaml:8:43: "fewer" is no option\..* Valid are: more, less\./,
    ],
    [
      'a key that stands twice',
      ['lesson.yaml', 'minutes: 5', 'minutes: 5\nminutes: 6'],
      /^sample\/lesson\.yaml:3:1: not valid YAML: Map keys must be unique/,
    ],
    [
      'words without a step',
      ['en.md', '## meet:', '## meat:'],
      /^sample\/en\.md:5:1: lesson\.yaml has no step "meat"\. Did you mean "meet"\?/,
    ],
    [
      'a check without words',
      ['zh.md', '- fresh:', '- frisch:'],
      /^sample\/zh\.md:9:1: step "fix" lacks the line "- fresh: …"\. Add it\./,
    ],
    [
      'a step without a title',
      ['en.md', '## meet: What to look at', '## meet'],
      /^sample\/en\.md:5:1: the step has no title\. Write "## meet: title"\./,
    ],
    [
      'an unknown term',
      ['en.md', 'Say what happens', '[Say](term:poling) what happens'],
      /^sample\/en\.md:7:1: the glossary has no term "poling"\. Did you mean "polling"\?/,
    ],
    [
      'nothing to point at',
      ['en.md', 'Say what happens', 'Say [what](point:stage.lane.polling.wait) happens'],
      /^sample\/en\.md:7:5: nothing to point at is called "stage\.lane\.polling\.wait" in this step\. Did you mean "stage\.lane\.polling\.waits"\?/,
    ],
    [
      'a control to point at that the step lacks',
      ['en.md', 'Say what happens', '[Say](point:control.interval) what happens'],
      /^sample\/en\.md:7:1: nothing to point at is called "control\.interval" in this step\./,
    ],
    [
      'a link that would run something',
      ['en.md', 'Say what happens', '[Say](javascript:alert) what happens'],
      /^sample\/en\.md:7:1: "javascript:alert" leads nowhere\./,
    ],
    [
      'an external page outside of the sources',
      ['en.md', 'Say what happens', '[Say](https://example.org) what happens'],
      /^sample\/en\.md:7:1: external pages can be linked only under "## sources"\./,
    ],
    [
      'HTML',
      ['en.md', 'Say what happens', 'Say <b>what</b> happens'],
      /^sample\/en\.md:7:5: HTML can't be used here\./,
    ],
    [
      'an image',
      ['en.md', 'Say what happens', 'Say ![what](x.png) happens'],
      /^sample\/en\.md:7:5: an image can't be used here\./,
    ],
    [
      'a check without feedback',
      ['en.md', '  > Say where to look, not what to do.\n', ''],
      /^sample\/en\.md:13:1: "fresh" has no feedback\. Add a line "/,
    ],
    [
      'no sources',
      [
        'en.md',
        '## sources\n\n- [RFC 9110](https://www.rfc-editor.org/rfc/rfc9110): what it bears out.\n',
        '',
      ],
      /^sample\/en\.md:1:1: the section "## sources" is missing or empty\./,
    ],
    [
      'a step that is too long',
      ['en.md', 'Say what happens', 'word '.repeat(90)],
      /^sample\/en\.md:5:1: the step has 98 words; at most 90 fit\. Shorten it, or make two steps\./,
    ],
    [
      'Latin punctuation in Chinese',
      ['zh.md', '说明画面上在发生什么，', '说明画面上在发生什么,'],
      /^sample\/zh\.md:7:1: "说明画面上在发生什么,": write Chinese punctuation/,
    ],
    [
      'a lesson that is not in the course',
      ['course.yaml', 'lessons:\n      - id: sample', 'lessons: []'],
      /^course\.yaml:1:1: the lesson "sample" is not in the course\./,
    ],
    [
      'a prerequisite that comes later or never',
      ['course.yaml', '- id: sample', '- id: sample\n        requires: [other]'],
      /^course\.yaml:6:20: "other" doesn't stand before "sample"\./,
    ],
  ] satisfies [string, [string, string, string], RegExp][])('%s', (_what, [file, from, to], complaint) => {
    expect(complaintsAbout(spoiled(file, from, to))).toContainEqual(expect.stringMatching(complaint));
  });
});

test('a repeated action is written once', () => {
  const files = spoiled(
    'lesson.yaml',
    'lanes: [polling]',
    'script: [{ at: 3s, publish: { count: 2 }, repeat: { every: 5s, times: 3 } }]',
  );
  const [step] = loadCourse(files).lessons.get('sample')?.steps ?? [];
  expect(step?.scenario.script.map(({ atMs, kind }) => [atMs, kind])).toEqual([
    [3000, 'publish'],
    [8000, 'publish'],
    [13_000, 'publish'],
  ]);
});

test('two lanes of one transport may have settings of their own', () => {
  const lanes = '{ id: often, transport: polling, settings: { polling.intervalMs: 500 } }';
  const { lessons, problems } = loadCourse(spoiled('lesson.yaml', '[polling]', `[polling, ${lanes}]`));
  expect(problems).toEqual([]);
  expect(lessons.get('sample')?.steps[0]?.scenario.lanes).toEqual([
    { id: 'polling', transport: 'polling' },
    { id: 'often', transport: 'polling', own: { 'polling.intervalMs': 500 } },
  ]);
});

test('a lane may run the client that survives a bad network', () => {
  const lanes = '{ id: ws, transport: ws, survival: true }, { id: bare, transport: ws, survival: false }';
  const { lessons } = loadCourse(spoiled('lesson.yaml', '[polling]', `[polling, ${lanes}]`));
  const [, ...read] = lessons.get('sample')?.steps[0]?.scenario.lanes ?? [];
  expect(read.map(({ id, client }) => [id, client])).toEqual([
    ['ws', { survival: true }],
    ['bare', undefined],
  ]);
});

test('a file that is missing is one problem', () => {
  const files = new Map(sampleFiles());
  files.delete('sample/zh.md');
  expect(complaintsAbout(files)).toEqual([
    "sample/zh.md:1:1: this file is missing. Add it, with the lesson's words in Chinese.",
  ]);
});

test('everything that is wrong is said at once, by file and line', () => {
  const files = new Map(sampleFiles());
  // The unknown key is also a missing one.
  const logic = (files.get('sample/lesson.yaml') ?? '')
    .replace('minutes: 5', 'minuts: 5')
    .replace('until: 6s', 'until: soon')
    .replace('metric: meanDelayMs', 'metric: mean');
  files.set('sample/lesson.yaml', logic);
  files.set('sample/en.md', (files.get('sample/en.md') ?? '').replace('# A title', 'A title'));
  const places = complaintsAbout(files).map((line) => line.slice(0, line.indexOf(': ')));
  expect(places).toEqual([
    'sample/en.md:1:1',
    'sample/lesson.yaml:2:1',
    'sample/lesson.yaml:2:1',
    'sample/lesson.yaml:8:12',
    'sample/lesson.yaml:18:17',
  ]);
});

test('a broken lesson does not take the others with it', () => {
  const files = new Map(sampleFiles());
  for (const [path, text] of sampleFiles())
    if (path.startsWith('sample/')) files.set(path.replace('sample/', 'other/'), text);
  files.set('other/lesson.yaml', '{');
  const { lessons } = loadCourse(files);
  expect([...lessons.keys()]).toEqual(['sample']);
});

test('a rule of style is no reason not to show a lesson', () => {
  const { lessons, problems } = loadCourse(spoiled('en.md', 'Say what happens', 'word '.repeat(90)));
  expect(problems).toHaveLength(1);
  expect(lessons.has('sample')).toBe(true);
});

test('options of very different length give the answer away', () => {
  const predict = `    kind: predict
    ask: { options: [a, b], answer: a }
    reveal: { until: 6s }
`;
  const files = new Map(spoiled('lesson.yaml', '    kind: watch\n    until: 6s\n', predict));
  const options = '- a: this\n- b: this is much longer than the other one\n  > No.\n';
  for (const locale of ['en', 'zh'])
    files.set(
      `sample/${locale}.md`,
      (files.get(`sample/${locale}.md`) ?? '').replace(/(## meet: .*\n\n)/, `$1${options}\n\n`),
    );
  expect(complaintsAbout(files)).toEqual([
    expect.stringMatching(
      /^sample\/en\.md:5:1: the longest option \(\d+\) is more than 2 times the shortest/,
    ),
    expect.stringMatching(/^sample\/zh\.md:5:1: the longest option/),
  ]);
});

test('aliases that would fill the memory are refused', () => {
  const levels = Array.from({ length: 12 }, (_, i) => {
    const items = i === 0 ? 'x' : Array.from({ length: 9 }, () => `*a${String(i - 1)}`).join(', ');
    return `- &a${String(i)} [${items}]`;
  });
  const files = new Map([...sampleFiles(), ['sample/lesson.yaml', levels.join('\n')]]);
  expect(complaintsAbout(files)).toContainEqual(
    expect.stringMatching(/^sample\/lesson\.yaml:1:1: Excessive alias count/),
  );
});

test('whatever the files hold, the loader answers with problems and never throws', () => {
  const names = ['lesson.yaml', 'en.md', 'zh.md', 'solution.yaml', 'near-miss.yaml'];
  const sample = sampleFiles();
  const alphabet = [
    ':',
    '-',
    '[',
    ']',
    '{',
    '}',
    '#',
    '>',
    '*',
    '`',
    '&',
    '!',
    '|',
    '(',
    ')',
    '\n',
    ' ',
    'id',
    'kind',
    'steps',
    'until',
    'checks',
    'fix',
    '0',
    '字',
    '<b>',
    '](point:',
  ];
  const noise = fc.array(fc.constantFrom(...alphabet), { maxLength: 30 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.constantFrom(...names), noise, fc.nat(), fc.nat(60), (name, text, at, cut) => {
      const original = sample.get(`sample/${name}`) ?? '';
      const from = at % (original.length + 1);
      const mixed = original.slice(0, from) + text + original.slice(from + cut);
      const { lesson, problems } = loadLesson(
        new Map([...sample, [`sample/${name}`, mixed]]),
        'sample',
        new Map(),
      );
      const lines = mixed.split('\n').length;
      expect(lesson !== null || problems.length > 0).toBe(true);
      for (const { file, line, column } of problems)
        if (file === `sample/${name}`)
          expect([line >= 1, line <= lines + 1, column >= 1]).toEqual([true, true, true]);
    }),
    { numRuns: 500, seed: 1 },
  );
});
