/**
 * A region in the hand: what is shown while it is drawn, pulled or nudged, and until the session has it. Until the hand
 * lets go only the picture moves.
 */
import type { SessionView } from '#state/contract.ts';
import { forksAt } from '#state/region-edit.ts';
import { NEW, nudged, pulled, settledRegion, type Grip, type Press, type Region } from './region.ts';

/** The region with this id as it shall be; null takes it away. */
interface Change {
  readonly id: string;
  readonly region: Region | null;
}

/** So long after the last key a nudged region is let go: each change of the past is a run of its own. */
const REST_MS = 600;

function withChange(regions: readonly Region[], change: Change | null): readonly Region[] {
  if (!change) return regions;
  const { id, region } = change;
  if (id === NEW) return region ? [...regions, region] : regions;
  return regions.flatMap((one) => (one.id === id ? (region ?? []) : one));
}

export class RegionEdit {
  readonly #session: () => SessionView;
  /** Keeps the window where it is while the hand pulls. */
  readonly #hold: (held: boolean) => void;
  #grip: Grip | null = $state.raw(null);
  #change: Change | null = $state.raw(null);
  /** Handed to the session, which is computing the run anew. */
  #pending: Change | null = $state.raw(null);
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(session: () => SessionView, hold: (held: boolean) => void) {
    this.#session = session;
    this.#hold = hold;
  }

  /** The regions as they are shown now. */
  get shown(): readonly Region[] {
    return withChange(this.#session().regions, this.#change ?? this.#underway);
  }

  /** With the outage that the run's settings ask for. */
  get drawn(): readonly Region[] {
    const settled = settledRegion(this.#session().settings);
    return settled ? [settled, ...this.shown] : this.shown;
  }

  /** The region that is being drawn, pulled or nudged. */
  get changing(): Region | null {
    return this.#change?.region ?? null;
  }

  /** The run is being computed anew. */
  get computing(): boolean {
    return this.#session().progress !== null;
  }

  /** A pull is going on. */
  get pulling(): boolean {
    return this.#grip !== null;
  }

  /** Where the run forks if the hand lets go now. */
  get forkUs(): number | null {
    const { changing } = this;
    return changing && forksAt(this.#session(), this.#before(changing.id), changing);
  }

  /**
   * Whether this region may be changed now: what is still being computed would not know of another change, and one that
   * has no id yet can't be named.
   */
  isFree(id: string): boolean {
    return this.#session().progress === null || (id !== NEW && this.#underway?.id === id);
  }

  /** Takes hold. Nothing changes before the first pull. */
  take(grip: Grip): boolean {
    this.commit();
    if (!this.isFree(grip.how === 'draw' ? NEW : grip.region.id)) return false;
    this.#grip = grip;
    this.#hold(true);
    return true;
  }

  /** To the instant `t`, in multiples of `step`; microseconds. */
  pull(t: number, step: number): void {
    if (!this.#grip) return;
    const region = pulled(this.#grip, t, step);
    this.#change = { id: region.id, region };
  }

  /** Moves or resizes by a key; false when the key means nothing here. */
  nudge(region: Region, press: Press): boolean {
    const next = nudged(region, press);
    if (!next || !this.isFree(region.id)) return false;
    this.#change = { id: region.id, region: next };
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      this.commit();
    }, REST_MS);
    return true;
  }

  /** Lets go: the session gets what is shown. */
  commit(): void {
    const change = this.#change;
    this.cancel();
    if (change) this.#hand(change);
  }

  /** Puts everything back; false when nothing was held. */
  cancel(): boolean {
    const held = this.#grip !== null || this.#change !== null;
    if (this.#grip) this.#hold(false);
    clearTimeout(this.#rest);
    this.#grip = null;
    this.#change = null;
    return held;
  }

  remove(id: string): void {
    this.cancel();
    if (id === NEW) this.#session().cancelCatchUp();
    else if (this.isFree(id)) this.#hand({ id, region: null });
  }

  /** The session has it, or has given it up. */
  settle(): void {
    this.#pending = null;
  }

  get #underway(): Change | null {
    return this.#session().progress === null ? null : this.#pending;
  }

  #before(id: string): Region | null {
    return this.#session().regions.find((one) => one.id === id) ?? null;
  }

  #hand(change: Change): void {
    const session = this.#session();
    const { id, region } = change;
    if (region) session.putRegion(id === NEW ? null : id, region);
    else session.removeRegion(id);
    this.#pending = session.progress === null ? null : change;
  }
}
