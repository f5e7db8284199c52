/** What goes on inside an answer that stays open: WebSocket messages and server-sent events. */
import { toBase64 } from '#base/bytes.ts';
import { EPOCH_MS, toMs, type SimTime } from '#base/time.ts';
import { ResponseParser } from '#codecs/http1/parser.ts';
import { SseParser } from '#codecs/sse/parser.ts';
import { deflateIn } from '#codecs/websocket/client-handshake.ts';
import { directionOf, Inflater } from '#codecs/websocket/deflate.ts';
import type { DeflateParams } from '#codecs/websocket/deflate-params.ts';
import { BINARY, TEXT } from '#codecs/websocket/opcode.ts';
import { WsReceiver, type WsItem } from '#codecs/websocket/receiver.ts';
import type { Exchange } from './har-requests.ts';

/** As Chrome's DevTools write it: whole messages, no control frames; binary data in Base64. */
export interface WebSocketMessage {
  readonly type: 'send' | 'receive';
  /** Seconds since the Unix epoch. */
  readonly time: number;
  readonly opcode: number;
  readonly data: string;
}

/** Not in the format, nor in Chrome's: a field of our own. */
export interface StreamEvent {
  readonly time: number;
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

function secondsAt(t: SimTime): number {
  return EPOCH_MS / 1000 + toMs(t) / 1000;
}

function messagesIn(
  items: readonly WsItem[],
  type: WebSocketMessage['type'],
  t: SimTime,
): WebSocketMessage[] {
  return items.flatMap((item) => {
    const common = { type, time: secondsAt(t) };
    if (item.kind === 'text') return [{ ...common, opcode: TEXT, data: item.data }];
    return item.kind === 'binary' ? [{ ...common, opcode: BINARY, data: toBase64(item.data) }] : [];
  });
}

/** What the server's answer agreed to. */
function deflateOf(down: Exchange['down']): DeflateParams | null {
  const answer = down.find(({ sent }) => sent.kind === 'ws.response');
  const head = new ResponseParser()
    .feed(answer?.octets ?? new Uint8Array())
    .find((item) => item.kind === 'head');
  return head ? deflateIn(head.head) : null;
}

/** In the order in which the client sent and received them. */
export function webSocketMessages({ up, down }: Exchange): WebSocketMessage[] {
  const deflate = deflateOf(down);
  const server = new WsReceiver({
    role: 'server',
    inflater: deflate && new Inflater(directionOf(deflate, 'client')),
  });
  const client = new WsReceiver({
    role: 'client',
    inflater: deflate && new Inflater(directionOf(deflate, 'server')),
  });
  const isFrame = ({ sent }: { readonly sent: { readonly kind: string } }): boolean =>
    sent.kind === 'ws.frame';
  const sent = up
    .filter(isFrame)
    .flatMap((unit) => messagesIn(server.feed(unit.octets), 'send', unit.sent.t));
  const received = down.filter(isFrame).flatMap((unit) => {
    const items = client.feed(unit.octets);
    return unit.receivedAt === null ? [] : messagesIn(items, 'receive', unit.receivedAt);
  });
  return [...sent, ...received].sort((a, b) => a.time - b.time);
}

/** The events that the client had whole. */
export function eventStream({ down }: Exchange): StreamEvent[] {
  const http = new ResponseParser();
  const stream = new SseParser();
  return down.flatMap(({ octets, receivedAt }) => {
    const pieces = http.feed(octets).flatMap((event) => (event.kind === 'data' ? [event.bytes] : []));
    const items = pieces.flatMap((bytes) => stream.feed(bytes));
    if (receivedAt === null) return [];
    return items.flatMap((item) =>
      item.kind === 'event'
        ? [{ time: secondsAt(receivedAt), id: item.lastEventId, event: item.type, data: item.data }]
        : [],
    );
  });
}
