/** Why a message is late: the kinds of time that its delay is made of. */

/** In the order in which they usually happen. */
export const DELAY_PARTS = [
  /** Waiting at the server until the next poll asks. */
  'pollWait',
  /** Waiting at the server while a long poll's answer and the next request are on their way. */
  'reRequest',
  /** Waiting for a connection, or for the request that opens the stream. */
  'setup',
  /** Held back by a proxy that collects an answer before it passes it on. */
  'proxy',
  /** Waiting in the sender for the congestion window, or at the bottleneck for earlier packets. */
  'sendQueue',
  /** Putting the bits on the wire at the link's rate. */
  'serialization',
  /** Travelling: the fixed one-way delay. */
  'propagation',
  /** The signed deviation from the fixed delay. */
  'jitter',
  /** From the first transmission to the one that got through. */
  'lossRepair',
  /** Arrived, but waiting for an earlier segment of the same connection. */
  'headOfLine',
  /** Handed up by TCP, but not yet to the application. */
  'hold',
] as const;

export type DelayPart = (typeof DELAY_PARTS)[number];

/** Microseconds by part. Only `jitter` may be negative. */
export type DelayParts = Readonly<Record<DelayPart, number>>;
