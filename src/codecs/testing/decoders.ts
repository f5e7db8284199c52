/** The incremental decoders in one form, with small caps, and input that is likely to get far into each. */
import fc from 'fast-check';
import { concat, fromLatin1, latin1, utf8 } from '#base/bytes.ts';
import { ensure } from '#base/assert.ts';
import { RECORD_SEPARATOR } from '../engineio/packet.ts';
import { RequestParser, ResponseParser, type HttpEvent } from '../http1/parser.ts';
import { SocketIoDecoder } from '../socketio/packet.ts';
import { SseParser } from '../sse/parser.ts';
import { Deflater, directionOf, Inflater } from '../websocket/deflate.ts';
import { encodeFrame } from '../websocket/encode.ts';
import { WsReceiver } from '../websocket/receiver.ts';
import { ensureHex } from './hex.ts';
import { spoiled } from './property.ts';
import { wireLike } from './splits.ts';

export interface DecoderCase {
  readonly name: string;
  readonly input: fc.Arbitrary<Uint8Array>;
  readonly make: () => AnyDecoder;
  /** No buffer ever holds more octets. */
  readonly maxBytes: number;
}

export interface AnyDecoder {
  feed(piece: Uint8Array): readonly object[];
  eof?(): readonly object[];
  /** What a decoder says about itself at the end. */
  state(): unknown;
}

const HTTP_CAPS = { maxLineBytes: 60, maxHeadBytes: 160 };
const HTTP_WORDS = [
  'GET / HTTP/1.1\r\n',
  'HTTP/1.1 200 OK\r\n',
  'HTTP/1.1 101 \r\n',
  'HTTP/1.1 304 \r\n',
  'Content-Length: 3\r\n',
  'Transfer-Encoding: chunked\r\n',
  'Connection: upgrade\r\nUpgrade: x\r\n',
  '\r\n',
  '3\r\nabc\r\n',
  'ffffffffff\r\n',
  '0\r\n',
  '\r',
  '\n',
].map(latin1);

const SSE_WORDS = ['data', 'id', ':', ' ', 'event: e', 'retry: 9', ': c', '\n', '\r', '\r\n', '\ufeff'].map(
  utf8,
);

const FRAME_WORDS = [
  ...['81', '01', '00', '80', 'c1', '89', '8800', '880203e8', '05', '7e0080', '7f00000000ffffffff'],
  ...['8537fa213d7f9f4d5158', '0548656c6c6f', '07f248cdc9c90700', 'e282ac', 'f09f9880'],
].map(ensureHex);

const DEFLATE = {
  serverNoContextTakeover: false,
  clientNoContextTakeover: true,
  serverMaxWindowBits: 15,
  clientMaxWindowBits: 9,
};
const MAX_PAYLOAD = 200;
/** What the inflater may have written before it is looked at: its scratch of 16 KiB. */
const INFLATED_BYTES = 16_384;

function httpCase(kind: 'request' | 'response' | 'response to HEAD'): DecoderCase {
  const make = (): AnyDecoder => {
    const parser =
      kind === 'request'
        ? new RequestParser(HTTP_CAPS)
        : new ResponseParser({ ...HTTP_CAPS, methodOf: () => (kind === 'response' ? 'GET' : 'HEAD') });
    return {
      feed: (piece): HttpEvent[] => parser.feed(piece),
      eof: (): HttpEvent[] => parser.eof(),
      state: () => parser.state,
    };
  };
  return { name: `HTTP ${kind}`, input: spoiled(wireLike(HTTP_WORDS)), make, maxBytes: 160 };
}

function sseCase(): DecoderCase {
  const make = (): AnyDecoder => {
    const parser = new SseParser({ maxLineBytes: 40, maxEventChars: 60 });
    return {
      feed: (piece) => parser.feed(piece),
      state: () => [parser.state === 'failed', parser.lastEventId, parser.retryMs],
    };
  };
  return { name: 'event stream', input: spoiled(wireLike(SSE_WORDS)), make, maxBytes: 40 };
}

