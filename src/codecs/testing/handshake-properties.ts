/** What must hold for any handshake: no throw, and both sides come to the same agreement. */
import fc from 'fast-check';
import { latin1 } from '#base/bytes.ts';
import { RequestParser, ResponseParser } from '../http1/parser.ts';
import { serializeResponse } from '../http1/serializer.ts';
import { checkHandshake } from '../websocket/client-handshake.ts';
import { answerHandshake } from '../websocket/server-handshake.ts';
import { agree, property, spoiled, type NamedProperty } from './property.ts';
import { wireLike } from './splits.ts';

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const COMMON = ['Upgrade: websocket\r\n', 'Connection: Upgrade\r\n', 'Connection: keep-alive, upgrade\r\n'];
const LISTS = [
  'Sec-WebSocket-Protocol: chat, superchat\r\n',
  'Sec-WebSocket-Protocol: chat\r\n',
  'Sec-WebSocket-Extensions: permessage-deflate\r\n',
  'Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n',
  'Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=9; x="a,b"\r\n',
];
const REQUEST = ['Host: a\r\n', `Sec-WebSocket-Key: ${KEY}\r\n`, 'Sec-WebSocket-Version: 13\r\n'];
const RESPONSE = ['Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n'];

/** A start line, what a good message has, and more; spoiled. */
function head(start: string, good: readonly string[]): fc.Arbitrary<Uint8Array> {
  const whole = [...COMMON.slice(0, 2), ...good].join('');
  const more = wireLike([...COMMON, ...LISTS, ...good].map(latin1));
  return spoiled(more.map((octets) => latin1(`${start}${whole}${String.fromCharCode(...octets)}\r\n\r\n`)));
}

const anyRequest = property(
  'handshake: the server’s answer to any request is one that its client takes',
  head('GET /chat HTTP/1.1\r\n', REQUEST),
  (octets) => {
    for (const event of new RequestParser().feed(octets)) {
      if (event.kind !== 'head') continue;
      const { headers } = event.head;
      const answer = answerHandshake(event.head, { protocols: ['superchat'], deflate: {} });
      const status = answer.accepted ? 101 : answer.status;
      const wire = serializeResponse({ status, reason: '', headers: answer.headers });
      const [response] = new ResponseParser().feed(wire);
      if (!answer.accepted || response?.kind !== 'head') continue;
      const sent = (name: string): string[] =>
        headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
      const list = (name: string): string => sent(name).join(', ');
      const checked = checkHandshake(response.head, {
        key: sent('sec-websocket-key')[0] ?? '',
        protocols: list('sec-websocket-protocol').split(/[\t ]*,[\t ]*/),
        offer: list('sec-websocket-extensions'),
      });
      agree('accepted', true, checked.accepted);
      if (checked.accepted)
        agree('agreement', [answer.protocol, answer.deflate], [checked.protocol, checked.deflate]);
    }
  },
);

const anyResponse = property(
  'handshake: any response is taken or refused',
  head('HTTP/1.1 101 Switching Protocols\r\n', RESPONSE),
  (octets) => {
    for (const event of new ResponseParser().feed(octets)) {
      if (event.kind !== 'head') continue;
      const asked = { key: KEY, protocols: ['chat'], offer: 'permessage-deflate; client_max_window_bits' };
      const checked = checkHandshake(event.head, asked);
      if (checked.accepted && event.head.status !== 101) throw new Error('only 101 opens a WebSocket');
    }
  },
);

export const handshakeProperties: readonly NamedProperty[] = [anyRequest, anyResponse];
