import { describe, expect, test } from 'vitest';
import { FILES_BYTES, LINE_BYTES } from './limits.ts';
import { Bench, printed, StoppedClock } from './testing.ts';

test('the handshake of RFC 6455 section 1.3, step by step', async () => {
  const line = `printf '%s%s' "$KEY" 258EAFA5-E914-47DA-95CA-C5AB0DC85B11 | openssl dgst -sha1 -binary | base64`;
  expect((await new Bench().run(`KEY=dGhlIHNhbXBsZSBub25jZQ==\n${line}`)).stdout).toBe(
    's3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n',
  );
});

/** What Bash prints for the same lines. */
describe('words and operators mean what they mean in Bash', () => {
  test.each([
    ['echo a  "b  c" d', 'a b  c d\n'],
    [`A='x  y'; echo $A "$A" \${A}z`, 'x y x  y x yz\n'],
    [`A=; printf '[%s]' $A "$A" '' e`, '[][][e]'],
    ['false && echo a || echo b; echo $?', 'b\n0\n'],
    ['true || echo a && echo b', 'b\n'],
    ['! false; echo $?; ! true; echo $?', '0\n1\n'],
    ['echo $(printf "a\\nb\\n\\n") "$(printf "a\\nb")"', 'a b a\nb\n'],
    ['X=$(false); echo $?', '1\n'],
    ['X=1 echo "[$X]"; X=2; echo $X', '[]\n2\n'],
    ['X=1 | true; echo "[$X]"', '[]\n'],
    ['A=$(B=1; echo $B); echo $A-$B', '1-\n'],
    [`echo 'a' > f; echo b >> f; cat < f; cat f > g; ls`, 'a\nb\nf\ng\n'],
    ['nope 2> f; echo $?; head -n 1 f', '127\nbash: nope: command not found\n'],
    ['cat nope 2>&1 | cat -n', '     1\tcat: nope: No such file or directory\n'],
    ['seq 100000 | head -n 2', '1\n2\n'],
    ['echo a\\ b\\$c *.none', 'a b$c *.none\n'],
    [`echo $'a\\tb'`, 'a\tb\n'],
  ])('%s', async (line, stdout) => {
    expect((await printed(line)).stdout).toBe(stdout);
  });
});

test('an unknown command is 127, with the nearest name', async () => {
  expect(await printed('prnt x')).toMatchObject({
    status: 127,
    stderr: 'bash: prnt: command not found\nDid you mean printf? help lists what there is.\n',
  });
  expect((await printed('openssl rsa')).stderr).toContain('openssl base64, openssl dgst');
});

test('an unknown option says what there is, with the tool’s exit status', async () => {
  expect(await printed('grep -Z x')).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^grep: invalid option -- 'Z'\nSupported here: -i, /) as string,
  });
  expect(await printed('head --bytes')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("option '--bytes' requires an argument") as string,
  });
});

test('a mistake is shown at its place, and is status 2', async () => {
  const { status, stderr } = await printed(`echo 'abc`);
  expect(status).toBe(2);
  expect(stderr).toBe(
    `bash: at character 6: This line cannot be read: unterminated single quote.\necho 'abc\n     ^\n`,
  );
});

test('the terminal speaks Chinese too', async () => {
  expect((await new Bench(undefined, 'zh').run('prnt')).stderr).toContain('是不是想输入 printf？');
});

describe('Ctrl+C', () => {
  test('ends the whole foreground pipeline with 130, and what would follow', async () => {
    const bench = new Bench(new StoppedClock());
    const stop = new AbortController();
    const running = bench.run('sleep 60 | cat; echo never', '', stop.signal);
    stop.abort();
    expect(await running).toMatchObject({ status: 130, stdout: '' });
    expect((await bench.run('echo $?')).stdout).toBe('130\n');
  });

  test('leaves the background alone; close ends it', async () => {
    const bench = new Bench(new StoppedClock());
    await bench.run('sleep 60 &');
    const stop = new AbortController();
    const waiting = bench.run('wait', '', stop.signal);
    stop.abort();
    expect((await waiting).status).toBe(130);
    expect((await bench.run('jobs')).stdout).toBe('[1]+  Running                 sleep 60 &\n');
    await bench.shell.close();
    expect((await bench.run('jobs')).stdout).toBe('');
  });
});

test('a job runs beside the foreground, with variables of its own', async () => {
  const bench = new Bench();
  expect((await bench.run('A=1; A=2 & wait; echo $A\nwait & wait; echo done')).stdout).toBe('1\ndone\n');
});

describe('no line uses more than its share', () => {
  test.each([
    'seq 1000000000',
    'seq 1000000000 | grep x',
    'seq 1000000000 > /dev/null',
    'X=$(seq 999999999)',
  ])('%s', async (line) => {
    const { status, stderr, bytes } = await printed(line);
    expect(status).toBe(153);
    expect(stderr).toContain('4 MiB');
    expect(bytes.length).toBeLessThanOrEqual(LINE_BYTES);
  });

  test('a variable that doubles itself', async () => {
    const line = `X=aaaaaaaa; ${'X="$X$X";'.repeat(40)}`;
    expect((await printed(line)).status).toBe(153);
  });

  test('more commands than a line may start', async () => {
    expect((await printed('true;'.repeat(2000))).status).toBe(153);
  });

  test('files together hold a limited size, and a file that is emptied gives it back', async () => {
    const bench = new Bench();
    const big = 'seq 1 500000';
    const { stderr } = await bench.run(
      Array.from({ length: 12 }, (_, i) => `${big} > f${String(i)}`).join('\n'),
    );
    expect(stderr).toContain('No space left on device');
    const held = bench.shell.files.names().map((name) => bench.shell.files.size(name) ?? 0);
    expect(held.reduce((a, b) => a + b)).toBeLessThanOrEqual(FILES_BYTES);
    expect((await bench.run('> f0; > f1\necho a > f2; cat f2')).stdout).toBe('a\n');
  });
});
