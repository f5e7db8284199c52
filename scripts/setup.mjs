/** What `npm start` and `npm test` need on a machine with nothing but Node: dependencies, and for tests a Chromium. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const STAMP = join(root, 'node_modules', '.pushpull-lock');

/** Runs a program, its output shown; true when it exits with 0. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (error) console.error(`${command}: ${error.message}`);
  return status === 0;
}

function fail(message) {
  console.error(`\n${message}`);
  process.exit(1);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    fail(
      `PushPull needs Node 20.19 or later; this is ${process.versions.node}. Install it from https://nodejs.org.`,
    );
}

/** Installs exactly what the lockfile says, unless that is what is there already. */
export function installDependencies() {
  checkNode();
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lock) return;
  console.log('Installing dependencies (npm ci) …');
  if (!run('npm', ['ci', '--no-audit', '--no-fund'], { shell: process.platform === 'win32' }))
    fail('npm ci failed. It needs the npm registry; check the network and run the command again.');
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(STAMP, lock);
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];
const USUAL_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

function installedChromium() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const onPath = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...onPath, ...USUAL_PLACES].find((path) => existsSync(path)) ?? null;
}

function playwrightChromium() {
  try {
    const path = createRequire(join(root, 'package.json'))('playwright-core').chromium.executablePath();
    return existsSync(path) ? path : null;
  } catch {
    return null; // playwright-core knows no browser for this platform.
  }
}

/** The path of a Chromium: CHROME_PATH, an installed one, Debian's package when root, else Playwright's download. */
export function findOrInstallChromium() {
  const given = process.env.CHROME_PATH;
  if (given) return existsSync(given) ? given : fail(`CHROME_PATH is ${given}, but there is no such file.`);
  const found = installedChromium() ?? playwrightChromium();
  if (found) return found;

  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('Installing Chromium (apt-get install chromium) …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    run('apt-get', ['update', '-qq'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const installed = installedChromium();
    if (installed) return installed;
  }
  console.log('Downloading Chromium (playwright-core install chromium) …');
  run('npx', ['playwright-core', 'install', 'chromium'], { shell: process.platform === 'win32' });
  return (
    playwrightChromium() ??
    fail(
      'No Chromium was found or could be installed. Install Chrome or Chromium, or set CHROME_PATH to its path.',
    )
  );
}
