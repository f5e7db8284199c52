/** What the codecs are compared on: streams of small and large messages, whole and cut as TCP would, and frames to write. */
import { ensure } from '#base/assert.ts';
import { concat, utf8 } from '#base/bytes.ts';
import { annotateMessage } from '#codecs/http1/annotate.ts';
import { RequestParser, ResponseParser } from '#codecs/http1/parser.ts';
import { serializeRequest, serializeResponse } from '#codecs/http1/serializer.ts';
import { annotateEventStream } from '#codecs/sse/annotate.ts';
import { SseParser } from '#codecs/sse/parser.ts';
import { serializeEvent } from '#codecs/sse/serializer.ts';
import { annotateFrame } from '#codecs/websocket/annotate.ts';
import { encodeText } from '#codecs/websocket/encode.ts';
import { WsReceiver } from '#codecs/websocket/receiver.ts';
import {
  eventSourceReader,
  nodeHttpReader,
  wsReader,
  wsWriter,
  type FrameWriter,
  type Reader,
} from './peers.ts';

/** The same work done by ours and by another's codec. `stream` is never changed: each pass gets its own copy. */
export interface Contest {
  readonly name: string;
  readonly peerName: string;
  /** The octets of all messages: what is read, or what is written. */
  readonly stream: Uint8Array;
  readonly messages: number;
  /** Octets of a piece; the whole stream at once when null. */
  readonly pieceBytes: number | null;
  readonly ours: Reader;
  readonly peer: Reader;
  /** Ours, with the fields of each message made besides; null where there are none to make. */
  readonly annotated: Reader | null;
}

/** What one TCP segment carries on an Ethernet path: 1500 octets less 40 of headers. */
const SEGMENT_BYTES = 1460;
/** Octets of a stream, about: enough messages that the clock's resolution is of no matter. */
const STREAM_BYTES = 1 << 20;
const SMALL = 64;
const LARGE = 65_536;
const MASK_KEY = Uint8Array.of(0x37, 0xfa, 0x21, 0x3d);

const ENGLISH = 'The room is open, and 12 people are here. ';
const CHINESE = '聊天室已打开，现在有 12 人在线。';

/** About `bytes` octets of text. */
function textOf(bytes: number, sample: string): string {
  return sample.repeat(Math.ceil(bytes / utf8(sample).length));
}

/** As many copies of `message` as make a stream. */
function repeated(message: Uint8Array): { readonly stream: Uint8Array; readonly messages: number } {
  const messages = Math.max(8, Math.ceil(STREAM_BYTES / message.length));
  return { stream: concat(Array.from({ length: messages }, () => message)), messages };
}

/** As `repeated`, of messages that differ: `make` is told the number of each. */
function numbered(make: (n: number) => Uint8Array): {
  readonly stream: Uint8Array;
  readonly messages: number;
} {
  const messages = Math.max(8, Math.ceil(STREAM_BYTES / make(0).length));
  return { stream: concat(Array.from({ length: messages }, (_, n) => make(n))), messages };
}

/** Ours as a reader: `feed` makes items, `use` is told of each and says whether it is a message. */
function reader<T>(make: () => { feed(piece: Uint8Array): T[] }, use: (item: T) => boolean): Reader {
  return (pieces) => {
    const codec = make();
    let messages = 0;
    for (const piece of pieces) for (const item of codec.feed(piece)) if (use(item)) messages++;
    return messages;
  };
}

interface Ranged {
  readonly kind: string;
  readonly from?: number;
  readonly to?: number;
}

/** Ours, with `annotate` called for the octets of every item of `kind`. */
function annotating<T extends Ranged>(
  make: () => { feed(piece: Uint8Array): T[] },
  stream: Uint8Array,
  unit: string,
  annotate: (octets: Uint8Array) => readonly object[],
): Reader {
  return reader(make, (item) => {
    if (item.kind !== unit) return false;
    return annotate(stream.subarray(item.from, item.to)).length > 0;
  });
}

type Sample = Pick<Contest, 'name' | 'peerName' | 'stream' | 'messages' | 'ours' | 'peer' | 'annotated'>;

function wsSample(what: string, text: string, masked: boolean): Sample {
  const { stream, messages } = repeated(encodeText(text, masked ? MASK_KEY : null));
  const make = (): WsReceiver => new WsReceiver({ role: masked ? 'server' : 'client' });
  return {
    name: `WebSocket read ${masked ? 'masked' : 'plain'} ${what}`,
    peerName: 'ws',
    stream,
    messages,
    ours: reader(make, (item) => item.kind === 'text' && item.data.length > 0),
    peer: wsReader(masked),
    annotated: annotating(make, stream, 'frame', annotateFrame),
  };
}

