/** What is wrong with a lesson's files, where, and what to do about it. */

/**
 * Which promise is broken. With 'schema', 'ids' or 'references' the lesson can't be shown; the others are rules of
 * good lessons.
 */
export const RULES = [
  'schema',
  'ids',
  'references',
  'feedback',
  'options',
  'length',
  'language',
  'sources',
] as const;
export type Rule = (typeof RULES)[number];

export interface Problem {
  readonly rule: Rule;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  /** What is wrong, and the remedy. */
  readonly message: string;
}

export type Report = (problem: Problem) => void;

/** Whether the lesson can't be shown because of it. */
export function isFatal({ rule }: Problem): boolean {
  return rule === 'schema' || rule === 'ids' || rule === 'references';
}

/** `file:line:column: message`, as editors and terminals link it. */
export function formatProblem({ file, line, column, message }: Problem): string {
  return `${file}:${String(line)}:${String(column)}: ${message}`;
}

/** By file, then by place. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  return [...problems].sort(
    (a, b) => a.file.localeCompare(b.file, 'en') || a.line - b.line || a.column - b.column,
  );
}
