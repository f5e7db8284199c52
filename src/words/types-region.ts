/** What the stage says about regions: stretches of the run in which the line is worse. Virtual microseconds. */

/** What a region does to the line. */
export type RegionFact =
  /** Nothing gets through, both ways or one: 'up' is from client to server. */
  | { readonly kind: 'outage'; readonly dir: 'both' | 'up' | 'down' }
  /** Settings of the line are others, in words. */
  | { readonly kind: 'worse'; readonly changes: readonly string[] };

export interface RegionWords {
  /** Name of the strip in which regions stand; short. */
  readonly line: string;
  /** How a region is drawn. */
  readonly howToDraw: string;
  /** While another change is still being computed. */
  readonly wait: string;
  /** On the region itself: what it is and how long; short. */
  label(fact: RegionFact, forUs: number): string;
  /** The same where there is little room. */
  brief(fact: RegionFact): string;
  /** Its name, of which its place is no part. */
  name(fact: RegionFact): string;
  /** Its place, as a screen reader tells it: "from 30.0 s for 10.0 s". */
  place(fromUs: number, forUs: number): string;
  /** Beside the region while it is held or pointed at; `forkUs` is where the run forks if it is let go here, or null. */
  tip(fact: RegionFact, fromUs: number, toUs: number, forkUs: number | null): string;
  /** How a region is changed with the keys. */
  readonly keys: string;
  /** How a region is changed with the pointer. */
  readonly byHand: string;
  readonly remove: string;
}
