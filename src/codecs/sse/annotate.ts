/** Names every line of an event stream (WHATWG HTML section 9.2.6), for the inspector. */
import { fromUtf8 } from '#base/bytes.ts';
import { octetField, type Field } from '../fields.ts';

const LF = 0x0a;
const CR = 0x0d;
const SPEC = 'HTML §9.2.6';
const FIELDS = ['event', 'data', 'id', 'retry'];

/** A field for each line of `bytes`, which stand at octet `at` of the unit; the end of the line belongs to it. */
export function annotateEventStream(bytes: Uint8Array, at = 0): Field[] {
  const fields: Field[] = [];
  for (let from = 0; from < bytes.length;) {
    let end = from;
    while (end < bytes.length && bytes[end] !== LF && bytes[end] !== CR) end++;
    const crlf = bytes[end] === CR && bytes[end + 1] === LF;
    const to = Math.min(end + (crlf ? 2 : 1), bytes.length);
    const [name, value] = nameAndValue(fromUtf8(bytes.subarray(from, end)));
    fields.push(octetField(name, at + from, at + to, value, SPEC));
    from = to;
  }
  return fields;
}

function nameAndValue(line: string): [name: string, value: string] {
  if (line === '') return ['blank line', ''];
  const colon = line.indexOf(':');
  if (colon === 0) return ['comment', line.slice(1)];
  const name = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1));
  return [FIELDS.includes(name) ? name : 'ignored line', FIELDS.includes(name) ? value : line];
}
