/** One line while it runs: its chains, pipelines and commands, connected by pipes, within its share. */
import { fromUtf8 } from '#base/bytes.ts';
import type { Chain, Pipeline, Redirect, Script, SimpleCommand } from './ast.ts';
import type { Command } from './command.ts';
import { expandAll, expandOne, type Expander } from './expand.ts';
import { WriteFailed } from './files.ts';
import type { Budget } from './limits.ts';
import { nearest } from './nearest.ts';
import { parseOptions, writtenFlag, type OptionError } from './options.ts';
import { LIMIT_STATUS, type Shell, type Terminal } from './run.ts';
import {
  BrokenPipe,
  Collector,
  EMPTY,
  Interrupted,
  LimitReached,
  Pipe,
  sourceOf,
  type Stop,
  unlessAborted,
  writeText,
  type Sink,
  type Source,
} from './streams.ts';

/** What all commands of a line share: what they may use, and what ends them. */
export interface Share {
  readonly budget: Budget;
  readonly stop: Stop;
  readonly background: boolean;
  /** True when the line was ended because it used too much. */
  limited: boolean;
}

/** What assignments and exit statuses change: the shell's own, or a copy in `$(…)` and in the background. */
export interface State {
  readonly env: Map<string, string>;
  status: number;
}

export function copyOf(state: State): State {
  return { env: new Map(state.env), status: state.status };
}

interface Streams {
  readonly stdin: Source;
  readonly stdout: Sink;
  readonly stderr: Sink;
}

/** A redirection that can't be made; the command isn't run then. */
class NoRedirect extends Error {}

/** Exit status of Bash when there is no such command. */
const NOT_FOUND = 127;
/** 128 + SIGINT, and 128 + SIGPIPE. */
const INTERRUPTED = 130;
const BROKEN_PIPE = 141;

export class Line {
  readonly #shell: Shell;
  readonly #streams: Streams;
  readonly #share: Share;
  readonly #state: State;

  constructor(shell: Shell, terminal: Terminal, share: Share, state: State) {
    this.#shell = shell;
    this.#streams = { stdin: terminal.stdin ?? EMPTY, stdout: terminal.stdout, stderr: terminal.stderr };
    this.#share = share;
    this.#state = state;
  }

  async script(script: Script): Promise<number> {
    for (const statement of script) {
      if (this.#share.stop.signal.aborted) break;
      this.#state.status = statement.background
        ? await this.#shell.start(statement, this.#streams, this.#share.budget, this.#state)
        : await this.chain(statement.chain);
    }
    return this.#state.status;
  }

  async chain(chain: Chain): Promise<number> {
    let status = await this.#pipeline(chain.first);
    for (const { operator, pipeline } of chain.rest) {
      if (this.#share.stop.signal.aborted) break;
      this.#state.status = status;
      if ((status === 0) === (operator === '&&')) status = await this.#pipeline(pipeline);
    }
    return status;
  }

  async #pipeline({ commands, negated }: Pipeline): Promise<number> {
    const { stop } = this.#share;
    const pipes = commands.slice(1).map(() => stop.pipe());
    const alone = commands.length === 1;
    const statuses = await Promise.all(
      commands.map(async (command, i) => {
        const before = pipes[i - 1];
        const after = pipes[i];
        const streams = {
          stdin: before ?? this.#guardSource(this.#streams.stdin),
          stdout: this.#guardSink(after ?? this.#streams.stdout),
          stderr: this.#guardSink(this.#streams.stderr),
        };
        const status = await this.#safely(command, streams, alone);
        after?.end();
        before?.cancel();
        return status;
      }),
    );
    stop.release(pipes);
    const status = statuses.at(-1) ?? 0;
    return negated ? Number(status === 0) : status;
  }

  /** Runs a command; what may end it from outside becomes its exit status. */
  async #safely(command: SimpleCommand, streams: Streams, alone: boolean): Promise<number> {
    try {
      return await this.#simple(command, streams, alone);
    } catch (error) {
      if (error instanceof BrokenPipe) return BROKEN_PIPE;
      if (error instanceof Interrupted) return INTERRUPTED;
      if (error instanceof LimitReached) {
        this.#share.limited = true;
        this.#share.stop.abort();
        return LIMIT_STATUS;
      }
      if (error instanceof NoRedirect || error instanceof WriteFailed) {
        // The terminal itself is written to: the command's own error stream may be what failed.
        await writeText(this.#streams.stderr, `bash: ${error.message}\n`);
        return 1;
      }
      throw error;
    }
  }

  async #simple(command: SimpleCommand, plain: Streams, alone: boolean): Promise<number> {
    this.#share.budget.command();
    const inner = { status: 0 };
    const expander = this.#expander(plain, inner);
    const [name, ...args] = await expandAll(command.words, expander);
    const env = name === undefined && alone ? this.#state.env : new Map(this.#state.env);
    for (const { name: variable, value } of command.assignments) {
      const text = await expandOne(value, expander);
      this.#share.budget.spend(text.length);
      env.set(variable, text);
    }
    const streams = await this.#redirect(command.redirects, plain, expander);
    return name === undefined ? inner.status : this.#call(name, args, streams, env);
  }

