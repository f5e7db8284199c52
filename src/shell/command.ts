/** What a command is, and what it is handed. It touches nothing else: neither the page nor the machine's clock. */
import type { CommandName, OptionName, TerminalWords } from '#words/terminal.en.ts';
import type { Files } from './files.ts';
import type { Flags, Manner, Parsed } from './options.ts';
import type { Sink, Source } from './streams.ts';

/** Virtual time. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Settles `ms` later; rejects with `Interrupted` when the signal comes first. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** A statement that runs in the background. */
export interface Job {
  readonly id: number;
  readonly text: string;
  readonly done: Promise<number>;
}

/** What of the shell itself a command may see. */
export interface Surroundings {
  readonly commands: readonly Command[];
  readonly words: TerminalWords;
  jobs(): readonly Job[];
  history(): readonly string[];
}

export interface Context {
  readonly stdin: Source;
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly env: ReadonlyMap<string, string>;
  readonly files: Files;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly shell: Surroundings;
}

/** A command with its options: `man`, the docs and the parser read the same declaration. */
export interface CommandSpec<Name extends CommandName> {
  readonly name: Name;
  /** What follows the name, as a manual page writes it. */
  readonly operands: string;
  readonly flags: Flags<OptionName<Name>>;
  readonly manner: Manner;
  /** The real tool's exit status for a wrong option. */
  readonly usageStatus: number;
  run(options: Parsed<OptionName<Name>>, context: Context): Promise<number>;
}

/** Any command, for tables of them. */
export interface Command {
  readonly name: CommandName;
  readonly operands: string;
  readonly flags: Flags<string>;
  readonly manner: Manner;
  readonly usageStatus: number;
  run(options: Parsed<string>, context: Context): Promise<number>;
}

/** Checks a command against the words about it: each option has a text in both languages, and each text an option. */
export function define<Name extends CommandName>(spec: CommandSpec<Name>): Command {
  return spec;
}

/** GNU's manner: the usual one. */
export const GNU: Manner = { kind: 'gnu' };
