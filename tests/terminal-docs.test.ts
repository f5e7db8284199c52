/** docs/terminal.md tells exactly the options that the commands declare, in both languages. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { COMMANDS } from '#shell/commands/table.ts';
import { LINE_BYTES, LINE_COMMANDS } from '#shell/limits.ts';
import { writtenFlag } from '#shell/options.ts';
import type { Locale } from '#words/locale.ts';
import { terminalCatalogue } from '#words/terminal-catalogue.ts';

function doc(name: string): string {
  return readFileSync(fileURLToPath(new URL(`../docs/${name}`, import.meta.url)), 'utf8');
}

/** A cell of a Markdown table; a bar within it would end it. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('*', '\\*');
}

function rows(locale: Locale): string[] {
  const words = terminalCatalogue(locale);
  return COMMANDS.map(({ name, operands, flags }) => {
    const about: { readonly about: string; readonly options: Readonly<Record<string, string>> } =
      words.commands[name];
    const options = Object.entries(flags).map(
      ([id, flag]) => `\`${writtenFlag(flag)}\` ${cell(about.options[id] ?? '')}`,
    );
    const usage = `\`${[name, operands].filter((part) => part !== '').join(' ')}\``;
    return [usage, cell(about.about), options.length > 0 ? options.join('<br>') : '–'].join(' | ');
  });
}

/** The table's rows without the white space that a formatter adds. */
function written(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.replace(/^\|\s*|\s*\|$/g, '').replace(/\s+\|\s+/g, ' | '));
}

test.each([
  ['en', 'terminal.md'],
  ['zh', 'terminal.zh-CN.md'],
] as const)('%s', (locale, name) => {
  const text = doc(name);
  expect(written(text)).toEqual(rows(locale));
  expect(text).toContain(`${String(LINE_BYTES / 1024 / 1024)} MiB`);
  expect(text).toContain(String(LINE_COMMANDS));
});
