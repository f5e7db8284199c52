/**
 * One instance of an entry, simulated. This is the seam: what is behind `simulate` may be the models of asking.ts and
 * pushing.ts, or the page's own clients and servers.
 */
import { fromS } from '#base/time.ts';
import { longPoll, poll, pollWithGap } from './asking.ts';
import { eventStream, webSocket, webSocketWithHeartbeat } from './pushing.ts';
import { DRAIN_S, LEAD_S, Room, type Delivery } from './room.ts';
import type { Condition, Entry, Params } from './schema.ts';
import * as wire from './wire.ts';
import { World } from './world.ts';

export interface Instance {
  readonly published: number;
  readonly deliveries: readonly Delivery[];
  readonly bytes: { readonly up: number; readonly down: number };
  readonly retransmissions: number;
  /** Copies of the asking or pushing side after its first loss in the outage, in milliseconds. */
  readonly offsetsMs: readonly number[];
  /** When the outage ended, in the time of `deliveries`; NaN without one. */
  readonly restoredMs: number;
}

/** Instance `seed` (from 1) of the reference; `replica` varies what is random but the publishing times. */
export function simulate(entry: Entry, seed: number, replica: number): Instance {
  const { condition, params, durationS = 240 } = entry;
  const world = new World(condition, replica * 1_000_000 + seed);
  const room = new Room(world, seed, condition.messageRatePerS, durationS, condition.messageBytes);
  world.sink.window = [fromS(LEAD_S), fromS(LEAD_S + durationS)];
  const { outageAtS, outageS } = condition;
  let restoredMs = NaN;
  if (outageAtS !== undefined && outageS !== undefined) {
    world.planOutage(condition, LEAD_S + outageAtS, outageS);
    restoredMs = 1000 * (LEAD_S + outageAtS + outageS);
  }
  start(world, room, params);
  world.run(LEAD_S + durationS + DRAIN_S);
  const { sink } = world;
  const asks = entry.transport === 'polling' || entry.transport === 'longpoll';
  return {
    published: room.total,
    deliveries: room.deliveries,
    bytes: sink.bytes,
    retransmissions: sink.retransmissions,
    offsetsMs: sink.offsets[asks ? 'up' : 'down'].map((offset) => offset / 1000),
    restoredMs,
  };
}

function start(world: World, room: Room, params: Params): void {
  switch (params.id) {
    case 'poll2000':
    case 'poll500':
    case 'polltmo':
      poll(world, room, required(params.intervalMs, 'intervalMs'), params.clientTimeoutMs ?? null);
      return;
    case 'gap2000':
      pollWithGap(world, room, required(params.intervalMs, 'intervalMs'));
      return;
    case 'longpoll':
      longPoll(world, room, required(params.serverTimeoutMs, 'serverTimeoutMs'));
      return;
    case 'sse':
      eventStream(world, room);
      return;
    case 'ws':
      webSocket(world, room);
      return;
    case 'wshb':
      webSocketWithHeartbeat(
        world,
        room,
        required(params.heartbeatMs ?? undefined, 'heartbeatMs'),
        required(params.handshakeTimeoutMs, 'handshakeTimeoutMs'),
      );
      return;
    case 'bulk':
      throw new Error('bulk is no steady stream');
  }
}

function required(value: number | undefined, name: string): number {
  if (value === undefined) throw new Error(`params.${name} is missing`);
  return value;
}

/** A fresh connection: milliseconds from connect to the first octet of the answer. */
export function simulateSetup(condition: Condition, transport: Entry['transport'], seed: number): number {
  const world = new World(condition, 500_000_000 + seed);
  const { client, server } = world.dial();
  let usable = NaN;
  client.begun = () => {
    usable = world.nowMs;
  };
  const [request, answer] = {
    polling: [wire.pollRequest(0), wire.jsonResponse(0, condition.messageBytes)],
    longpoll: [wire.longPollRequest(0), wire.jsonResponse(0, condition.messageBytes)],
    sse: [wire.SSE_REQUEST, wire.SSE_HEAD],
    ws: [wire.upgradeRequest(null), wire.UPGRADE_RESPONSE],
  }[transport] as [number, number];
  client.send(request, () => {
    server.send(answer, () => undefined);
  });
  world.run(60);
  return usable;
}

/** Milliseconds a large message takes on a fresh connection, and a second one 3 s after. */
export function simulateBulk(condition: Condition, seed: number): readonly [number, number] {
  const world = new World(condition, 700_000_000 + seed);
  const { client, server } = world.dial();
  const took: [number, number] = [NaN, NaN];
  const send = (i: 0 | 1): void => {
    const at = world.nowMs;
    server.send(wire.frame(condition.messageBytes), () => {
      took[i] = world.nowMs - at;
      if (i === 0)
        world.after(3000, () => {
          send(1);
        });
    });
  };
  client.send(wire.upgradeRequest(null), () => {
    server.send(wire.UPGRADE_RESPONSE, () => {
      world.after(500, () => {
        send(0);
      });
    });
  });
  world.run(300);
  return took;
}
