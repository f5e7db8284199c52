/**
 * TLS 1.3's full handshake on one connection (RFC 8446 section 2): ClientHello; ServerHello to Finished; Finished, and
 * the request right behind it. One round trip. No resumption, no early data, and no tickets for either.
 */
import { CLIENT_FINISHED, CLIENT_HELLO, SERVER_FLIGHT } from '#codecs/tls/record.ts';
import type { TcpConnection } from '#sim/tcp/connection.ts';
import type { TcpEndpoint } from '#sim/tcp/types.ts';
import { because, type LaneContext } from '../lane-context.ts';
import type { PduLink, TlsKind } from './pdu-link.ts';

const FLIGHTS: Readonly<Record<TlsKind, Uint8Array>> = {
  'tls.client-hello': CLIENT_HELLO,
  'tls.server-flight': SERVER_FLIGHT,
  'tls.finished': CLIENT_FINISHED,
};

interface Links {
  readonly up: PduLink;
  readonly down: PduLink;
}

/** Writes the client's first flight, and answers each flight that arrives with what follows it. */
export function beginTls(context: LaneContext, conn: number, tcp: TcpConnection, { up, down }: Links): void {
  const { scheduler, sink, lane } = context;

  function send(link: PduLink, endpoint: TcpEndpoint, kind: TlsKind): void {
    link.send(endpoint, { kind, bytes: FLIGHTS[kind], request: 0, msgs: [] });
  }

  /** One side has the peer's Finished: it may send what its application has written. */
  function secured({ side }: TcpEndpoint, link: PduLink): void {
    const id = sink.append({
      type: 'conn.secured',
      t: scheduler.now,
      lane,
      conn,
      side,
      reason: '',
    });
    because(sink, id, () => {
      if (side === 'client') send(link, tcp.client, 'tls.finished');
      link.ready();
    });
  }

  up.handshake = (kind) => {
    if (tcp.server.state !== 'established') return;
    if (kind === 'tls.client-hello') send(down, tcp.server, 'tls.server-flight');
    else secured(tcp.server, down);
  };
  down.handshake = () => {
    if (tcp.client.state === 'established') secured(tcp.client, up);
  };
  send(up, tcp.client, 'tls.client-hello');
}
