/** Names every part of an HTTP/1.1 message (RFC 9112), for the inspector. Input that breaks the grammar is shown raw. */
import { fromLatin1 } from '#base/bytes.ts';
import { octetField, preview, type Field } from '../fields.ts';
import { parseChunkLine, parseHeaderLine, parseRequestLine, parseStatusLine } from './lines.ts';

/** Annotates the octets `data`, which stand at octet `at` of the unit. */
export type InnerAnnotator = (data: Uint8Array, at: number) => Field[];

/** Where each header is defined; anything else is 'RFC 9110 §5'. */
const HEADER_SPECS: Readonly<Record<string, string>> = {
  host: 'RFC 9110 §7.2',
  connection: 'RFC 9110 §7.6.1',
  upgrade: 'RFC 9110 §7.8',
  'content-type': 'RFC 9110 §8.3',
  'content-length': 'RFC 9110 §8.6',
  date: 'RFC 9110 §6.6.1',
  referer: 'RFC 9110 §10.1.3',
  'user-agent': 'RFC 9110 §10.1.5',
  allow: 'RFC 9110 §10.2.1',
  accept: 'RFC 9110 §12.5.1',
  'accept-encoding': 'RFC 9110 §12.5.3',
  'accept-language': 'RFC 9110 §12.5.4',
  'cache-control': 'RFC 9111 §5.2',
  pragma: 'RFC 9111 §5.4',
  'transfer-encoding': 'RFC 9112 §6.1',
  'keep-alive': 'RFC 2068 §19.7.1',
  cookie: 'RFC 6265 §4.2',
  origin: 'RFC 6454 §7',
  'access-control-allow-origin': 'Fetch, CORS protocol',
  'last-event-id': 'HTML §9.2.4',
  'sec-fetch-site': 'Fetch Metadata',
  'sec-fetch-mode': 'Fetch Metadata',
  'sec-fetch-dest': 'Fetch Metadata',
  'sec-ch-ua': 'User-Agent Client Hints',
  'sec-ch-ua-mobile': 'User-Agent Client Hints',
  'sec-ch-ua-platform': 'User-Agent Client Hints',
  'sec-websocket-key': 'RFC 6455 §11.3.1',
  'sec-websocket-extensions': 'RFC 6455 §11.3.2',
  'sec-websocket-accept': 'RFC 6455 §11.3.3',
  'sec-websocket-protocol': 'RFC 6455 §11.3.4',
  'sec-websocket-version': 'RFC 6455 §11.3.5',
};

const LF = 0x0a;
const CR = 0x0d;

/** A head, and the body behind it when there is one: a field for each part of the start line and each header line. */
export function annotateMessage(bytes: Uint8Array): Field[] {
  const fields: Field[] = [];
  let at = 0;
  for (const line of linesOf(bytes, 0)) {
    at = line.to;
    if (line.content.length === 0) {
      fields.push(octetField('CRLF', line.from, line.to, '', 'RFC 9112 §2.1'));
      break;
    }
    fields.push(...(line.from === 0 ? startLineFields(line.content) : [headerField(line)]));
  }
  if (at < bytes.length)
    fields.push(octetField('body', at, bytes.length, preview(bytes.subarray(at)), 'RFC 9112 §6'));
  return fields;
}

/** A chunk, or the last one with its trailers. `inner` names the parts of the data; without it, it is one field. */
export function annotateChunk(bytes: Uint8Array, inner: InnerAnnotator = wholeData): Field[] {
  const [sizeLine] = linesOf(bytes, 0);
  if (sizeLine === undefined) return [];
  const size = parseChunkLine(sizeLine.content);
  const value = size.ok ? size.value : fromLatin1(sizeLine.content);
  const fields = [octetField('chunk-size', 0, sizeLine.to, value, 'RFC 9112 §7.1')];
  if (!size.ok) return fields;
  const end = Math.min(sizeLine.to + size.value, bytes.length);
  if (size.value > 0) {
    if (end > sizeLine.to) fields.push(...inner(bytes.subarray(sizeLine.to, end), sizeLine.to));
    if (end < bytes.length) fields.push(octetField('CRLF', end, bytes.length, '', 'RFC 9112 §7.1'));
    return fields;
  }
  for (const line of linesOf(bytes, end))
    fields.push(
      line.content.length > 0
        ? headerField(line)
        : octetField('CRLF', line.from, line.to, '', 'RFC 9112 §7.1'),
    );
  return fields;
}

function wholeData(data: Uint8Array, at: number): Field[] {
  return [octetField('chunk-data', at, at + data.length, preview(data), 'RFC 9112 §7.1')];
}

interface Line {
  readonly from: number;
  /** Behind the end of the line. */
  readonly to: number;
  readonly content: Uint8Array;
}

function* linesOf(bytes: Uint8Array, start: number): Generator<Line> {
  for (let from = start; from < bytes.length;) {
    const lf = bytes.indexOf(LF, from);
    if (lf < 0) return;
    const end = bytes[lf - 1] === CR && lf > from ? lf - 1 : lf;
    yield { from, to: lf + 1, content: bytes.subarray(from, end) };
    from = lf + 1;
  }
}

function startLineFields(content: Uint8Array): Field[] {
  const request = parseRequestLine(content);
  if (request.ok) {
    const { method, target, version } = request.value;
    return consecutive('RFC 9112 §3', [
      ['method', method],
      ['request-target', target],
      ['HTTP-version', `HTTP/${version}`],
    ]);
  }
  const status = parseStatusLine(content);
  if (!status.ok) return [octetField('start-line', 0, content.length, fromLatin1(content), 'RFC 9112 §2.1')];
  return consecutive('RFC 9112 §4', [
    ['HTTP-version', `HTTP/${status.value.version}`],
    ['status-code', status.value.status],
    ['reason-phrase', status.value.reason],
  ]);
}

/** Parts with one space between them; empty ones are left out. */
function consecutive(spec: string, parts: readonly (readonly [string, string | number])[]): Field[] {
  const fields: Field[] = [];
  let at = 0;
  for (const [name, value] of parts) {
    const { length } = String(value);
    if (length > 0) fields.push(octetField(name, at, at + length, value, spec));
    at += length + 1;
  }
  return fields;
}

function headerField({ from, to, content }: Line): Field {
  const header = parseHeaderLine(content);
  if (!header.ok) return octetField('field-line', from, to, fromLatin1(content), 'RFC 9112 §5');
  const [name, value] = header.value;
  return octetField(name, from, to, value, HEADER_SPECS[name.toLowerCase()] ?? 'RFC 9110 §5');
}
