/** By which name a lane goes: beside a client that survives, one of the same transport may stand that does nothing for it. */
import type { LaneSpec } from '#lab/recipe.ts';
import type { LaneKind } from '#words/types-stage.ts';

export function laneKind({ id, transport }: Pick<LaneSpec, 'id' | 'transport'>): LaneKind {
  return id === 'ws-bare' ? id : transport;
}
