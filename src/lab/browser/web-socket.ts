/** `WebSocket` as a lane's client gets it: the transport's, with each hop to and from the page held. */
import type { ClientApi, WebSocketLike } from '#clients/api.ts';
import type { Hold } from '#sim/scheduler.ts';
import type { EventId, MsgId } from '#trace/events.ts';
import type { WireSocket } from '../wire/wire-types.ts';
import type { LaneBrowser } from './apis.ts';
import { containExceptions } from './contain-exceptions.ts';

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;

/** The close code of a connection that ended without a closing handshake (RFC 6455 section 7.4.1). */
const ABNORMAL = 1006;

export function laneWebSocket(browser: LaneBrowser): ClientApi['WebSocket'] {
  let opened = 0;
  // A constructor may return an object: the transport's own WebSocket, instrumented.
  return function LaneWebSocket(target: string): WebSocketLike {
    const n = ++opened;
    return open(browser, target, (state) => {
      // One that has been given up may close long after another was opened in its place.
      if (n === opened) browser.state(state);
    });
  } as unknown as ClientApi['WebSocket'];
}

function open(browser: LaneBrowser, target: string, state: LaneBrowser['state']): WebSocketLike {
  const { context, pool, transport } = browser;
  const { macrotask } = transport.realTime;
  const hold = (stretch: string): Hold =>
    context.scheduler.hold(`${context.id}: WebSocket ${target}, ${stretch}`);
  const toHandler = hold('page to handler');
  const sends: { readonly hold: Hold; readonly msgs: readonly MsgId[] }[] = [];
  /** Hops to the page, in order, and what led to each; the event that fires there ends one. */
  const toPage: { readonly hold: Hold; readonly cause: EventId }[] = [];
  const toPageNow = (stretch: string): void => {
    toPage.push({ hold: hold(stretch), cause: context.sink.cause });
  };
  let wire: WireSocket | null = null;

  state('connecting');
  const socket = transport.webSocket({
    url: browser.url(target),
    take(page) {
      if (socket.readyState >= CLOSING) {
        // Closed in the turn in which it was made: nothing of it reaches the wire.
        toHandler.release();
        page.close(ABNORMAL, '', false);
        return;
      }
      wire = pool.openSocket(target, {
        open(protocol) {
          toPageNow('open: handler to page');
          page.open(protocol);
        },
        message(text) {
          // WHATWG WebSockets section 4: a message counts only while the socket is open. It may come in one segment with
          // the answer that opens it: `open` fires first.
          if (socket.readyState >= CLOSING) return;
          toPageNow('message: handler to page');
          page.message(text);
        },
        close(code, reason, clean) {
          toPageNow('close: handler to page');
          page.close(code, reason, clean);
        },
      });
      toHandler.release();
    },
    sent(text) {
      const send = sends.shift();
      wire?.send(text, send?.msgs ?? []);
      send?.hold.release();
    },
  });

  /** Called before the client's own listeners: what they do follows from what came over the wire. */
  function arrived(): void {
    const hop = toPage.shift();
    if (!hop) return;
    context.sink.cause = hop.cause;
    macrotask(() => {
      hop.hold.release();
    });
  }
  socket.addEventListener('open', () => {
    arrived();
    state('open');
  });
  socket.addEventListener('message', arrived);
  socket.addEventListener('close', () => {
    arrived();
    state('closed');
  });

  for (const name of ['onopen', 'onmessage', 'onclose']) containExceptions(socket, name);

  const send = socket.send.bind(socket);
  socket.send = (data) => {
    if (socket.readyState === CONNECTING)
      throw new DOMException('Still in CONNECTING state', 'InvalidStateError');
    if (socket.readyState !== OPEN) return;
    sends.push({ hold: hold('message: page to handler'), msgs: browser.sending });
    send(data);
  };
  socket.close = (code?: number, reason?: string) => {
    if (socket.readyState >= CLOSING) return;
    socket.readyState = CLOSING;
    wire?.close(code, reason);
  };
  return socket;
}
