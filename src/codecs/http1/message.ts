/** The vocabulary of HTTP/1.1 messages (RFC 9112), shared by parser, serializer and annotation. */

/** One header line: the name as written, the value without the white space around it. */
export type Header = readonly [name: string, value: string];

export interface RequestHead {
  readonly kind: 'request';
  readonly method: string;
  readonly target: string;
  /** '1.0' or '1.1'. */
  readonly version: string;
  /** In order, repetitions kept. */
  readonly headers: readonly Header[];
}

export interface ResponseHead {
  readonly kind: 'response';
  readonly version: string;
  readonly status: number;
  /** May be empty. */
  readonly reason: string;
  readonly headers: readonly Header[];
}

export type Head = RequestHead | ResponseHead;

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
// Visible US-ASCII, space, tab and obs-text; no control characters (RFC 9110 section 5.5).
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const TARGET = /^[\x21-\x7e]+$/;

/** A method or header name (RFC 9110 section 5.6.2). */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** Text that may stand in a header value or a reason phrase: no CR, LF or other control character. */
export function isFieldValue(text: string): boolean {
  return FIELD_VALUE.test(text);
}

/** A request target without white space or control characters (RFC 9112 section 3.2). */
export function isTarget(text: string): boolean {
  return TARGET.test(text);
}

/** Every value of the header `name`, in order; names are compared without case (RFC 9110 section 5.1). */
export function headerValues(headers: readonly Header[], name: string): string[] {
  const wanted = name.toLowerCase();
  const values: string[] = [];
  for (const header of headers) {
    if (header[0].length === wanted.length && header[0].toLowerCase() === wanted) values.push(header[1]);
  }
  return values;
}

/** The first value of the header `name`, or null. */
export function headerValue(headers: readonly Header[], name: string): string | null {
  return headerValues(headers, name)[0] ?? null;
}

/** The members of a comma-separated list header, over all its lines, trimmed; empty ones are dropped (§5.6.1). */
export function listMembers(headers: readonly Header[], name: string): string[] {
  return headerValues(headers, name)
    .flatMap((value) => value.split(','))
    .map(trimOws)
    .filter((member) => member !== '');
}

/** Removes the optional white space (space and tab) around a value (RFC 9110 section 5.6.3). */
export function trimOws(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isOws(text[from])) from++;
  while (to > from && isOws(text[to - 1])) to--;
  return text.slice(from, to);
}

function isOws(character: string | undefined): boolean {
  return character === ' ' || character === '\t';
}

/** Whether a comma-separated list header holds `token`, which is in lower case; compared without case. */
export function hasListToken(headers: readonly Header[], name: string, token: string): boolean {
  for (const value of headerValues(headers, name)) {
    const list = value.toLowerCase();
    if (list.includes(token) && list.split(',').some((member) => trimOws(member) === token)) return true;
  }
  return false;
}

/** Whether the connection may carry another message after this one (RFC 9112 section 9.3). */
export function keepsAlive(head: Head): boolean {
  if (hasListToken(head.headers, 'connection', 'close')) return false;
  return head.version !== '1.0' || hasListToken(head.headers, 'connection', 'keep-alive');
}
