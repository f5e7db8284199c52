/**
 * What chance has in store for the packets of one direction, as netem draws it. Every number is keyed by the packet's
 * number n, so that one impairment never shifts another's draws.
 */
import { draw } from '#base/random.ts';
import { extrasOf, NO_EXTRAS, type LinkParams, type NetemExtras } from '#netem/model.ts';
import type { LossRule } from '#trace/events.ts';

/** What a correlated number decides. */
export type Decision = 'loss' | 'duplicate' | 'corrupt' | 'reorder' | 'jitter';

/** The first packet, or the second copy that netem makes of it. */
export type Copy = 0 | 1;

/** How a packet ends that does not arrive. */
export interface Fate {
  readonly rule: LossRule;
  readonly draw: number;
}

const CORRELATION = {
  loss: 'lossCorrelationPct',
  duplicate: 'duplicateCorrelationPct',
  corrupt: 'corruptCorrelationPct',
  reorder: 'reorderCorrelationPct',
  jitter: 'jitterCorrelationPct',
} as const satisfies Record<Decision, keyof NetemExtras>;

const DECISIONS = Object.keys(CORRELATION) as Decision[];

export class Chance {
  readonly #seed: number;
  readonly #lane: number;
  readonly #direction: 0 | 1;
  #n = -1;
  #link: LinkParams | null = null;
  #extras: NetemExtras = NO_EXTRAS;
  #correlated: readonly Decision[] = [];
  /** The correlated numbers of packet n. */
  readonly #numbers = new Map<Decision, number>();
  /** Whether the line is in its bad state (Gilbert-Elliott): before packet n, and after it. */
  #bad = false;
  #willBeBad = false;

  constructor(seed: number, lane: number, direction: 0 | 1) {
    this.#seed = seed;
    this.#lane = lane;
    this.#direction = direction;
  }

  /** Goes on to packet `n`, which is sent under `link`. Every packet counts, whatever becomes of it. */
  next(n: number, link: LinkParams): void {
    this.#n = n;
    if (link !== this.#link) this.#use(link);
    for (const decision of this.#correlated) this.#correlate(decision);
    this.#step();
  }

  /** The number in [0, 1) that makes a decision about packet n. */
  number(decision: Decision, copy: Copy = 0): number {
    const own = draw(this.#seed, this.#lane, this.#direction + 2 * copy, this.#n, decision);
    const first = this.#numbers.get(decision);
    if (first === undefined) return own;
    return copy === 0 ? first : this.#blend(decision, own, first);
  }

  /** Whether something that happens to `pct` percent of packets happens to packet n. */
  happens(decision: Exclude<Decision, 'jitter'>, pct: number, copy: Copy = 0): boolean {
    return pct > 0 && this.number(decision, copy) * 100 < pct;
  }

  /** Whether packet n is lost by chance. */
  loss(copy: Copy): Fate | null {
    const { gemodel } = this.#extras;
    const burstPct = this.#bad ? gemodel?.badLossPct : gemodel?.goodLossPct;
    const pct = burstPct ?? this.#link?.lossPct ?? 0;
    if (!this.happens('loss', pct, copy)) return null;
    return { rule: gemodel ? 'burst' : 'random', draw: this.number('loss', copy) };
  }

  #use(link: LinkParams): void {
    this.#link = link;
    this.#extras = extrasOf(link);
    const { gemodel } = this.#extras;
    this.#correlated = DECISIONS.filter(
      (decision) => this.#extras[CORRELATION[decision]] > 0 && !(decision === 'loss' && gemodel),
    );
    for (const decision of DECISIONS)
      if (!this.#correlated.includes(decision)) this.#numbers.delete(decision);
    if (!gemodel) this.#willBeBad = false;
  }

  /**
   * netem's get_crandom: the number of the packet before, and a new one, in proportion. This is no true correlation but
   * an approximation: the numbers crowd around the middle, so that a rare event becomes rarer the higher the
   * correlation is. Where the packet before has no such number, as before the first, its uncorrelated one serves.
   */
  #correlate(decision: Decision): void {
    const key = [this.#seed, this.#lane, this.#direction] as const;
    const before = this.#numbers.get(decision) ?? draw(...key, this.#n - 1, decision);
    this.#numbers.set(decision, this.#blend(decision, draw(...key, this.#n, decision), before));
  }

  #blend(decision: Decision, own: number, before: number): number {
    const share = this.#extras[CORRELATION[decision]] / 100;
    return own * (1 - share) + before * share;
  }

  /** netem's loss_gilb_ell: the state before the transition decides how likely the packet is to be lost. */
  #step(): void {
    this.#bad = this.#willBeBad;
    const { gemodel } = this.#extras;
    if (!gemodel) return;
    const u = draw(this.#seed, this.#lane, this.#direction, this.#n, 'burst') * 100;
    if (u < (this.#bad ? gemodel.rPct : gemodel.pPct)) this.#willBeBad = !this.#bad;
  }
}
