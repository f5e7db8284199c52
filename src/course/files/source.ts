/** A YAML file whose values know where they stand. */
import * as v from 'valibot';
import { isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import { suggest } from './nearest.ts';
import type { Report, Rule } from './problem.ts';

/** Keys and indices from the root of a file to a value. */
export type Path = readonly (string | number)[];

type Entries = Record<string, v.GenericSchema>;
type Shape<E extends Entries> = v.InferOutput<v.ObjectSchema<E, undefined>>;

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return isRecord(value) ? 'a map' : JSON.stringify(value);
}

export class YamlSource {
  readonly file: string;
  readonly root: unknown;
  readonly #document: Document;
  readonly #lines = new LineCounter();
  readonly #report: Report;

  /** Reports what is no YAML; then `root` is undefined. */
  constructor(file: string, text: string, report: Report) {
    this.file = file;
    this.#report = report;
    this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false });
    const { errors, warnings } = this.#document;
    for (const { pos, message } of [...errors, ...warnings])
      this.#at(pos[0], 'schema', `not valid YAML: ${message.replace(/\s+/g, ' ')}. Mend the syntax here.`);
    this.root = errors.length > 0 ? undefined : this.#toPlain();
  }

  /** Reports a problem with the value at `path`; with `key`, with the key itself. */
  problem(path: Path, message: string, rule: Rule = 'schema', key = false): void {
    this.#at(this.#offset(path, key), rule, message);
  }

  /** The value at `path`, or undefined. */
  get(path: Path): unknown {
    let value = this.root;
    for (const key of path) {
      if (Array.isArray(value)) value = (value as readonly unknown[])[Number(key)];
      else value = isRecord(value) && Object.hasOwn(value, key) ? value[String(key)] : undefined;
    }
    return value;
  }

  /** The keys of the map at `path`; null, and a report, when there is no map. */
  keys(path: Path, what: string): string[] | null {
    const value = this.get(path);
    if (isRecord(value)) return Object.keys(value);
    this.problem(path, `${what} must be a map of keys and values, and is ${kindOf(value)}.`);
    return null;
  }

  /** The indices of the list at `path`; none, and a report, when there is no list. */
  indices(path: Path, what: string): number[] {
    const value = this.get(path);
    if (Array.isArray(value)) return [...value.keys()];
    this.problem(path, `${what} must be a list, each line with a dash, and is ${kindOf(value)}.`);
    return [];
  }

  /** The map at `path`, with no keys but these; null, after reporting everything that is wrong with it. */
  object<E extends Entries>(path: Path, what: string, entries: E): Shape<E> | null {
    const keys = this.keys(path, what);
    if (!keys) return null;
    const valid = Object.keys(entries);
    const unknown = keys.filter((key) => !valid.includes(key));
    for (const key of unknown)
      this.problem([...path, key], `unknown key "${key}" in ${what}. ${suggest(key, valid)}`, 'schema', true);
    const read = v.safeParse(v.object(entries), this.get(path));
    if (read.success) return unknown.length > 0 ? null : read.output;
    for (const issue of read.issues) this.#issue(path, what, issue);
    return null;
  }

  #toPlain(): unknown {
    try {
      return this.#document.toJS();
    } catch (error) {
      // Aliases of aliases that would fill the memory.
      const why = error instanceof Error ? error.message : String(error);
      this.#at(0, 'schema', `${why}. Write out what the aliases stand for.`);
      return undefined;
    }
  }

  #issue(path: Path, what: string, issue: v.BaseIssue<unknown>): void {
    const inner = (issue.path ?? []).map(({ key }) => key as string | number);
    const name = inner.map(String).join('.');
    if (issue.path?.at(-1)?.origin === 'key')
      this.problem(path, `${what} lacks the key "${name}". Add it.`, 'schema', true);
    else this.problem([...path, ...inner], `${name}: ${issue.message}`);
  }

  #at(offset: number, rule: Rule, message: string): void {
    const { line, col } = this.#lines.linePos(offset);
    this.#report({ rule, file: this.file, line: Math.max(1, line), column: Math.max(1, col), message });
  }

  /** Where the value at `path` begins, or what is nearest to it; or its key. */
  #offset(path: Path, key: boolean): number {
    let node: unknown = this.#document.contents;
    let offset = startOf(node) ?? 0;
    for (const [i, step] of path.entries()) {
      if (isSeq(node)) node = node.items[Number(step)];
      else if (isMap(node)) {
        const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
        if (!isPair(pair)) return offset;
        const wantsKey = key && i === path.length - 1;
        node = wantsKey || startOf(pair.value) === null ? pair.key : pair.value;
      } else return offset;
      offset = startOf(node) ?? offset;
    }
    return offset;
  }
}

function startOf(node: unknown): number | null {
  return (node as Node | null)?.range?.[0] ?? null;
}
