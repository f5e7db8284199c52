/** What becomes of a connection whose owner closes its socket. */
import type { TcpEndpoint } from '#sim/tcp/types.ts';

/**
 * Lets go of a connection as the kernel does when a process closes it: FIN behind what was written, RST to whatever the
 * peer still sends, for nobody will read it (RFC 9293 section 3.6.1; tcp_rcv_state_process). One that is not yet
 * established is forgotten without a word.
 */
export function hangUp(endpoint: TcpEndpoint): void {
  endpoint.handlers = {
    established: () => undefined,
    data: () => {
      endpoint.reset();
    },
    end: () => undefined,
    closed: () => undefined,
  };
  if (endpoint.state === 'connecting') endpoint.reset();
  else endpoint.end();
}
