/** The `lesson` command as it is called. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sampleFiles } from '#course/testing/fixture.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
let folder = '';

/** Runs the command on a folder of its own, with one lesson. */
function lesson(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const result = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/lesson.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, LESSONS_DIR: folder },
  });
  return { status: result.status, stdout: result.stdout, stderr: result.stderr };
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pushpull-lessons-'));
  for (const [path, text] of sampleFiles()) {
    const target = join(folder, ...path.split('/'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('every lesson is played, or the one that is named', { timeout: 60_000 }, () => {
  const all = lesson('check');
  expect(all).toMatchObject({ status: 0, stderr: '' });
  expect(all.stdout).toMatch(/^ok {4}course: .*\n(ok {4}sample.*\n)+\d+ passed, 0 failed\n$/);
  expect(lesson('check', 'sample').stdout).toBe(all.stdout);
});

test('"new" begins a lesson that passes "check", and says what to edit next', { timeout: 60_000 }, () => {
  const course = join(folder, 'course.yaml');
  writeFileSync(course, `# The order.\n${readFileSync(course, 'utf8')}`);
  const before = readFileSync(course, 'utf8');
  const begun = lesson('new', 'my-lesson');
  expect(begun).toMatchObject({ status: 0, stderr: '' });
  expect(begun.stdout).toContain('lessons/my-lesson/lesson.yaml');
  const checked = lesson('check', 'my-lesson');
  expect(checked.status).toBe(0);
  expect(checked.stdout).toMatch(/\n\d+ passed, 0 failed\n$/);
  // What stood in course.yaml, comments too, stands there still.
  expect(readFileSync(course, 'utf8')).toBe(`${before.trimEnd()}\n      - id: my-lesson\n`);
  expect(lesson('new', 'my-lesson')).toMatchObject({ status: 2, stdout: '' });
});

test('a mistake is shown with its place, and the exit code is 1', { timeout: 60_000 }, () => {
  const file = join(folder, 'sample', 'lesson.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('minutes:', 'minuts:'));
  const { status, stdout } = lesson('check', 'sample');
  expect(status).toBe(1);
  expect(stdout).toMatch(/FAIL {2}sample: schema valid\n +sample\/lesson\.yaml:\d+:1: unknown key "minuts"/);
  expect(stdout).toMatch(/\n\d+ passed, 1 failed\n$/);
});

test('--json says the same', { timeout: 60_000 }, () => {
  const { stdout } = lesson('check', 'sample', '--json');
  const printed = JSON.parse(stdout) as { passed: number; failed: number; findings: { passed: boolean }[] };
  expect(printed.failed).toBe(0);
  expect(printed.findings.filter(({ passed }) => passed)).toHaveLength(printed.passed);
});

describe('answers a mistake with exit code 2 and what is valid', () => {
  test.each([
    [[], 'Usage'],
    [['chek'], 'Did you mean "check"?'],
    [['check', 'simple'], 'Did you mean "sample"?'],
    [['check', '--jsn'], 'Usage'],
    [['new'], 'name one lesson'],
    [['new', 'My Lesson'], 'small letters, digits and hyphens'],
  ])('%j', (args, says) => {
    const { status, stdout, stderr } = lesson(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(says);
  });
});
