/** What stands between client and server besides the line, and how their connections are kept, as settings. */
import { ensure } from '#base/assert.ts';
import type { NumberSetting, Settings } from './settings.ts';

/** What stands on the way: nothing, one of three proxies at the server's door, or a NAT in the middle. */
export const BOXES = ['none', 'buffering', 'idle', 'strips-upgrade', 'nat'] as const;
export type Box = (typeof BOXES)[number];

const NO_YES = ['no', 'yes'] as const;

export const ROUTE_SETTINGS = {
  'path.tls': {
    unit: '',
    min: 0,
    max: 1,
    default: 0,
    choices: NO_YES,
    live: true,
    about: 'TLS 1.3 on new connections: its round trip and its octets',
  },
  'path.box': {
    unit: '',
    min: 0,
    max: BOXES.length - 1,
    default: 0,
    choices: BOXES,
    live: true,
    about: 'what stands on the way of new connections',
  },
  'path.boxBufferBytes': {
    unit: 'B',
    min: 1,
    max: 65_536,
    default: 4096,
    live: true,
    about: 'octets of an answer that the buffering proxy collects before it passes them on',
  },
  'path.boxIdleMs': {
    unit: 'ms',
    min: 100,
    max: 3_600_000,
    default: 60_000,
    live: true,
    about: 'silence after which the proxy closes, or the NAT forgets, a connection',
  },
  'http.keepAlive': {
    unit: '',
    min: 0,
    max: 1,
    default: 1,
    choices: NO_YES,
    live: true,
    about: 'whether a connection carries more than one request',
  },
  'tcp.keepaliveMs': {
    unit: 'ms',
    min: 0,
    max: 7_200_000,
    default: 0,
    live: true,
    about: 'silence after which both ends of a new connection probe it, and so often; 0 is never',
  },
  'server.heartbeatMs': {
    unit: 'ms',
    min: 0,
    max: 3_600_000,
    default: 0,
    live: true,
    about:
      'how often the server sends a comment on a new event stream, a ping on a new WebSocket; 0 is never',
  },
  'server.noBuffering': {
    unit: '',
    min: 0,
    max: 1,
    default: 0,
    choices: NO_YES,
    live: true,
    about: 'whether an event stream asks proxies not to buffer it (X-Accel-Buffering: no)',
  },
} as const satisfies Record<string, NumberSetting>;

/** The same for one connection, as it is when the connection is opened. */
export interface Route {
  readonly tls: boolean;
  readonly box: Box;
  readonly boxBufferBytes: number;
  readonly boxIdleMs: number;
  /** Milliseconds; 0 is never. */
  readonly keepaliveMs: number;
}

export function routeOf(settings: Settings): Route {
  return {
    tls: settings['path.tls'] > 0,
    box: ensure(BOXES[settings['path.box']], 'box'),
    boxBufferBytes: settings['path.boxBufferBytes'],
    boxIdleMs: settings['path.boxIdleMs'],
    keepaliveMs: settings['tcp.keepaliveMs'],
  };
}