function sseSample(what: string, text: string): Sample {
  const { stream, messages } = repeated(serializeEvent({ event: 'note', id: '1712', data: text }));
  const make = (): SseParser => new SseParser();
  return {
    name: `SSE ${what}`,
    peerName: 'eventsource-parser',
    stream,
    messages,
    ours: reader(make, (item) => item.kind === 'event'),
    peer: eventSourceReader(),
    annotated: annotating(make, stream, 'event', annotateEventStream),
  };
}

/** One client's polls: as a browser sends them, the target alone differs from one to the next. */
function requestSample(): Sample {
  const { stream, messages } = numbered((n) =>
    serializeRequest({
      method: 'GET',
      target: `/messages?after=${String(1712 + n)}`,
      headers: [
        ['Host', 'chat.example'],
        ['Connection', 'keep-alive'],
        ['User-Agent', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36'],
        ['Accept', 'application/json'],
        ['Sec-Fetch-Site', 'same-origin'],
        ['Sec-Fetch-Mode', 'cors'],
        ['Sec-Fetch-Dest', 'empty'],
        ['Referer', 'https://chat.example/'],
        ['Accept-Encoding', 'gzip, deflate, br, zstd'],
        ['Accept-Language', 'en-GB,en;q=0.9'],
      ],
    }),
  );
  return httpSample('HTTP requests', () => new RequestParser(), stream, messages, 'request');
}

function responseSample(what: string, text: string): Sample {
  const { stream, messages } = numbered((n) => {
    const body = utf8(`${String(1712 + n)} ${text}`);
    return serializeResponse(
      {
        status: 200,
        reason: 'OK',
        headers: [
          ['Content-Type', 'application/json'],
          ['Content-Length', String(body.length)],
          ['Cache-Control', 'no-store'],
          ['Date', `Sat, 21 Nov 2026 09:43:${String(n % 60).padStart(2, '0')} GMT`],
        ],
      },
      body,
    );
  });
  return httpSample(`HTTP responses ${what}`, () => new ResponseParser(), stream, messages, 'response');
}

function httpSample(
  name: string,
  make: () => RequestParser | ResponseParser,
  stream: Uint8Array,
  messages: number,
  kind: 'request' | 'response',
): Sample {
  return {
    name,
    peerName: 'llhttp (Node)',
    stream,
    messages,
    ours: reader<Ranged>(make, (item) => item.kind === 'end'),
    peer: nodeHttpReader(kind),
    annotated: annotating<Ranged>(make, stream, 'end', annotateMessage),
  };
}

/** Both cuts of a stream. */
function read(sample: Sample): Contest[] {
  return [
    { ...sample, name: `${sample.name}, whole`, pieceBytes: null },
    { ...sample, name: `${sample.name}, by ${String(SEGMENT_BYTES)}`, pieceBytes: SEGMENT_BYTES },
  ];
}

function written(what: string, text: string, masked: boolean): Contest {
  const key = masked ? MASK_KEY : null;
  const { stream, messages } = repeated(encodeText(text, key));
  const writing =
    (write: FrameWriter): Reader =>
    () => {
      let octets = 0;
      for (let i = 0; i < messages; i++) octets += write(text).length;
      return octets / (stream.length / messages);
    };
  return {
    name: `WebSocket write ${masked ? 'masked' : 'plain'} ${what}`,
    peerName: 'ws',
    stream,
    messages,
    pieceBytes: null,
    ours: writing((message) => encodeText(message, key)),
    peer: writing(wsWriter(key)),
    annotated: null,
  };
}

/** Every contest, in the order in which it is printed. */
export function contests(): Contest[] {
  const small = textOf(SMALL, ENGLISH);
  const large = textOf(LARGE, ENGLISH);
  const largeChinese = textOf(LARGE, CHINESE);
  return [
    ...[true, false].flatMap((masked) => [
      ...read(wsSample('small', small, masked)),
      ...read(wsSample('large', large, masked)),
      ...read(wsSample('large, Chinese', largeChinese, masked)),
      written('small', small, masked),
      written('large', large, masked),
    ]),
    ...read(sseSample('small', small)),
    ...read(sseSample('small, Chinese', textOf(SMALL, CHINESE))),
    ...read(sseSample('large', large)),
    ...read(sseSample('large, Chinese', largeChinese)),
    ...read(requestSample()),
    ...read(responseSample('small', small)),
    ...read(responseSample('large', large)),
  ];
}

/** A fresh copy of what a contest's readers are fed: as a socket hands out a new buffer for what it reads. */
export function piecesOf({ stream, pieceBytes }: Contest): Uint8Array[] {
  if (pieceBytes === null) return [stream.slice()];
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < stream.length; at += pieceBytes) pieces.push(stream.slice(at, at + pieceBytes));
  return ensure(pieces.length > 0 ? pieces : null, 'octets in the stream');
}
