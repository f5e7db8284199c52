/** Wiring of scenarios to the page: `#scenario=lift`. Back goes from one to the one before, and to free play. */
import type { Recipe } from '#lab/recipe.ts';
import type { SessionView } from '#state/contract.ts';
import type { SurvivalScenarioId } from '#state/survival.ts';
import type { Settings } from '#lab/settings.ts';
import { putAllInHash } from '#ui/preferences.svelte.ts';
import { hashValue } from '#words/locale.ts';

const KEY = 'scenario';

type Module = typeof import('#state/survival.ts');

export class ScenarioRoute {
  #module: Module | null = $state.raw(null);
  #unknown: { readonly id: string; readonly ids: string } | null = $state.raw(null);

  /** What the address asks for and nobody knows, and what it might ask for. */
  get unknown(): { readonly id: string; readonly ids: string } | null {
    return this.#unknown;
  }

  /** The scenario that is shown; null: none of those that clients have to survive. */
  shownIn(session: SessionView | null): SurvivalScenarioId | null {
    const id = session?.shown.recipe.scenario ?? null;
    return this.#module?.isSurvivalScenario(id) === true ? id : null;
  }

  /** The settings that the scenario has by itself at the instant shown: what differs is the user's. */
  settingsOf(session: SessionView): Settings | null {
    const id = this.shownIn(session);
    return id === null ? null : (this.#module?.scenarioSettings(id, session.head) ?? null);
  }

  /** The run that the address asks for; null: free play. */
  async read(): Promise<Recipe | null> {
    const id = hashValue(location.hash, KEY);
    this.#module ??= await import('#state/survival.ts');
    const known = this.#module.isSurvivalScenario(id);
    this.#unknown = id === null || known ? null : { id, ids: this.#module.SURVIVAL_SCENARIO_IDS.join(', ') };
    if (!known) return null;
    const { settingsFromLink } = await import('#state/settings-link.ts');
    const seed = Number.parseInt(hashValue(location.hash, 'seed') ?? '', 10);
    return this.#module.scenarioRecipe(id, seed >= 0 ? seed : null, settingsFromLink(location.hash).settings);
  }

  /** Starts what the address asks for, unless it is shown. True when it did. */
  async follow(session: SessionView): Promise<boolean> {
    const recipe = await this.read();
    if ((recipe?.scenario ?? null) === this.shownIn(session)) return false;
    session.startRun(recipe ?? (await this.#free()));
    return true;
  }

  /** Starts a scenario, or free play, as a step that Back takes back. */
  async pick(session: SessionView | null, id: SurvivalScenarioId | null): Promise<void> {
    if (!session) return;
    putAllInHash({ [KEY]: id, run: null }, { step: true });
    this.#module ??= await import('#state/survival.ts');
    this.#unknown = null;
    session.startRun(id === null ? await this.#free() : this.#module.scenarioRecipe(id));
  }

  async #free(): Promise<Recipe> {
    const { freePlay } = (this.#module ??= await import('#state/survival.ts'));
    return freePlay();
  }
}
