/** Puts the page up, then starts the run. */
import '@fontsource/ibm-plex-mono/latin-400.css';
import '@fontsource/ibm-plex-mono/latin-500.css';
import './app.css';
import { mount } from 'svelte';
import type { Recipe } from '#lab/recipe.ts';
import type { SessionView } from '#state/contract.ts';
import { ensure } from '#base/assert.ts';
import { Troubles } from '#ui/troubles.svelte.ts';
import { hashValue } from '#words/locale.ts';
import Root from './Root.svelte';

/** Resolves when the page has been painted once: what is heavy comes after. */
function painted(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      setTimeout(resolve);
    });
  });
}

async function start(recipe: Recipe | null): Promise<SessionView> {
  await painted();
  const [{ createSession }, { settingsFromLink }] = await Promise.all([
    import('#state/session.svelte.ts'),
    import('#state/settings-link.ts'),
  ]);
  const seed = Number.parseInt(hashValue(location.hash, 'seed') ?? '', 10);
  // For the console of the curious, and for tests.
  return (globalThis.pushpull = await createSession({
    ...(seed >= 0 ? { seed } : {}),
    settings: settingsFromLink(location.hash).settings,
    ...(recipe && { recipe }),
  }));
}

const troubles = new Troubles();
troubles.listen();

const target = ensure(document.getElementById('app'), '#app in index.html');
target.replaceChildren();
mount(Root, { target, props: { start, troubles } });
