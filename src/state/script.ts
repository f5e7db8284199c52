/** What happens in a scenario by itself, told apart from what the user did: it stays when the run forks or begins anew. */
import type { Intervention, Recipe } from '#lab/recipe.ts';
import { SCENARIOS } from '#lab/scenarios.ts';
import { canonicalJson } from '#trace/canonical.ts';

/** The interventions of the recipe's scenario; none of one that is not in the list, as a lesson's. */
export function scriptOf({ scenario }: Recipe): readonly Intervention[] {
  return SCENARIOS.find(({ id }) => id === scenario)?.interventions ?? [];
}

/** Whether an intervention of the recipe is its scenario's own. */
export function scripted(recipe: Recipe): (one: Intervention) => boolean {
  // A recipe that came by a link has the same interventions, and not the same objects.
  const script = new Set(scriptOf(recipe).map((one) => canonicalJson(one)));
  return (one) => script.size > 0 && script.has(canonicalJson(one));
}
