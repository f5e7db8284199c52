/** What the texts about a peer's reaction are made from: the steps of `#trace/reaction.ts`, without their place. */
export type ReactionFact =
  | { readonly kind: 'fault'; readonly code: string; readonly later: boolean }
  /** Null: until the end of a line, a head, a block or the connection. */
  | { readonly kind: 'waits'; readonly octets: number | null }
  | { readonly kind: 'closes'; readonly code: number }
  | { readonly kind: 'answers'; readonly status: number }
  | { readonly kind: 'delivered' | 'published'; readonly msg: string }
  | {
      readonly kind: 'not-arrived' | 'pongs' | 'resets' | 'ends' | 'page-closed' | 'asks-again' | 'ignored';
    };

export interface ReactionWords {
  readonly heading: string;
  /** One sentence about one thing that the peer did. */
  readonly step: (peer: 'client' | 'server', fact: ReactionFact) => string;
}
