/** A shell for tests: what it printed, as text, and a clock that leaps at once. */
import { concat, fromUtf8, utf8 } from '#base/bytes.ts';
import { EPOCH_MS } from '#base/time.ts';
import type { Locale } from '#words/locale.ts';
import { terminalCatalogue } from '#words/terminal-catalogue.ts';
import type { Clock } from './command.ts';
import { COMMANDS } from './commands/table.ts';
import { Shell } from './run.ts';
import { Collector, sourceOf, unlessAborted } from './streams.ts';

/** Waits pass at once, in the order in which they were asked for. */
export class ImpatientClock implements Clock {
  #now = EPOCH_MS;

  now(): number {
    return this.#now;
  }

  wait(ms: number): Promise<void> {
    this.#now += ms;
    return Promise.resolve();
  }
}

/** Waits never end, but for the signal. */
export class StoppedClock implements Clock {
  now(): number {
    return EPOCH_MS;
  }

  wait(_ms: number, signal: AbortSignal): Promise<void> {
    return unlessAborted(new Promise<void>(() => undefined), signal);
  }
}

export interface Printed {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly bytes: Uint8Array;
}

export class Bench {
  readonly shell: Shell;

  constructor(clock: Clock = new ImpatientClock(), locale: Locale = 'en') {
    this.shell = new Shell({ clock, words: terminalCatalogue(locale), commands: COMMANDS });
  }

  /** Runs lines one after the other; what they print together, and the last status. */
  async run(lines: string, input = '', signal?: AbortSignal): Promise<Printed> {
    const [out, errors] = [new Collector(), new Collector()];
    let status = 0;
    for (const line of lines.split('\n')) {
      const terminal = { stdin: sourceOf(utf8(input)), stdout: out, stderr: errors };
      status = await this.shell.run(line, terminal, signal);
    }
    const bytes = concat([out.bytes()]);
    return { status, stdout: fromUtf8(bytes), stderr: fromUtf8(errors.bytes()), bytes };
  }
}

/** What one line prints in a new shell. */
export function printed(line: string, input = ''): Promise<Printed> {
  return new Bench().run(line, input);
}
