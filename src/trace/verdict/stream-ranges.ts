/** Stretches of a lane's streams, in octets. They are added in the order in which they are written. */
import type { Direction, EventOf } from '../events.ts';
import { countUpTo } from '../steps.ts';

interface Stretches {
  readonly from: number[];
  readonly to: number[];
}

export class StreamRanges {
  readonly #streams = new Map<string, Stretches>();

  add({ conn, dir, from, to }: EventOf<'pdu.sent'>): void {
    const key = `${String(conn)}/${dir}`;
    let stretches = this.#streams.get(key);
    if (!stretches) this.#streams.set(key, (stretches = { from: [], to: [] }));
    stretches.from.push(from);
    stretches.to.push(to);
  }

  /** How many octets of [from, to) lie in a stretch. */
  overlap(conn: number, dir: Direction, from: number, to: number): number {
    const stretches = this.#streams.get(`${String(conn)}/${dir}`);
    if (!stretches) return 0;
    let octets = 0;
    for (let i = Math.max(0, countUpTo(stretches.from, from) - 1); i < stretches.from.length; i++) {
      const start = stretches.from[i] ?? Infinity;
      if (start >= to) break;
      octets += Math.max(0, Math.min(to, stretches.to[i] ?? 0) - Math.max(from, start));
    }
    return octets;
  }
}
