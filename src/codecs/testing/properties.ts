/**
 * What must hold for any input: no throw, any split alike, nothing after the end, no buffer above its cap; and what is
 * written reads back. `src/codecs/properties.test.ts` runs each for a moment, `npm run fuzz` for as long as one likes.
 */
import fc from 'fast-check';
import { PacketType } from 'socket.io-parser';
import { concat, fromLatin1, fromUtf8, latin1, utf8 } from '#base/bytes.ts';
import { ensure } from '#base/assert.ts';
import {
  decodeEnginePacket,
  decodeEnginePayload,
  encodeEnginePacket,
  encodeEnginePayload,
  ENGINE_TYPES,
  type EnginePacket,
} from '../engineio/packet.ts';
import type { Field } from '../fields.ts';
import { annotateChunk, annotateMessage } from '../http1/annotate.ts';
import { MessageCollector } from '../http1/collector.ts';
import type { Head } from '../http1/message.ts';
import { RequestParser, ResponseParser, type HttpEvent } from '../http1/parser.ts';
import {
  serializeChunk,
  serializeLastChunk,
  serializeRequest,
  serializeResponse,
} from '../http1/serializer.ts';
import { annotatePacket, annotatePayload } from '../socketio/annotate.ts';
import { encodeSocketIo, SocketIoDecoder } from '../socketio/packet.ts';
import { annotateEventStream } from '../sse/annotate.ts';
import { SseParser } from '../sse/parser.ts';
import { serializeEvent } from '../sse/serializer.ts';
import { annotateFrame } from '../websocket/annotate.ts';
import { Deflater, directionOf, Inflater } from '../websocket/deflate.ts';
import { encodeFragments, encodeFrame } from '../websocket/encode.ts';
import { BINARY, TEXT } from '../websocket/opcode.ts';
import { WsReceiver } from '../websocket/receiver.ts';
import { DECODERS, WORDS, type AnyDecoder, type DecoderCase } from './decoders.ts';
import { handshakeProperties } from './handshake-properties.ts';
import { agree, fullestBuffer, property, spoiled, type NamedProperty } from './property.ts';
import { cuts, splitAt, wireLike } from './splits.ts';

function decoding({ name, input, make, maxBytes }: DecoderCase): NamedProperty {
  return property(`${name}: any split of any octets`, fc.tuple(input, cuts), ([octets, positions]) => {
    let [items, pieces]: Outcome[] = [];
    const most = fullestBuffer(() => {
      items = decode(make(), [octets]);
      pieces = decode(make(), splitAt(octets, positions));
    });
    agree('items of the pieces', items, pieces);
    if (most > maxBytes)
      throw new Error(`a buffer held ${String(most)} octets, at most ${String(maxBytes)} may`);
  });
}

interface Outcome {
  readonly items: readonly object[];
  readonly state: unknown;
}

/** All that a decoder tells. Throws when it goes on after an error or the end of a WebSocket. */
function decode(decoder: AnyDecoder, pieces: readonly Uint8Array[]): Outcome {
  const items = pieces.flatMap((piece) => decoder.feed(piece));
  items.push(...(decoder.eof?.() ?? []));
  const last = items.findIndex((item) => 'kind' in item && (item.kind === 'error' || item.kind === 'close'));
  if (last >= 0 && last < items.length - 1) throw new Error('something comes after the end');
  return { items: joined(items), state: decoder.state() };
}

/** How the octets of a body, and those behind an upgrade, are cut is the input's doing. */
function joined(items: readonly object[]): object[] {
  const whole: Record<string, unknown>[] = [];
  for (const item of items as readonly Record<string, unknown>[]) {
    const before = whole.at(-1);
    const key = item.kind === 'data' ? 'bytes' : 'rest';
    const goesOn =
      (item.kind === 'data' && before?.kind === 'data') ||
      (item.kind === 'rest' && (before?.kind === 'upgrade' || before?.kind === 'rest'));
    if (!goesOn) whole.push({ ...item });
    else {
      before[key] = concat([before[key] as Uint8Array, item[key] as Uint8Array]);
      before.to = item.to;
    }
  }
  return whole;
}

const ANNOTATORS: Readonly<
  Record<string, readonly [readonly Uint8Array[], (octets: Uint8Array) => Field[]]>
> = {
  message: [WORDS.http, annotateMessage],
  chunk: [WORDS.http, (octets) => annotateChunk(octets, annotateEventStream)],
  'event stream': [WORDS.sse, (octets) => annotateEventStream(octets)],
  frame: [WORDS.frame, (octets) => annotateFrame(octets)],
  packet: [WORDS.packet, (octets) => annotatePacket(octets, 'text')],
  payload: [WORDS.packet, (octets) => annotatePayload(octets)],
};

