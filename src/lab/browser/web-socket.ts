/** `WebSocket` as a lane's client gets it: the transport's, with each hop to and from the page held. */
import type { ClientApi, WebSocketLike } from '#clients/api.ts';
import type { Hold } from '#sim/scheduler.ts';
import type { MsgId } from '#trace/events.ts';
import type { WireSocket } from '../wire/wire-types.ts';
import type { LaneBrowser } from './apis.ts';

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;

export function laneWebSocket(browser: LaneBrowser): ClientApi['WebSocket'] {
  // A constructor may return an object: the transport's own WebSocket, instrumented.
  return function LaneWebSocket(target: string): WebSocketLike {
    return open(browser, target);
  } as unknown as ClientApi['WebSocket'];
}

function open(browser: LaneBrowser, target: string): WebSocketLike {
  const { context, pool, transport } = browser;
  const { macrotask } = transport.realTime;
  const hold = (stretch: string): Hold =>
    context.scheduler.hold(`${context.id}: WebSocket ${target}, ${stretch}`);
  const toHandler = hold('page to handler');
  const sends: { readonly hold: Hold; readonly msgs: readonly MsgId[] }[] = [];
  /** Hops to the page, in order; each event that fires there ends one. */
  const toPage: Hold[] = [];
  let wire: WireSocket | null = null;

  browser.state('connecting');
  const socket = transport.webSocket({
    url: browser.url(target),
    take(page) {
      wire = pool.openSocket(target, {
        open(protocol) {
          toPage.push(hold('open: handler to page'));
          page.open(protocol);
        },
        message(text) {
          toPage.push(hold('message: handler to page'));
          page.message(text);
        },
        close(code, reason, clean) {
          toPage.push(hold('close: handler to page'));
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

  function arrived(): void {
    const hop = toPage.shift();
    macrotask(() => hop?.release());
  }
  socket.addEventListener('open', () => {
    browser.state('open');
    arrived();
  });
  socket.addEventListener('message', arrived);
  socket.addEventListener('close', () => {
    browser.state('closed');
    arrived();
  });

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
