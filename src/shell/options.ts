/**
 * Options, read in one place for all commands.
 *
 * Three manners, because the real tools have three: GNU's (`-sN`, `-n5`, `--lines=5`, `--`, options after operands),
 * a single dash before a whole word (`openssl dgst -sha1`, `xxd -r`), and `echo`'s, which prints what it doesn't know.
 */
import { err, ok, type Result } from '#base/result.ts';

/** One option: how it is written, and the name of its value when it takes one. */
export interface Flag {
  readonly flags: readonly string[];
  readonly value?: string;
}

export type Flags<Id extends string> = Readonly<Record<Id, Flag>>;

export interface Manner {
  readonly kind: 'gnu' | 'single-dash' | 'echo';
  /** `-5` stands for this option with the value 5 (`head -5`). */
  readonly digits?: string;
  /** `-5` is an operand (`seq -5 5`). */
  readonly negative?: boolean;
  /** Options end at the first operand (`openssl`, `printf`). */
  readonly first?: boolean;
}

export interface Parsed<Id extends string> {
  has(id: Id): boolean;
  /** The last value given. */
  value(id: Id): string | null;
  readonly operands: readonly string[];
}

export interface OptionError {
  readonly kind: 'unknown' | 'no-value' | 'no-value-wanted';
  /** As the message of the real tool names it: `z` of `-z`, `--zebra`. */
  readonly name: string;
}

class Reader<Id extends string> {
  readonly #flags: Flags<Id>;
  readonly #manner: Manner;
  readonly #found = new Map<string, string>();
  readonly #operands: string[] = [];
  readonly #args: string[];

  constructor(flags: Flags<Id>, manner: Manner, args: readonly string[]) {
    this.#flags = flags;
    this.#manner = manner;
    this.#args = [...args];
  }

  read(): Result<Parsed<Id>, OptionError> {
    for (let arg = this.#args.shift(); arg !== undefined; arg = this.#args.shift()) {
      if (arg === '--') {
        this.#operands.push(...this.#args);
        break;
      }
      const error = this.#one(arg);
      if (error !== null) return err(error);
      if (this.#manner.first === true && this.#operands.length > 0) {
        this.#operands.push(...this.#args);
        break;
      }
    }
    const found = this.#found;
    return ok({
      has: (id) => found.has(id),
      value: (id) => found.get(id) ?? null,
      operands: this.#operands,
    });
  }

  #one(arg: string): OptionError | null {
    const { negative, digits, kind } = this.#manner;
    if (!arg.startsWith('-') || arg === '-' || (negative === true && /^-[\d.]/.test(arg))) {
      this.#operands.push(arg);
      return null;
    }
    if (digits !== undefined && /^-\d+$/.test(arg)) {
      this.#found.set(digits, arg.slice(1));
      return null;
    }
    if (kind === 'single-dash') return this.#word(arg);
    return arg.startsWith('--') ? this.#long(arg) : this.#short(arg);
  }

  #idOf(flag: string): Id | null {
    const ids = Object.keys(this.#flags) as Id[];
    return ids.find((id) => this.#flags[id].flags.includes(flag)) ?? null;
  }

  /** Takes the value of an option: what is glued to it, else the next argument. */
  #take(id: Id, name: string, glued: string | null): OptionError | null {
    if (this.#flags[id].value === undefined) {
      if (glued !== null) return { kind: 'no-value-wanted', name };
      this.#found.set(id, '');
      return null;
    }
    const value = glued ?? this.#args.shift();
    if (value === undefined) return { kind: 'no-value', name };
    this.#found.set(id, value);
    return null;
  }

  #long(arg: string): OptionError | null {
    const equals = arg.indexOf('=');
    const name = equals < 0 ? arg : arg.slice(0, equals);
    const id = this.#idOf(name);
    if (id === null) return { kind: 'unknown', name };
    return this.#take(id, name, equals < 0 ? null : arg.slice(equals + 1));
  }

  /** `-abc`: three flags; or, where `b` takes a value, `-a` and `-b` with the value `c`. */
  #short(arg: string): OptionError | null {
    const letters = Array.from(arg.slice(1));
    for (const [i, letter] of letters.entries()) {
      const id = this.#idOf(`-${letter}`);
      if (id === null) return { kind: 'unknown', name: letter };
      const takesValue = this.#flags[id].value !== undefined;
      const glued = takesValue && i + 1 < letters.length ? letters.slice(i + 1).join('') : null;
      const error = this.#take(id, letter, glued);
      if (error !== null || takesValue) return error;
    }
    return null;
  }

  #word(arg: string): OptionError | null {
    const id = this.#idOf(arg);
    if (id !== null) return this.#take(id, arg, null);
    const glued = (Object.keys(this.#flags) as Id[]).find(
      (each) =>
        this.#flags[each].value !== undefined &&
        this.#flags[each].flags.some((flag) => arg.startsWith(flag) && /^[+\d]/.test(arg.slice(flag.length))),
    );
    if (glued === undefined) return { kind: 'unknown', name: arg };
    const flag = this.#flags[glued].flags.find((each) => arg.startsWith(each)) ?? '';
    return this.#take(glued, flag, arg.slice(flag.length));
  }
}

/** `echo` takes leading arguments made only of its letters, and prints all others (echo(1), Bash's builtin). */
function parseEcho<Id extends string>(flags: Flags<Id>, args: readonly string[]): Parsed<Id> {
  const ids = Object.keys(flags) as Id[];
  const found = new Set<Id>();
  let at = 0;
  for (; at < args.length; at++) {
    const letters = /^-([A-Za-z]+)$/.exec(args[at] ?? '')?.[1];
    if (letters === undefined) break;
    const named = Array.from(letters).map((letter) =>
      ids.find((id) => flags[id].flags.includes(`-${letter}`)),
    );
    if (named.includes(undefined)) break;
    for (const id of named) if (id !== undefined) found.add(id);
  }
  return { has: (id) => found.has(id), value: () => null, operands: args.slice(at) };
}

export function parseOptions<Id extends string>(
  flags: Flags<Id>,
  manner: Manner,
  args: readonly string[],
): Result<Parsed<Id>, OptionError> {
  if (manner.kind === 'echo') return ok(parseEcho(flags, args));
  return new Reader(flags, manner, args).read();
}

/** How the options are written, for help and errors: `-n K, --lines=K`. */
export function writtenFlag(flag: Flag): string {
  return flag.flags
    .map((each) => {
      if (flag.value === undefined) return each;
      return each.startsWith('--') ? `${each}=${flag.value}` : `${each} ${flag.value}`;
    })
    .join(', ');
}