  async #call(
    name: string,
    args: readonly string[],
    streams: Streams,
    env: ReadonlyMap<string, string>,
  ): Promise<number> {
    const { commands, words, clock } = this.#shell.parts;
    const whole = `${name} ${args[0] ?? ''}`;
    const command = commands.find((each) => each.name === name || each.name === whole);
    if (command === undefined) return this.#notFound(name, streams.stderr);
    const options = parseOptions(
      command.flags,
      command.manner,
      command.name === whole ? args.slice(1) : args,
    );
    if (!options.ok) {
      await writeText(streams.stderr, this.#wrongOption(command, options.error));
      return command.usageStatus;
    }
    const { files } = this.#shell;
    const shell = {
      commands,
      words,
      // A job in the background has none of its own: it would wait for itself.
      jobs: () => (this.#share.background ? [] : this.#shell.jobs()),
      history: () => this.#shell.history(),
    };
    const { signal } = this.#share.stop;
    return command.run(options.value, { ...streams, env, files, clock, signal, shell });
  }

  async #notFound(name: string, stderr: Sink): Promise<number> {
    const { commands, words } = this.#shell.parts;
    const names = commands.map((command) => command.name);
    const inside = names.filter((each) => each.startsWith(`${name} `));
    const near = nearest(name, names);
    const hint = near === null ? words.listed : words.didYouMean(near);
    const said = inside.length > 0 ? words.supported(inside.join(', ')) : hint;
    await writeText(stderr, `bash: ${name}: command not found\n${said}\n`);
    return NOT_FOUND;
  }

  /** The first line as getopt(3) words it; under it what there is. */
  #wrongOption(command: Command, { kind, name }: OptionError): string {
    const { words } = this.#shell.parts;
    const letter = !name.startsWith('-');
    const saying = {
      unknown: letter ? `invalid option -- '${name}'` : `unrecognized option '${name}'`,
      'no-value': letter
        ? `option requires an argument -- '${name}'`
        : `option '${name}' requires an argument`,
      'no-value-wanted': `option '${name}' doesn't allow an argument`,
    }[kind];
    const known = Object.values(command.flags).map(writtenFlag);
    const supported = known.length > 0 ? words.supported(known.join('; ')) : words.noOptions;
    return `${command.name}: ${saying}\n${supported}\n`;
  }

  async #redirect(redirects: readonly Redirect[], streams: Streams, expander: Expander): Promise<Streams> {
    let now = streams;
    for (const redirect of redirects) {
      if (redirect.kind === 'join') {
        const target = redirect.with === 1 ? now.stdout : now.stderr;
        now = redirect.stream === 1 ? { ...now, stdout: target } : { ...now, stderr: target };
      } else if (redirect.kind === 'read') {
        const name = await expandOne(redirect.from, expander);
        const bytes = this.#shell.files.read(name);
        if (bytes === null) throw new NoRedirect(`${name}: No such file or directory`);
        now = { ...now, stdin: sourceOf(bytes) };
      } else {
        const name = await expandOne(redirect.to, expander);
        const opened = this.#shell.files.open(name, redirect.append);
        if (typeof opened === 'string') throw new NoRedirect(`${name}: ${opened}`);
        const sink = this.#guardSink(opened);
        now = redirect.stream === 1 ? { ...now, stdout: sink } : { ...now, stderr: sink };
      }
    }
    return now;
  }

  #expander(streams: Streams, inner: { status: number }): Expander {
    const variable = (name: string): string => {
      const value = name === '?' ? String(this.#state.status) : (this.#state.env.get(name) ?? '');
      this.#share.budget.spend(value.length);
      return value;
    };
    const output = async (script: Script): Promise<string> => {
      const collector = new Collector();
      const inside = { ...streams, stdout: collector };
      const line = new Line(this.#shell, inside, this.#share, copyOf(this.#state));
      inner.status = await line.script(script);
      if (this.#share.limited) throw new LimitReached();
      if (this.#share.stop.signal.aborted) throw new Interrupted();
      return fromUtf8(collector.bytes()).replace(/\0/g, '').replace(/\n+$/, '');
    };
    return { variable, output };
  }

  /** A sink that counts, and that ends its writer when the line has ended. */
  #guardSink(sink: Sink): Sink {
    const { budget, stop } = this.#share;
    return {
      write: async (bytes) => {
        if (stop.signal.aborted) throw new Interrupted();
        budget.spend(bytes.length);
        // A pipe knows the signal itself, and is written to often.
        await (sink instanceof Pipe ? sink.write(bytes) : unlessAborted(sink.write(bytes), stop.signal));
      },
    };
  }

  #guardSource(source: Source): Source {
    return { read: () => unlessAborted(source.read(), this.#share.stop.signal) };
  }
}
