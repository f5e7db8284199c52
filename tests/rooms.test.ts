/** The table of rooms in eslint.config.js is enforced: a forbidden import is an error. */
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const eslint = new ESLint({ cwd: root });

/** Rules that the text breaks when it stands in this file. The file must exist: the parser looks it up. */
async function broken(file: string, text: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath: `${root}/${file}` });
  return (result?.messages ?? [])
    .map(({ ruleId }) => ruleId)
    .filter((rule) => rule === null || rule.startsWith('no-restricted-'));
}

const importing = (from: string): string => `export * from '${from}';\n`;

describe('rooms', { timeout: 60_000 }, () => {
  test.each([
    ['src/sim/scheduler.ts', '#lab/recipe.ts', 'sim knows nothing of lab'],
    ['src/clients/polling.ts', '#servers/room.ts', 'clients never import servers'],
    ['src/servers/room.ts', '#clients/polling.ts', 'servers never import clients'],
    ['src/base/time.ts', '#trace/events.ts', 'base imports nothing'],
    ['src/views/events/describe.ts', '#lab/settings.ts', 'views read the state, not the lab'],
    ['src/views/events/describe.ts', '../explain/late.ts', 'views never know each other'],
    ['src/words/en.ts', '../base/time.ts', 'a room is left by its name'],
    ['src/trace/log.ts', 'svelte', 'no Svelte below state'],
  ])('%s may not import %s: %s', async (file, from) => {
    expect(await broken(file, importing(from))).toEqual(['no-restricted-imports']);
  });

  test.each([
    ['src/sim/scheduler.ts', '#base/time.ts'],
    ['src/views/events/describe.ts', '#trace/events.ts'],
    ['src/views/events/describe.ts', './filter.ts'],
    ['src/state/contract.ts', '#lab/recipe.ts'],
    ['src/sim/tcp/types.ts', '../scheduler.ts'],
  ])('%s may import %s', async (file, from) => {
    expect(await broken(file, importing(from))).toEqual([]);
  });

  test.each([
    ['Date.now();', 'no-restricted-properties'],
    ['Math.random();', 'no-restricted-properties'],
    ['new Date();', 'no-restricted-syntax'],
    ['setTimeout(() => undefined);', 'no-restricted-globals'],
    ['document.title;', 'no-restricted-globals'],
  ])('below state/ nothing may say %s', async (text, rule) => {
    expect(await broken('src/sim/scheduler.ts', text)).toEqual([rule]);
    expect(await broken('src/ui/keymap.ts', text)).toEqual([]);
  });
});
