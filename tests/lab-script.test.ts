/** `lab --script` as it is called: what a terminal would show, and the last line's exit status. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

function lab(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'scripts/lab.ts', '--script', ...args],
    { cwd: root, encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

const SCRIPT = `# The accept value of RFC 6455 section 1.3.
KEY=dGhlIHNhbXBsZSBub25jZQ==
printf '%s%s' "$KEY" 258EAFA5-E914-47DA-95CA-C5AB0DC85B11 | openssl dgst -sha1 -binary | base64
sleep 2 && date +%T &
sleep 1; date +%T; wait; date +%T
sleep 9 &
grep -c x nope
`;

test(
  'runs a file in virtual time: jobs and the foreground in the order of their clocks',
  { timeout: 30_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'pushpull-'));
    const file = join(folder, 'accept.cmd');
    writeFileSync(file, SCRIPT);
    expect(lab(file)).toEqual({
      status: 2,
      stdout: 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n03:48:01\n03:48:02\n03:48:02\n',
      stderr: '[1] sleep 2 && date +%T\n[1] sleep 9\ngrep: nope: No such file or directory\n',
    });
    rmSync(folder, { recursive: true });
  },
);

test('a file that isn’t there is a mistake of the command line', { timeout: 30_000 }, () => {
  const { status, stderr } = lab('/nowhere/a.cmd');
  expect(status).toBe(2);
  expect(stderr).toContain('/nowhere/a.cmd');
});
