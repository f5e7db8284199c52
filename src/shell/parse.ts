/**
 * A line of Bash as what the terminal runs.
 *
 * The grammar is the library's (unbash, docs/decisions/0010). Here its tree becomes ours, and what the terminal does
 * not run (loops, functions, arithmetic) is refused with its place, never skipped.
 */
import {
  parse as parseBash,
  type Assignment as BashAssignment,
  type CommandNode,
  type HereDoc,
  type HereString,
  type ParsedScript,
  type PipelineNode,
  type Redirect as BashRedirect,
  type SimpleExpansionPart,
  type Statement as BashStatement,
  type Word as BashWord,
  type WordPart,
} from 'unbash';
import { err, ok, type Result } from '#base/result.ts';
import type { Assignment, Chain, Part, Pipeline, Redirect, Script, SimpleCommand, Word } from './ast.ts';

/** Lines longer than this, in characters, are refused: no one types them. */
export const LONGEST_LINE = 65_536;

/** Why a line is not run. `at` counts characters from 0. */
export type ParseError =
  | { readonly kind: 'syntax'; readonly at: number; readonly message: string }
  | { readonly kind: 'unsupported'; readonly at: number; readonly text: string }
  | { readonly kind: 'long'; readonly at: number };

/** Carries an error out of the reading of a line to `parseLine`. */
class Refusal extends Error {
  readonly error: ParseError;
  constructor(error: ParseError) {
    super(error.kind);
    this.error = error;
  }
}

function unsupported(node: { readonly pos: number; readonly end: number }, source: string): never {
  throw new Refusal({
    kind: 'unsupported',
    at: node.pos,
    text: source.slice(node.pos, node.end).slice(0, 40),
  });
}

/** `$NAME` and `$?`. The other special parameters mean nothing here. */
function variable(part: SimpleExpansionPart, quoted: boolean, source: string): Part {
  const name = part.text.slice(1);
  if (!/^(\?|[A-Za-z_]\w*)$/.test(name)) unsupported(part, source);
  return { kind: 'variable', name, quoted };
}

function readPart(part: WordPart, quoted: boolean, source: string): Part[] {
  switch (part.type) {
    case 'Literal':
      return [{ kind: 'text', text: part.value, quoted }];
    case 'Glob':
      // There are no folders to search: a pattern stays as it is, as in Bash when nothing matches.
      return [{ kind: 'text', text: part.text, quoted }];
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return [{ kind: 'text', text: part.value, quoted: true }];
    case 'DoubleQuoted':
      // An empty text stands for the quotes themselves: "" is a word, and so is "$EMPTY".
      return [
        { kind: 'text', text: '', quoted: true },
        ...part.parts.flatMap((inner) => readPart(inner, true, source)),
      ];
    case 'SimpleExpansion':
      return [variable(part, quoted, source)];
    case 'ParameterExpansion':
      if (part.operation !== undefined || part.index !== undefined || part.prefix !== undefined)
        unsupported(part, source);
      if (!/^(\?|[A-Za-z_]\w*)$/.test(part.parameter)) unsupported(part, source);
      return [{ kind: 'variable', name: part.parameter, quoted }];
    case 'CommandExpansion':
      if (part.script === undefined) unsupported(part, source);
      return [{ kind: 'output', script: readScript(part.script, part.script.source ?? source), quoted }];
    default:
      return unsupported(part, source);
  }
}

function readWord(word: BashWord, source: string): Word {
  if (word.parts !== undefined) return word.parts.flatMap((part) => readPart(part, false, source));
  return [{ kind: 'text', text: word.value, quoted: false }];
}

function readAssignment(assignment: BashAssignment, source: string): Assignment {
  const { value, append, index, name } = assignment;
  if (append === true || index !== undefined || value.type === 'ArrayValue') unsupported(assignment, source);
  return { name, value: readWord(value, source) };
}

function readRedirect(redirect: BashRedirect | HereString | HereDoc, source: string): Redirect {
  if (redirect.type !== 'Redirect' || redirect.target === undefined) unsupported(redirect, source);
  const { operator, descriptor, target } = redirect;
  if (descriptor?.type === 'FileDescriptorVariable') unsupported(redirect, source);
  const stream = descriptor?.value;
  if (operator === '<' && (stream === undefined || stream === 0))
    return { kind: 'read', from: readWord(target, source) };
  const out = stream ?? 1;
  if (out !== 1 && out !== 2) unsupported(redirect, source);
  if (operator === '>' || operator === '>>')
    return { kind: 'write', stream: out, append: operator === '>>', to: readWord(target, source) };
  if (operator === '>&' && (target.value === '1' || target.value === '2'))
    return { kind: 'join', stream: out, with: target.value === '1' ? 1 : 2 };
  return unsupported(redirect, source);
}

function readCommand(node: CommandNode, source: string): SimpleCommand {
  if (node.type !== 'Command') unsupported(node, source);
  const assignments: Assignment[] = [];
  const words: Word[] = node.name === undefined ? [] : [readWord(node.name, source)];
  const redirects: Redirect[] = [];
  for (const item of node.prefix) {
    if (item.type === 'Assignment') assignments.push(readAssignment(item, source));
    else redirects.push(readRedirect(item, source));
  }
  for (const item of node.suffix) {
    if (item.type === 'Word') words.push(readWord(item, source));
    else if (item.type === 'Assignment') unsupported(item, source);
    else redirects.push(readRedirect(item, source));
  }
  return { assignments, words, redirects };
}

function readPipeline(node: PipelineNode, source: string): Pipeline {
  if (node.type !== 'Pipeline') return { negated: false, commands: [readCommand(node, source)] };
  const time = node.prefixes.find((prefix) => prefix.type === 'Time');
  if (time !== undefined) unsupported(time, source);
  if (node.operators.includes('|&') || node.commands.length === 0) unsupported(node, source);
  return {
    negated: node.prefixes.length % 2 === 1,
    commands: node.commands.map((command) => readCommand(command, source)),
  };
}

function readChain(node: BashStatement['command'], source: string): Chain {
  const nodes = node.type === 'AndOr' ? node.commands : [node];
  const operators = node.type === 'AndOr' ? node.operators : [];
  const [first, ...rest] = nodes.map((each) => readPipeline(each, source));
  if (first === undefined) return unsupported(node, source);
  return {
    first,
    rest: rest.map((pipeline, i) => ({ operator: operators[i] ?? '&&', pipeline })),
  };
}

function readScript(script: ParsedScript, source: string): Script {
  const mistake = script.errors?.[0];
  if (mistake !== undefined) throw new Refusal({ kind: 'syntax', at: mistake.pos, message: mistake.message });
  return script.commands.map((statement) => ({
    chain: readChain(statement.command, source),
    background: statement.background === true,
    text: source.slice(statement.pos, statement.end).replace(/\s*&$/, ''),
  }));
}

/** Reads a line, or several. White space and comments are an empty script. */
export function parseLine(line: string): Result<Script, ParseError> {
  if (line.length > LONGEST_LINE) return err({ kind: 'long', at: LONGEST_LINE });
  try {
    return ok(readScript(parseBash(line), line));
  } catch (thrown) {
    if (thrown instanceof Refusal) return err(thrown.error);
    throw thrown;
  }
}
