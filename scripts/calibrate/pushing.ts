/** Servers that push: event streams and WebSockets, with and without heartbeat. */
import type { Scheduled } from '#sim/scheduler.ts';
import type { Room } from './room.ts';
import * as wire from './wire.ts';
import type { Channel, World } from './world.ts';

/** Opens a stream of messages; `message` makes the unit of one. */
function subscribe(
  world: World,
  room: Room,
  octets: { readonly request: number; readonly head: number; readonly message: (id: number) => number },
  since: number,
  on: { readonly open: () => void; readonly got: (id: number) => void },
): { readonly client: Channel; readonly server: Channel } {
  const { client, server } = world.dial();
  let sent = since;
  const flush = (): void => {
    for (; sent < room.newest; sent++) {
      const id = sent + 1;
      server.send(octets.message(id), () => {
        on.got(id);
      });
    }
  };
  client.send(octets.request, () => {
    server.send(octets.head, on.open);
    flush();
    const forget = room.listen(flush);
    server.closed = forget;
    server.ended = () => {
      forget();
      server.end();
    };
  });
  return { client, server };
}

export function eventStream(world: World, room: Room): void {
  const message = (id: number): number => wire.sseEvent(id, room.messageBytes);
  subscribe(world, room, { request: wire.SSE_REQUEST, head: wire.SSE_HEAD, message }, 0, {
    open: () => undefined,
    got: (id) => {
      room.deliver(id - 1, id);
    },
  });
}

function upgrade(
  world: World,
  room: Room,
  since: number | null,
  on: { readonly open: () => void; readonly got: (id: number) => void },
): { readonly client: Channel; readonly server: Channel } {
  const octets = {
    request: wire.upgradeRequest(since),
    head: wire.UPGRADE_RESPONSE,
    message: (): number => wire.frame(room.messageBytes),
  };
  return subscribe(world, room, octets, since ?? 0, on);
}

export function webSocket(world: World, room: Room): void {
  upgrade(world, room, null, {
    open: () => undefined,
    got: (id) => {
      room.deliver(id - 1, id);
    },
  });
}

const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 30_000;

/** Pings every `heartbeatMs`, gives up when no pong came by the next ping, reconnects after a growing random wait. */
export function webSocketWithHeartbeat(
  world: World,
  room: Room,
  heartbeatMs: number,
  handshakeTimeoutMs: number,
): void {
  let last: number | null = null;
  let attempts = 0;

  const connect = (): void => {
    let alive = true;
    let timer: Scheduled | null = null;
    const { client, server } = upgrade(world, room, last, {
      open: () => {
        timer?.cancel();
        attempts = 0;
        timer = world.after(heartbeatMs, beat);
      },
      got: (id) => {
        room.deliver(id - 1, id);
        last = id;
      },
    });
    const giveUp = (): void => {
      timer?.cancel();
      client.destroy();
      const longest = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempts++);
      world.after(longest * (0.5 + 0.5 * world.random()), connect);
    };
    const beat = (): void => {
      if (!alive) {
        giveUp();
        return;
      }
      alive = false;
      client.send(wire.PING, () => {
        server.send(wire.PONG, () => {
          alive = true;
        });
      });
      timer = world.after(heartbeatMs, beat);
    };
    client.closed = giveUp;
    timer = world.after(handshakeTimeoutMs, giveUp);
  };
  connect();
}
