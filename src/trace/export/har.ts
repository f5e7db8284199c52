/**
 * A run as an HTTP archive (HAR 1.2), as Chrome's DevTools write it: an entry for each request, WebSocket messages under
 * `_webSocketMessages`, server-sent events under `_eventStream`. Times in milliseconds, -1 where there is none.
 */
import { fromUtf8, fromUtf8Strict, toBase64, utf8 } from '#base/bytes.ts';
import { EPOCH_MS, later, toMs, type SimTime } from '#base/time.ts';
import { HOST } from '#codecs/profile.ts';
import { headerValue, type Head, type Header } from '#codecs/http1/message.ts';
import { RequestParser, ResponseParser, type HttpEvent } from '#codecs/http1/parser.ts';
import type { EventOf } from '../events.ts';
import { MODELLED, laneName, type Export, type ExportSource } from './export.ts';
import { gatherRequests, type Exchange, type Unit } from './har-requests.ts';
import { eventStream, webSocketMessages } from './har-streams.ts';

/** Requests between two steps. */
const STEP_REQUESTS = 50;

/** Entries of HAR's `headers` and `queryString`. */
interface NameValue {
  readonly name: string;
  readonly value: string;
}

/** Wall-clock time of the run as ISO 8601. */
function isoAt(t: SimTime): string {
  return new Date(EPOCH_MS + toMs(t)).toISOString();
}

const namesAndValues = (headers: readonly Header[]): NameValue[] =>
  headers.map(([name, value]) => ({ name, value }));

/** Head, body, and octets of both, as far as they are there. */
interface Message<H extends Head> {
  readonly head: H | null;
  readonly headBytes: number;
  readonly body: Uint8Array;
  readonly bodyBytes: number;
}

function readMessage<H extends Head>(events: readonly HttpEvent<H>[], octets: number): Message<H> {
  let head: H | null = null;
  let headBytes = 0;
  const body: number[] = [];
  for (const event of events) {
    if (event.kind === 'head') [head, headBytes] = [event.head, event.to - event.from];
    else if (event.kind === 'data') for (const octet of event.bytes) body.push(octet);
  }
  return { head, headBytes, body: new Uint8Array(body), bodyBytes: Math.max(0, octets - headBytes) };
}

function sizeOf(units: readonly Unit[]): number {
  return units.reduce((sum, { octets }) => sum + octets.length, 0);
}

function requestOf(exchange: Exchange, secure: boolean): object {
  const { issued, up } = exchange;
  const [first] = up;
  const octets = first?.octets ?? new Uint8Array();
  const { head, headBytes, body, bodyBytes } = readMessage(new RequestParser().feed(octets), octets.length);
  const socket = issued.purpose === 'socket';
  const scheme = `${socket ? 'ws' : 'http'}${secure ? 's' : ''}`;
  const url = new URL(`${scheme}://${HOST}${issued.target}`);
  const headers = head?.headers ?? [];
  return {
    method: issued.method,
    url: url.href,
    httpVersion: 'http/1.1',
    headers: namesAndValues(headers),
    queryString: [...url.searchParams].map(([name, value]) => ({ name, value })),
    cookies: [],
    headersSize: first ? headBytes : -1,
    bodySize: socket ? 0 : bodyBytes,
    ...(body.length > 0 && !socket
      ? { postData: { mimeType: headerValue(headers, 'content-type') ?? '', text: fromUtf8(body) } }
      : {}),
  };
}

function contentOf(body: Uint8Array, mimeType: string): object {
  const text = fromUtf8Strict(body);
  return {
    size: body.length,
    mimeType,
    ...(text === null ? { text: toBase64(body), encoding: 'base64' } : { text }),
  };
}

