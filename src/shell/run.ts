/** The shell: it runs lines. What it knows between two lines is here; what a single line does is in line.ts. */
import { utf8 } from '#base/bytes.ts';
import type { TerminalWords } from '#words/terminal.en.ts';
import type { Statement } from './ast.ts';
import type { Clock, Command, Job } from './command.ts';
import { Files } from './files.ts';
import { copyOf, Line, type State } from './line.ts';
import { Budget, HISTORY_LINES, JOBS, LINE_BYTES, LINE_COMMANDS } from './limits.ts';
import { LONGEST_LINE, parseLine, type ParseError } from './parse.ts';
import { EMPTY, Stop, writeText, type Sink, type Source } from './streams.ts';

/** Exit status of Bash for a line that it can't read. */
const SYNTAX_STATUS = 2;
/** 128 + SIGINT. */
const INTERRUPTED_STATUS = 130;
/** 128 + SIGXFSZ: the shell's way to say that a limit on size was passed. */
export const LIMIT_STATUS = 153;

export interface ShellParts {
  readonly clock: Clock;
  readonly words: TerminalWords;
  readonly commands: readonly Command[];
}

/** What a line is connected to: a terminal, or a script's output. */
export interface Terminal {
  readonly stdin?: Source;
  readonly stdout: Sink;
  readonly stderr: Sink;
}

export class Shell {
  readonly parts: ShellParts;
  readonly files = new Files();
  readonly env = new Map<string, string>();
  /** `$?` */
  status = 0;
  readonly #history: string[] = [];
  readonly #jobs = new Map<number, { job: Job; stop: Stop }>();

  constructor(parts: ShellParts) {
    this.parts = parts;
  }

  history(): readonly string[] {
    return this.#history;
  }

  jobs(): readonly Job[] {
    return [...this.#jobs.values()].map(({ job }) => job);
  }

  /** Runs a line to its end; the signal is Ctrl+C. Returns the exit status, which `$?` has then. */
  async run(
    line: string,
    terminal: Terminal,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<number> {
    if (line.trim() !== '') {
      this.#history.push(line);
      if (this.#history.length > HISTORY_LINES) this.#history.shift();
    }
    const script = parseLine(line);
    if (!script.ok) {
      await writeText(terminal.stderr, this.#explain(line, script.error));
      this.status = SYNTAX_STATUS;
      return this.status;
    }
    const stop = new Stop();
    const interrupt = (): void => {
      stop.abort();
    };
    if (signal.aborted) stop.abort();
    signal.addEventListener('abort', interrupt);
    const share = { budget: new Budget(), stop, background: false, limited: false };
    await new Line(this, terminal, share, this).script(script.value);
    signal.removeEventListener('abort', interrupt);
    if (share.limited) await this.#sayLimit(terminal);
    if (stop.signal.aborted) this.status = share.limited ? LIMIT_STATUS : INTERRUPTED_STATUS;
    return this.status;
  }

  /** Starts a statement that ends in `&`. */
  async start(statement: Statement, terminal: Terminal, budget: Budget, state: State): Promise<number> {
    if (this.#jobs.size >= JOBS) {
      await writeText(terminal.stderr, `bash: ${this.parts.words.tooManyJobs(String(JOBS))}\n`);
      return 1;
    }
    const id = Math.max(0, ...this.#jobs.keys()) + 1;
    const stop = new Stop();
    const share = { budget, stop, background: true, limited: false };
    const line = new Line(this, { ...terminal, stdin: EMPTY }, share, copyOf(state));
    const done = line.chain(statement.chain).then(async (status) => {
      if (share.limited) await this.#sayLimit(terminal);
      this.#jobs.delete(id);
      return status;
    });
    this.#jobs.set(id, { job: { id, text: statement.text, done }, stop });
    await writeText(terminal.stderr, `[${String(id)}] ${statement.text}\n`);
    return 0;
  }

  /** Ends what runs in the background, and waits until it has. */
  async close(): Promise<void> {
    const running = [...this.#jobs.values()];
    for (const { stop } of running) stop.abort();
    await Promise.all(running.map(({ job }) => job.done));
  }

  #sayLimit(terminal: Terminal): Promise<void> {
    const mebibytes = String(LINE_BYTES / 1024 / 1024);
    return terminal.stderr.write(utf8(`bash: ${this.parts.words.limit(mebibytes, String(LINE_COMMANDS))}\n`));
  }

  /** The message, and under the line a mark at the place. */
  #explain(line: string, error: ParseError): string {
    const { words } = this.parts;
    if (error.kind === 'long') return `bash: ${words.longLine(String(LONGEST_LINE))}\n`;
    const before = line.slice(0, error.at);
    const row = line.slice(before.lastIndexOf('\n') + 1).split('\n')[0] ?? '';
    const mark = before.slice(before.lastIndexOf('\n') + 1).replace(/[^\t]/g, ' ');
    const what = error.kind === 'syntax' ? words.syntax(error.message) : words.unsupported(error.text);
    return `bash: ${words.column(String(mark.length + 1))}: ${what}\n${row}\n${mark}^\n`;
  }
}