function frameCase(role: 'client' | 'server', deflate: boolean): DecoderCase {
  const sender = role === 'server' ? 'client' : 'server';
  const make = (): AnyDecoder => {
    const inflater = deflate ? new Inflater(directionOf(DEFLATE, sender)) : null;
    const receiver = new WsReceiver({ role, maxPayload: MAX_PAYLOAD, inflater });
    return { feed: (piece) => receiver.feed(piece), state: () => [receiver.state, receiver.incomplete] };
  };
  return {
    name: `WebSocket ${role}${deflate ? ' with permessage-deflate' : ''}`,
    input: fc.oneof(wireLike(FRAME_WORDS), spoiled(frames(role === 'server', deflate ? sender : null))),
    make,
    maxBytes: MAX_PAYLOAD + (deflate ? INFLATED_BYTES : 0),
  };
}

const frame = fc.record({
  opcode: fc.constantFrom(0, 1, 1, 1, 2, 8, 9, 10),
  payload: fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }).map(utf8),
    fc.uint8Array({ maxLength: 60 }),
    fc.nat(9).map((times) => utf8('room '.repeat(times * 7))),
  ),
  fin: fc.boolean(),
});

/** Frames as an endpoint writes them; messages compressed as `sender` would when there is one. */
function frames(masked: boolean, sender: 'client' | 'server' | null): fc.Arbitrary<Uint8Array> {
  return fc.array(frame, { maxLength: 6 }).map((list) => {
    const deflater = sender === null ? null : new Deflater(directionOf(DEFLATE, sender));
    return concat(
      list.map(({ opcode, payload, fin }) => {
        const control = opcode >= 8;
        const rsv1 = deflater !== null && (opcode === 1 || opcode === 2);
        const data = rsv1 ? deflater.deflate(payload) : control ? payload.subarray(0, 125) : payload;
        const maskKey = masked ? Uint8Array.of(0x37, 0xfa, 0x21, 0x3d) : null;
        return encodeFrame({ opcode, payload: data, maskKey, fin: fin || control, rsv1 });
      }),
    );
  });
}

const PACKET_WORDS = [
  ...[
    '0',
    '1',
    '2',
    '4',
    '5',
    '51-',
    '52-/a,',
    '/admin,',
    '12',
    '["e"',
    ',{"_placeholder":true,"num":0}',
    ']',
  ],
  ...['{}', '"x"', RECORD_SEPARATOR, RECORD_SEPARATOR, '["e",{"a":[[["b"]]]}]', 'b', '\u0000', '€'],
].map(utf8);

/** One packet a separator; what begins with `b` is an attachment. An octet is a character: no cut falls inside one. */
function socketIoCase(): DecoderCase {
  const make = (): AnyDecoder => {
    const decoder = new SocketIoDecoder({ maxPayload: 80 });
    let text = '';
    const flush = (): readonly object[] => {
      const message = text;
      text = '';
      return decoder.feed(message.startsWith('b') ? utf8(message.slice(1)) : message);
    };
    return {
      feed: (piece) => {
        const [first, ...more] = fromLatin1(piece).split(RECORD_SEPARATOR);
        text += ensure(first, 'text');
        return more.flatMap((next) => {
          const items = flush();
          text = next;
          return [...items];
        });
      },
      eof: flush,
      state: () => decoder.incomplete,
    };
  };
  return { name: 'Socket.IO', input: spoiled(wireLike(PACKET_WORDS)), make, maxBytes: 0 };
}

export const DECODERS: readonly DecoderCase[] = [
  httpCase('request'),
  httpCase('response'),
  httpCase('response to HEAD'),
  sseCase(),
  frameCase('client', false),
  frameCase('server', false),
  frameCase('client', true),
  frameCase('server', true),
  socketIoCase(),
];

export const WORDS = { http: HTTP_WORDS, sse: SSE_WORDS, frame: FRAME_WORDS, packet: PACKET_WORDS } as const;
