/** Writes `text/event-stream` (WHATWG HTML section 9.2.5). */
import { assert } from '#base/assert.ts';
import { utf8 } from '#base/bytes.ts';

export interface EventParts {
  readonly comment?: string;
  readonly event?: string;
  readonly id?: string;
  /** Milliseconds. */
  readonly retry?: number;
  readonly data?: string;
}

const LINE_END = /\r\n|\r|\n/;

/**
 * One block of a stream, ended by a blank line: comment, `event`, `id`, `retry`, `data`. Text of several lines
 * becomes several `data` (or comment) lines. Throws when an id or event name holds a line end, which the format
 * can't carry: that is the caller's mistake.
 */
export function serializeEvent({ comment, event, id, retry, data }: EventParts): Uint8Array<ArrayBuffer> {
  let block = '';
  if (comment !== undefined) for (const line of comment.split(LINE_END)) block += `: ${line}\n`;
  if (event !== undefined) block += `event: ${oneLine('event', event)}\n`;
  if (id !== undefined) block += `id: ${oneLine('id', id)}\n`;
  if (retry !== undefined) block += `retry: ${String(retry)}\n`;
  if (data !== undefined) for (const line of data.split(LINE_END)) block += `data: ${line}\n`;
  return utf8(`${block}\n`);
}

function oneLine(field: string, value: string): string {
  assert(!/[\r\n\0]/.test(value), `${field} holds a line end or U+0000`);
  return value;
}
