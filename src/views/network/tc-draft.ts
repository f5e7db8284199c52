/** When to say that a command being typed is wrong, and where. */
import type { TcError } from '#netem/tc-reader.ts';

/**
 * Whether the word that is wrong, or what is missing, is just being typed: nobody wants to hear then that "dela" is no
 * option. `caret` is the place of the text cursor.
 */
export function stillTyped(error: TcError, text: string, caret: number): boolean {
  const atEnd = error.end === text.trimEnd().length;
  return caret >= error.start && (caret <= error.end || atEnd);
}

/** The text in three parts, the middle one wrong; it is empty where something is missing at the end. */
export function around(text: string, { start, end }: TcError): readonly [string, string, string] {
  return [text.slice(0, start), text.slice(start, end), text.slice(end)];
}
