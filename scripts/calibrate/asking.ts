/** Clients that ask: polling at a fixed rate or with a gap, and long polling. */
import type { Scheduled } from '#sim/scheduler.ts';
import type { Room } from './room.ts';
import * as wire from './wire.ts';
import type { Channel, World } from './world.ts';

/** How a server answers: with a function that is called when it has the answer. */
type Answer = (since: number, respond: (n: number) => void) => void;

/** A keep-alive agent with one socket: dials when there is none. */
class Agent {
  since = 0;
  readonly #world: World;
  readonly #room: Room;
  readonly #answer: Answer;
  readonly #requestOctets: (since: number) => number;
  #client: Channel | null = null;
  #server: Channel | null = null;

  constructor(world: World, room: Room, requestOctets: (since: number) => number, answer: Answer) {
    this.#world = world;
    this.#room = room;
    this.#requestOctets = requestOctets;
    this.#answer = answer;
  }

  /** Sends a request; `done` is called with the response in hand. Returns how to give up on it. */
  request(done: () => void): () => void {
    if (!this.#client) {
      const { client, server } = this.#world.dial();
      this.#client = client;
      this.#server = server;
      server.ended = () => {
        server.end();
      };
    }
    const client = this.#client;
    const server = this.#server;
    const { since } = this;
    client.send(this.#requestOctets(since), () => {
      this.#answer(since, (n) => {
        server?.send(wire.jsonResponse(n, this.#room.messageBytes), () => {
          this.#room.deliver(since, since + n);
          this.since = since + n;
          done();
        });
      });
    });
    return () => {
      client.destroy();
      if (this.#client === client) this.#client = null;
    };
  }
}

/** Polls every `intervalMs`, beginning at a random phase; a tick is skipped while a request is under way. */
export function poll(world: World, room: Room, intervalMs: number, timeoutMs: number | null): void {
  const agent = new Agent(world, room, wire.pollRequest, (since, respond) => {
    respond(room.newest - since);
  });
  let busy = false;
  const tick = (): void => {
    world.after(intervalMs, tick);
    if (busy) return;
    busy = true;
    let timer: Scheduled | null = null;
    const abandon = agent.request(() => {
      busy = false;
      timer?.cancel();
    });
    if (timeoutMs !== null)
      timer = world.after(timeoutMs, () => {
        busy = false;
        abandon();
      });
  };
  world.after(world.random() * intervalMs, tick);
}

/** Asks again `gapMs` after each answer. */
export function pollWithGap(world: World, room: Room, gapMs: number): void {
  const agent = new Agent(world, room, wire.pollRequest, (since, respond) => {
    respond(room.newest - since);
  });
  const ask = (): void => {
    agent.request(() => {
      world.after(gapMs, ask);
    });
  };
  world.after(world.random() * gapMs, ask);
}

/** Asks again at once; the server answers when there is something, or after `holdMs`. */
export function longPoll(world: World, room: Room, holdMs: number): void {
  const agent = new Agent(world, room, wire.longPollRequest, (since, respond) => {
    if (room.newest > since) {
      respond(room.newest - since);
      return;
    }
    const answer = (): void => {
      forget();
      timer.cancel();
      respond(room.newest - since);
    };
    const forget = room.listen(answer);
    const timer = world.after(holdMs, answer);
  });
  const ask = (): void => {
    agent.request(ask);
  };
  ask();
}
