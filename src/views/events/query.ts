/**
 * The log's filter as a tree, and its one canonical way of writing. Terms side by side must all hold; `OR` stands
 * between alternatives and binds less; `-` turns one term, or what stands in parentheses, around.
 */
import { isFlag, type Flag, type NumberKey, type WordKey } from './query-keys.ts';

export type Comparison = '=' | '>' | '>=' | '<' | '<=';

export type Term =
  /** Text anywhere in a row or in the content of a unit, without regard to case. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'flag'; readonly flag: Flag }
  /** Any of the values. */
  | { readonly kind: 'word'; readonly key: WordKey; readonly values: readonly string[] }
  /** Octets, or microseconds for `t`. */
  | { readonly kind: 'number'; readonly key: NumberKey; readonly is: Comparison; readonly value: number }
  /** Both ends belong to it. */
  | { readonly kind: 'range'; readonly key: NumberKey; readonly from: number; readonly to: number };

export type Query =
  | Term
  | { readonly kind: 'not'; readonly of: Query }
  /** With no member: everything. */
  | { readonly kind: 'and'; readonly all: readonly Query[] }
  | { readonly kind: 'or'; readonly all: readonly Query[] };

export const EVERYTHING: Query = { kind: 'and', all: [] };

/** Whether a query lets everything pass. */
export function isEverything(query: Query): boolean {
  return query.kind === 'and' && query.all.length === 0;
}

/** Members joined, those of the same kind taken in, and what lets everything pass left out. */
export function join(kind: 'and' | 'or', members: readonly Query[]): Query {
  const all = members.flatMap((one) => (one.kind === kind ? one.all : isEverything(one) ? [] : [one]));
  return all.length === 1 && all[0] ? all[0] : all.length === 0 ? EVERYTHING : { kind, all };
}

/** The opposite; of everything, everything again: there is nothing to turn around. */
export function negate(query: Query): Query {
  if (isEverything(query)) return query;
  return query.kind === 'not' ? query.of : { kind: 'not', of: query };
}

/** What may stand without quotation marks: nothing that means something in the language. */
const PLAIN_TEXT = /^[\p{L}\p{N}][\p{L}\p{N}._/]*$/u;

function formatText(text: string): string {
  const plain = PLAIN_TEXT.test(text) && !isFlag(text.toLowerCase()) && text !== 'OR' && text !== 'AND';
  return plain ? text : `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}

function formatNumber(key: NumberKey, value: number): string {
  return key === 't' ? `${String(value / 1_000_000)}s` : String(value);
}

function formatTerm(term: Term): string {
  switch (term.kind) {
    case 'text':
      return formatText(term.text);
    case 'flag':
      return term.flag;
    case 'word':
      return `${term.key}:${term.values.join(',')}`;
    case 'number':
      return `${term.key}${term.is === '=' ? ':' : term.is}${formatNumber(term.key, term.value)}`;
    case 'range':
      return `${term.key}:${formatNumber(term.key, term.from)}..${formatNumber(term.key, term.to)}`;
  }
}

/** The canonical text: reading it gives the same tree. */
export function formatQuery(query: Query): string {
  switch (query.kind) {
    case 'or':
      return query.all.map(formatQuery).join(' OR ');
    case 'and':
      return query.all
        .map((one) => (one.kind === 'or' ? `(${formatQuery(one)})` : formatQuery(one)))
        .join(' ');
    case 'not': {
      const inner = formatQuery(query.of);
      return query.of.kind === 'and' || query.of.kind === 'or' ? `-(${inner})` : `-${inner}`;
    }
    default:
      return formatTerm(query);
  }
}