function annotating(name: string): NamedProperty {
  const [words, annotate] = ensure(ANNOTATORS[name], name);
  return property(`annotated ${name}: fields in order and inside`, spoiled(wireLike(words)), (octets) => {
    let end = 0;
    for (const { name: field, offset, bitLength } of annotate(octets)) {
      if (offset < end || bitLength <= 0) throw new Error(`${field} begins at ${String(offset)}`);
      end = offset + bitLength;
    }
    if (end > octets.length * 8) throw new Error('a field ends outside');
  });
}

const token = fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,12}$/);
const fieldValue = fc.stringMatching(/^([\x21-\x7e]([\x20-\x7e]{0,20}[\x21-\x7e])?)?$/);
const headers = fc.array(
  fc.tuple(
    token.map((name) => `x-${name}`),
    fieldValue,
  ),
  { maxLength: 5 },
);
const body = fc.uint8Array({ maxLength: 300 });
const bodies = fc.array(fc.uint8Array({ minLength: 1 }), { maxLength: 4 });

const chunkedRequest = property(
  'HTTP: a chunked request reads back',
  fc.tuple(token, headers, bodies, headers, cuts),
  ([method, lines, chunks, trailers, positions]) => {
    const coded = [...lines, ['Transfer-Encoding', 'chunked'] as const];
    const wire = concat([
      serializeRequest({ method, target: '/a?b', headers: coded }),
      ...chunks.map(serializeChunk),
      serializeLastChunk(trailers),
    ]);
    const parser = new RequestParser();
    const [message] = new MessageCollector().push(
      splitAt(wire, positions).flatMap((piece) => parser.feed(piece)),
    );
    agree('head', { kind: 'request', method, target: '/a?b', version: '1.1', headers: coded }, message?.head);
    agree('body', concat(chunks), message?.body);
    agree('trailers', trailers, message?.trailers);
  },
);

const sizedResponse = property(
  'HTTP: a response with a length reads back',
  fc.tuple(fc.constantFrom(200, 201, 404, 599), headers, body, cuts),
  ([status, lines, octets, positions]) => {
    const sized = [...lines, ['Content-Length', String(octets.length)] as const];
    const wire = serializeResponse({ status, reason: 'So', headers: sized }, octets);
    const parser = new ResponseParser();
    const [message] = new MessageCollector().push(
      splitAt(wire, positions).flatMap((piece) => parser.feed(piece)),
    );
    agree('head', { kind: 'response', version: '1.1', status, reason: 'So', headers: sized }, message?.head);
    agree('body', octets, message?.body);
    agree('end', wire.length, message?.to);
  },
);

/** Lines so few that most of a head stood at the same place in the one before. */
const fewLines = fc.constantFrom(
  'A: 1',
  'A: 12',
  'A:  1',
  'A:1 ',
  'Ab: 1',
  'A:',
  'A: \xe9',
  `B: ${'b'.repeat(30)}`,
);

const manyHeads = property(
  'HTTP: the heads of one connection read as each alone',
  fc.tuple(fc.array(fc.array(fewLines, { maxLength: 5 }), { maxLength: 5 }), cuts),
  ([heads, positions]) => {
    const wires = heads.map((lines) => latin1(['GET / HTTP/1.1', ...lines, '', ''].join('\r\n')));
    const alone = wires.flatMap((wire) => headsIn(new RequestParser().feed(wire)));
    const parser = new RequestParser();
    const together = splitAt(concat(wires), positions).flatMap((piece) => headsIn(parser.feed(piece)));
    agree('heads', alone, together);
  },
);

function headsIn(found: readonly HttpEvent[]): Head[] {
  return found.flatMap((event) => (event.kind === 'head' ? [event.head] : []));
}

const line = fc
  .string({ unit: 'binary' })
  .map((text) => fromUtf8(utf8(text.replace(/[\r\n\0]/g, ''))).replace(/^\ufeff/, ''));

const events = property(
  'event stream: an event reads back',
  fc.tuple(line, line, fc.array(line, { minLength: 1 }), cuts),
  ([event, id, data, positions]) => {
    const wire = concat([
      serializeEvent({ comment: 'c' }),
      serializeEvent({ event, id, data: data.join('\n') }),
    ]);
    const parser = new SseParser();
    const last = splitAt(wire, positions)
      .flatMap((piece) => parser.feed(piece))
      .at(-1);
    const type = event === '' ? 'message' : event;
    const read = { kind: 'event', type, data: data.join('\n'), lastEventId: id, from: 5, to: wire.length };
    agree('event', read, last);
  },
);

const maskKey = fc.option(fc.uint8Array({ minLength: 4, maxLength: 4 }));

