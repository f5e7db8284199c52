/** Lint rules. `ROOMS` is the table of rooms of docs and src/README.md, as the one object that is enforced. */
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import { defineConfig } from 'eslint/config';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** Rooms of src/ from the top down, and what each may import. */
const ROOMS = {
  views: ['state', 'ui', 'course', 'trace', 'netem', 'codecs', 'words', 'base'],
  ui: ['words', 'base'],
  state: ['shell', 'course', 'lab', 'clients', 'servers', 'sim', 'netem', 'trace', 'codecs', 'words', 'base'],
  shell: ['course', 'lab', 'trace', 'netem', 'codecs', 'words', 'base'],
  course: ['lab', 'trace', 'netem', 'codecs', 'words', 'base'],
  lab: ['clients', 'servers', 'sim', 'netem', 'trace', 'codecs', 'words', 'base'],
  clients: ['base'],
  servers: ['codecs', 'trace', 'base'],
  sim: ['trace', 'netem', 'base'],
  netem: ['base'],
  trace: ['codecs', 'netem', 'base'],
  codecs: ['base'],
  words: ['base'],
  base: [],
};

/** Rooms that may use Svelte, the DOM and the wall clock. Everything below them is a pure function of the run. */
const SHELL_ROOMS = ['views', 'ui', 'state'];

/** Where the pure rooms touch real browser APIs after all. */
const EXCEPTIONS = ['src/servers/msw/**', 'src/lab/transports/**'];

const SOURCES = '*.{ts,svelte}';

/** Forbids imports that the table doesn't allow, and relative ones that leave the folder `depth` levels up. */
function importsOnly(room, files, climb, pure) {
  const allowed = [...ROOMS[room], room].join('|');
  const patterns = [
    {
      regex: `^#(?!(${allowed})/)`,
      message: `${room}/ may import only ${ROOMS[room].join(', ') || 'nothing'} (table of rooms, eslint.config.js).`,
    },
    { regex: climb, message: 'Leave a room by its name (#room/file.ts), not by a relative path.' },
  ];
  if (pure) patterns.push({ regex: '^svelte(/|$)', message: `${room}/ is below state/: no Svelte.` });
  return { files, rules: { 'no-restricted-imports': ['error', { patterns }] } };
}

/** The import rules of one room: its own files, one folder down, and deeper. A view is a room of its own. */
function roomRules(room) {
  const pure = !SHELL_ROOMS.includes(room);
  const inFolder = room === 'views' ? '^\\.\\./' : '^\\.\\./\\.\\./';
  return [
    importsOnly(room, [`src/${room}/${SOURCES}`], '^\\.\\./', pure),
    importsOnly(room, [`src/${room}/*/**/${SOURCES}`], inFolder, pure),
  ];
}

const PURE_ROOMS = Object.keys(ROOMS).filter((room) => !SHELL_ROOMS.includes(room));
const WALL_CLOCK = 'Virtual time only: take `now` or the scheduler from the caller.';
const DOM_GLOBALS = [
  'window',
  'document',
  'navigator',
  'location',
  'localStorage',
  'sessionStorage',
  'indexedDB',
  'requestAnimationFrame',
  'requestIdleCallback',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
];

/** Same seed, same trace: nothing below state/ may ask the machine it runs on. */
const purity = {
  files: PURE_ROOMS.map((room) => `src/${room}/**/*.ts`),
  ignores: [...EXCEPTIONS, 'src/**/*.test.ts'],
  rules: {
    'no-restricted-globals': ['error', ...DOM_GLOBALS.map((name) => ({ name, message: WALL_CLOCK }))],
    'no-restricted-properties': [
      'error',
      { object: 'Date', property: 'now', message: WALL_CLOCK },
      { object: 'Math', property: 'random', message: 'Draw from #base/random.ts, keyed by the seed.' },
    ],
    'no-restricted-syntax': [
      'error',
      { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: WALL_CLOCK },
    ],
  },
};

export default defineConfig(
  { ignores: ['dist/', 'public/mockServiceWorker.js', '.svelte-kit/', 'lessons/', 'docs/'] },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] },
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
  },
  {
    // The parser types neither what a component hands to a callback nor its instance, and so calls them `any`;
    // svelte-check knows their types and checks them.
    files: ['**/*.svelte'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/restrict-plus-operands': 'off',
    },
  },
  { files: ['**/*.js', '**/*.mjs'], extends: [ts.configs.disableTypeChecked] },
  ...Object.keys(ROOMS).flatMap(roomRules),
  purity,
);
