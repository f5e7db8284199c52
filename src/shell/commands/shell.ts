/** What belongs to the shell itself: help, man, history, jobs, wait, clear, true, false, and the scratch files' ls. */
import { define, GNU, type Command, type Context } from '../command.ts';
import { writtenFlag } from '../options.ts';
import { unlessAborted, writeText } from '../streams.ts';

export const help = define({
  name: 'help',
  operands: '',
  flags: {},
  manner: GNU,
  usageStatus: 2,
  async run(_, { stdout, shell }: Context) {
    const width = Math.max(...shell.commands.map(({ name }) => name.length));
    const lines = shell.commands.map(
      ({ name }) => `  ${name.padEnd(width)}  ${shell.words.commands[name].about}\n`,
    );
    await writeText(stdout, `${shell.words.helpHead}\n${lines.join('')}`);
    return 0;
  },
});

function page(command: Command, { shell: { words } }: Context): string {
  const about: { readonly about: string; readonly options: Readonly<Record<string, string>> } =
    words.commands[command.name];
  const flags = Object.entries(command.flags);
  const synopsis = [command.name, flags.length > 0 ? '[OPTION]...' : '', command.operands]
    .filter((part) => part !== '')
    .join(' ');
  const options = flags.map(([id, flag]) => `    ${writtenFlag(flag)}\n        ${about.options[id] ?? ''}\n`);
  return (
    `${words.name}\n    ${command.name} - ${about.about}\n\n${words.synopsis}\n    ${synopsis}\n\n` +
    `${words.options}\n${flags.length > 0 ? options.join('') : `    ${words.noOptions}\n`}`
  );
}

export const man = define({
  name: 'man',
  operands: 'CMD',
  flags: {},
  manner: GNU,
  usageStatus: 1,
  async run({ operands }, context) {
    const { stdout, stderr, shell } = context;
    const name = operands.join(' ');
    if (name === '') {
      await writeText(stderr, "What manual page do you want?\nFor example, try 'man man'.\n");
      return 1;
    }
    const found = shell.commands.filter((each) => each.name === name || each.name.startsWith(`${name} `));
    if (found.length === 0) {
      await writeText(stderr, `No manual entry for ${name}\n${shell.words.listed}\n`);
      return 16;
    }
    await writeText(stdout, found.map((command) => page(command, context)).join('\n'));
    return 0;
  },
});

export const history = define({
  name: 'history',
  operands: '',
  flags: {},
  manner: GNU,
  usageStatus: 2,
  async run(_, { stdout, shell }) {
    for (const [i, line] of shell.history().entries())
      await writeText(stdout, `${String(i + 1).padStart(5)}  ${line}\n`);
    return 0;
  },
});

export const jobs = define({
  name: 'jobs',
  operands: '',
  flags: {},
  manner: GNU,
  usageStatus: 2,
  async run(_, { stdout, shell }) {
    const running = shell.jobs();
    for (const [i, { id, text }] of running.entries()) {
      const mark = { 0: ' ', 1: '-', 2: '+' }[Math.max(0, 2 - (running.length - 1 - i))];
      await writeText(stdout, `[${String(id)}]${mark ?? ' '}  Running                 ${text} &\n`);
    }
    return 0;
  },
});

export const wait = define({
  name: 'wait',
  operands: '',
  flags: {},
  manner: GNU,
  usageStatus: 2,
  async run(_, { shell, signal }) {
    await unlessAborted(Promise.all(shell.jobs().map((job) => job.done)), signal);
    return 0;
  },
});

export const clear = define({
  name: 'clear',
  operands: '',
  flags: {},
  manner: GNU,
  usageStatus: 1,
  async run(_, { stdout }) {
    // What ncurses' clear(1) sends to an xterm: home, erase the screen, erase what was scrolled away.
    await writeText(stdout, '\x1b[H\x1b[2J\x1b[3J');
    return 0;
  },
});

export const yes = define({
  name: 'true',
  operands: '',
  flags: {},
  manner: { kind: 'echo' },
  usageStatus: 0,
  run: () => Promise.resolve(0),
});

export const no = define({
  name: 'false',
  operands: '',
  flags: {},
  manner: { kind: 'echo' },
  usageStatus: 1,
  run: () => Promise.resolve(1),
});

export const ls = define({
  name: 'ls',
  operands: '[FILE]...',
  flags: { long: { flags: ['-l'] }, one: { flags: ['-1'] } },
  manner: GNU,
  usageStatus: 2,
  async run(options, { stdout, stderr, files }) {
    const { operands } = options;
    const whole = operands.length === 0 || (operands.length === 1 && operands[0] === '.');
    const names = whole ? files.names() : [...operands].sort();
    let status = 0;
    for (const name of names) {
      const size = files.size(name);
      if (size === null) {
        status = 2;
        await writeText(stderr, `ls: cannot access '${name}': No such file or directory\n`);
      } else
        await writeText(stdout, options.has('long') ? `${String(size).padStart(8)} ${name}\n` : `${name}\n`);
    }
    return status;
  },
});