const messages = property(
  'WebSocket: a message reads back, in one frame or in fragments',
  fc.tuple(body, maskKey, fc.integer({ min: 1, max: 100 }), cuts),
  ([payload, key, size, positions]) => {
    const sent = [
      encodeFrame({ opcode: BINARY, payload, maskKey: key }),
      ...encodeFragments(BINARY, payload, size, () => key),
    ];
    const receiver = new WsReceiver({ role: key === null ? 'client' : 'server' });
    const items = splitAt(concat(sent), positions).flatMap((piece) => receiver.feed(piece));
    const read = items.flatMap((item) => (item.kind === 'binary' ? [item.data] : []));
    agree('messages', [payload, payload], read);
    agree('frames', sent.length, items.filter(({ kind }) => kind === 'frame').length);
  },
);

const words = fc.array(fc.constantFrom('room', '"text":', '你好', 'x', '{}'), { maxLength: 30 });

const compressed = property(
  'WebSocket: compressed messages read back',
  fc.tuple(fc.array(words, { maxLength: 5 }), fc.boolean(), fc.integer({ min: 8, max: 15 }), cuts),
  ([texts, noContextTakeover, bits, positions]) => {
    const params = { serverNoContextTakeover: noContextTakeover, clientNoContextTakeover: false };
    const windows = { serverMaxWindowBits: bits, clientMaxWindowBits: 15 };
    const direction = directionOf({ ...params, ...windows }, 'server');
    const deflater = new Deflater(direction);
    const receiver = new WsReceiver({ role: 'client', inflater: new Inflater(direction) });
    const sent = texts.map((list) => list.join('').repeat(20));
    const wire = sent.map((text) =>
      encodeFrame({ opcode: TEXT, payload: deflater.deflate(utf8(text)), rsv1: true, maskKey: null }),
    );
    const items = splitAt(concat(wire), positions).flatMap((piece) => receiver.feed(piece));
    agree(
      'messages',
      sent,
      items.flatMap((item) => (item.kind === 'text' ? [item.data] : [])),
    );
  },
);

// U+001E separates packets, and an empty `data` is none.
const engineText = fc.string({ minLength: 1 }).map((text) => text.replaceAll('\u001e', ' '));
const enginePacket = fc.oneof(
  fc.constantFrom(...ENGINE_TYPES).map((type): EnginePacket => ({ type })),
  fc
    .tuple(fc.constantFrom(...ENGINE_TYPES), engineText)
    .map(([type, data]): EnginePacket => ({ type, data })),
  fc.uint8Array().map((data): EnginePacket => ({ type: 'message', data })),
);

const enginePackets = property(
  'Engine.IO: packets read back, one by one and as a polling body',
  fc.array(enginePacket, { minLength: 1, maxLength: 5 }),
  (packets) => {
    agree(
      'packets',
      packets,
      packets.map((packet) => decodeEnginePacket(encodeEnginePacket(packet))),
    );
    agree('body', packets, decodeEnginePayload(encodeEnginePayload(packets)));
  },
);

const argument = fc.oneof(fc.string(), fc.nat(), fc.uint8Array(), fc.constant({ a: [null] }));
const socketIoPackets = property(
  'Socket.IO: an event reads back with its attachments',
  fc.tuple(
    fc.constantFrom('/', '/admin', '/größe'),
    fc.array(argument, { maxLength: 8 }),
    fc.option(fc.nat()),
  ),
  ([nsp, rest, id]) => {
    const packet = { type: PacketType.EVENT, nsp, data: ['event', ...rest], ...(id === null ? {} : { id }) };
    const decoder = new SocketIoDecoder();
    const items = encodeSocketIo(packet).flatMap((message) => decoder.feed(message));
    const { type, data } = packet;
    const read = { type, nsp, ...(id === null ? {} : { id }), data };
    agree('items', [{ kind: 'packet', packet: read }], items);
  },
);

const enginePayload = property(
  'Engine.IO: any text is packets or a fault',
  spoiled(wireLike(WORDS.packet)).map(fromLatin1),
  (text) => {
    const packets = decodeEnginePayload(text);
    const fault = packets.findIndex(({ type }) => type === 'error');
    if (packets.length === 0 || (fault >= 0 && fault < packets.length - 1))
      throw new Error('read past a fault');
  },
);

export const PROPERTIES: readonly NamedProperty[] = [
  ...DECODERS.map(decoding),
  ...Object.keys(ANNOTATORS).map(annotating),
  ...handshakeProperties,
  chunkedRequest,
  sizedResponse,
  manyHeads,
  events,
  messages,
  compressed,
  enginePackets,
  socketIoPackets,
  enginePayload,
];
