/** What the browser makes of an event stream that is being typed: what fires, and what is ignored and why. */
import { utf8 } from '#base/bytes.ts';
import { SseParser } from '#codecs/sse/parser.ts';

/** One finding, at a line of the text, from 1. */
export type Finding = { readonly line: number } & (
  | { readonly kind: 'event'; readonly type: string; readonly data: string; readonly id: string }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'retry'; readonly ms: number }
  /** A line that counts for nothing. */
  | { readonly kind: 'field' | 'badRetry' | 'badId'; readonly text: string }
  /** A blank line whose block has no data. */
  | { readonly kind: 'noData' }
  /** The text ends within a block: a stream that ended here would lose it. */
  | { readonly kind: 'pending'; readonly hasData: boolean }
);

const FIELDS = ['event', 'data', 'id', 'retry'];

/** The text goes through the parser of the codecs line by line; an event stands at its blank line. */
export function readStream(text: string): readonly Finding[] {
  const parser = new SseParser();
  const found: Finding[] = [];
  const lines = text.split(/\r\n|\r|\n/);
  let fields = 0;
  let hasData = false;
  for (const [i, content] of lines.entries()) {
    const line = i + 1;
    // What follows the last end of line is not a line yet.
    if (i === lines.length - 1) {
      if (content !== '' || fields > 0)
        found.push({ kind: 'pending', line, hasData: hasData || isData(content) });
      break;
    }
    const items = parser.feed(utf8(`${content}\n`));
    for (const item of items) {
      if (item.kind === 'event')
        found.push({ kind: 'event', line, type: item.type, data: item.data, id: item.lastEventId });
      else if (item.kind === 'comment') found.push({ kind: 'comment', line, text: item.text.trim() });
      else if (item.kind === 'retry') found.push({ kind: 'retry', line, ms: item.ms });
    }
    if (content === '') {
      if (items.length === 0 && fields > 0) found.push({ kind: 'noData', line });
      fields = 0;
      hasData = false;
    } else if (!content.startsWith(':')) {
      const ignored = whyIgnored(content);
      if (ignored) found.push({ kind: ignored, line, text: content });
      else if (!content.startsWith('retry')) fields++;
      hasData ||= isData(content);
    }
  }
  return found;
}

function nameOf(line: string): string {
  const colon = line.indexOf(':');
  return colon < 0 ? line : line.slice(0, colon);
}

function isData(line: string): boolean {
  return nameOf(line) === 'data';
}

function whyIgnored(line: string): 'field' | 'badRetry' | 'badId' | null {
  const name = nameOf(line);
  const value = line.slice(name.length + 1).replace(/^ /, '');
  if (!FIELDS.includes(name)) return 'field';
  if (name === 'retry' && !/^[0-9]+$/.test(value)) return 'badRetry';
  return name === 'id' && value.includes('\0') ? 'badId' : null;
}
