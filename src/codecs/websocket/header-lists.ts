/** The grammars of `Sec-WebSocket-Extensions` and `Sec-WebSocket-Protocol` (RFC 6455 section 9.1, 11.3). */
import { isToken, trimOws } from '../http1/message.ts';

/** A parameter's value, or true when it has none. */
export type ExtensionParam = readonly [name: string, value: string | true];

export interface Extension {
  readonly name: string;
  /** In order, repetitions kept. */
  readonly params: readonly ExtensionParam[];
}

/** `1#extension`, or null when the text breaks the grammar. Empty list elements are ignored (RFC 9110 §5.6.1.2). */
export function parseExtensions(header: string): Extension[] | null {
  const extensions: Extension[] = [];
  for (const element of splitOutsideQuotes(header, ',')) {
    if (trimOws(element) === '') continue;
    const [name = '', ...rest] = splitOutsideQuotes(element, ';').map(trimOws);
    const params = rest.map(parseParam);
    if (!isToken(name) || !params.every((param) => param !== null)) return null;
    extensions.push({ name, params });
  }
  return extensions.length > 0 ? extensions : null;
}

/** The header's value for `extensions`. */
export function formatExtensions(extensions: readonly Extension[]): string {
  return extensions
    .map(({ name, params }) =>
      [name, ...params.map(([key, value]) => (value === true ? key : `${key}=${value}`))].join('; '),
    )
    .join(', ');
}

/** `1#token`, each name once (section 4.1), or null. */
export function parseProtocols(header: string): string[] | null {
  const names = header
    .split(',')
    .map(trimOws)
    .filter((name) => name !== '');
  const unique = new Set(names).size === names.length;
  return names.length > 0 && unique && names.every(isToken) ? names : null;
}

/** `token [ "=" ( token | quoted-string ) ]`, where the unquoted string must be a token too. */
function parseParam(text: string): ExtensionParam | null {
  const equals = text.indexOf('=');
  if (equals < 0) return isToken(text) ? [text, true] : null;
  const name = trimOws(text.slice(0, equals));
  const value = unquote(trimOws(text.slice(equals + 1)));
  return isToken(name) && value !== null && isToken(value) ? [name, value] : null;
}

function unquote(text: string): string | null {
  if (!text.startsWith('"')) return text;
  const [, content] = /^"((?:[^"\\]|\\.)*)"$/.exec(text) ?? [];
  return content?.replace(/\\(.)/g, '$1') ?? null;
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quoted && character === '\\') i++;
    else if (character === '"') quoted = !quoted;
    else if (character === separator && !quoted) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}