function responseOf({ issued, down }: Exchange): object {
  const parser = new ResponseParser({ methodOf: () => issued.method });
  const socket = issued.purpose === 'socket';
  const arrived = down.filter(({ receivedAt }) => receivedAt !== null);
  const units = socket ? arrived.slice(0, 1) : arrived;
  const events = units.flatMap(({ octets }) => parser.feed(octets));
  const { head, headBytes, body, bodyBytes } = readMessage(events, sizeOf(units));
  const headers = head?.headers ?? [];
  return {
    status: head?.status ?? 0,
    statusText: head?.reason ?? '',
    httpVersion: 'http/1.1',
    headers: namesAndValues(headers),
    cookies: [],
    content: contentOf(body, headerValue(headers, 'content-type') ?? 'x-unknown'),
    redirectURL: '',
    headersSize: head ? headBytes : -1,
    bodySize: head ? bodyBytes : -1,
    ...(head ? {} : { _comment: 'There was no answer by the end of the export.' }),
  };
}

/** Milliseconds between two instants, exact to the microsecond. */
function span(from: SimTime, to: SimTime): number {
  return (to - from) / 1000;
}

/** Phases that sum to `time`; `ssl` is a part of `connect`, as the format has it. */
function timingsOf({ issued, up, down, opened }: Exchange, end: SimTime): Record<string, number> {
  const sentAt = up[0]?.sent.t ?? end;
  const began = opened && opened.openingAt >= issued.t && opened.openingAt <= sentAt ? opened : null;
  const readyAt = began ? (began.securedAt ?? began.establishedAt ?? end) : sentAt;
  // What is written while the connection opens goes out when it is open.
  const outAt = later(readyAt, sentAt);
  const firstAt = down.find(({ firstOctetAt }) => firstOctetAt !== null)?.firstOctetAt ?? end;
  return {
    blocked: span(issued.t, began?.openingAt ?? sentAt),
    dns: -1,
    connect: began ? span(began.openingAt, readyAt) : -1,
    ssl:
      began?.establishedAt != null && began.securedAt !== null
        ? span(began.establishedAt, began.securedAt)
        : -1,
    send: span(readyAt, outAt),
    wait: span(outAt, firstAt),
    receive: span(firstAt, end),
  };
}

function endOf({ down, closedAt, complete }: Exchange, until: SimTime): SimTime {
  const last = down.findLast(({ receivedAt }) => receivedAt !== null)?.receivedAt ?? null;
  return complete && last !== null ? last : (closedAt ?? until);
}

const RESOURCE_TYPES: Readonly<Record<EventOf<'request.issued'>['purpose'], string>> = {
  poll: 'fetch',
  'long-poll': 'fetch',
  upward: 'fetch',
  stream: 'eventsource',
  socket: 'websocket',
};

function entryOf(exchange: Exchange, source: ExportSource): object {
  const { issued, conn, opened } = exchange;
  const end = endOf(exchange, source.until);
  const timings = timingsOf(exchange, end);
  return {
    pageref: laneName(source, issued.lane),
    startedDateTime: isoAt(issued.t),
    time: span(issued.t, end),
    request: requestOf(exchange, opened?.secure === true),
    response: responseOf(exchange),
    cache: {},
    timings,
    connection: conn === null ? '' : String(conn),
    _resourceType: RESOURCE_TYPES[issued.purpose],
    ...(issued.purpose === 'socket' ? { _webSocketMessages: webSocketMessages(exchange) } : {}),
    ...(issued.purpose === 'stream' ? { _eventStream: eventStream(exchange) } : {}),
  };
}

export function* exportHar(source: ExportSource): Export {
  const exchanges = yield* gatherRequests(source);
  const entries: object[] = [];
  for (const exchange of exchanges) {
    entries.push(entryOf(exchange, source));
    if (entries.length % STEP_REQUESTS === 0) yield 0.5 + (0.5 * entries.length) / exchanges.length;
  }
  const log = {
    version: '1.2',
    creator: { name: 'PushPull', version: '0.1.0' },
    pages: source.lanes.map(({ id, transport }) => ({
      startedDateTime: isoAt(0 as SimTime),
      id,
      title: `${id} (${transport})`,
      pageTimings: { onContentLoad: -1, onLoad: -1 },
    })),
    entries,
    comment: MODELLED,
  };
  return [utf8(JSON.stringify({ log }))];
}
