/**
 * The impairment model: what happens to packets on the way, per direction. The names are tc-netem's
 * (iproute2, tc-netem(8)); `delay` is one way, at the sending host.
 */

/** Impairments of one direction of a path. */
export interface LinkParams {
  /** Fixed one-way delay in milliseconds, at least 0. */
  readonly delayMs: number;
  /** Delay varies uniformly by up to this many milliseconds either way; never below zero in total. */
  readonly jitterMs: number;
  /** Independent loss of each packet, 0 to 100 percent. */
  readonly lossPct: number;
  /** Serialization rate in kbit/s of IP-level octets; 0 means none. */
  readonly rateKbit: number;
  /** How many packets may wait for the rate; a further one is dropped at the tail. */
  readonly queuePackets: number;
  /** While true, every packet that is sent is dropped. */
  readonly outage: boolean;
}

/** Impairments of both directions. `up` is client to server. */
export interface PathParams {
  readonly up: LinkParams;
  readonly down: LinkParams;
}

/** tc-netem's default `limit`. */
export const DEFAULT_QUEUE_PACKETS = 1000;

/** A path that only delays: `rttMs` split evenly. */
export function symmetricPath(rttMs: number, more: Partial<LinkParams> = {}): PathParams {
  const link: LinkParams = {
    delayMs: rttMs / 2,
    jitterMs: 0,
    lossPct: 0,
    rateKbit: 0,
    queuePackets: DEFAULT_QUEUE_PACKETS,
    outage: false,
    ...more,
  };
  return { up: link, down: link };
}
