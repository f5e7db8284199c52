/** What a lane costs the server in each second so far, times a number of equal clients. */
import type { LaneMetrics } from '#trace/metrics.ts';

export interface Cost {
  /** Bits a second on the wire, both ways. */
  readonly bitsPerS: number;
  readonly requestsPerS: number;
  readonly connections: number;
}

/** `seconds` of virtual time have passed. Nothing is charged before the first instant. */
export function costOf(lane: LaneMetrics, seconds: number, clients: number): Cost {
  const perS = seconds > 0 ? clients / seconds : 0;
  return {
    bitsPerS: (lane.bytes.up + lane.bytes.down) * 8 * perS,
    requestsPerS: lane.requests * perS,
    connections: lane.openConnections * clients,
  };
}
