/**
 * npm test: installs what is missing, then lint, types, unit tests, the build, and the tests in a real Chromium.
 * Ends with `N passed, M failed`. `npm test -- --unit` runs only what needs no browser.
 */
import { readFileSync, mkdirSync, rmSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { findOrInstallChromium, installDependencies, root, run } from './setup.mjs';

const unitOnly = process.argv.includes('--unit');
installDependencies();
const chromium = unitOnly ? null : findOrInstallChromium();
if (chromium) console.log(`Chromium: ${chromium}`);

const bin = (name) => join(root, 'node_modules', '.bin', name);
const reports = join(root, '.test-reports');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

let passed = 0;
let failed = 0;

function step(name, command, args, env = {}) {
  console.log(`\n# ${name}`);
  const started = Date.now();
  const ok = run(command, args, { env: { ...process.env, ...env } });
  console.log(`# ${name}: ${ok ? 'ok' : 'FAILED'} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
  return ok;
}

function check(name, command, args) {
  if (step(name, command, args)) passed++;
  else failed++;
}

function vitest(project) {
  const report = join(reports, `${project}.json`);
  const args = [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ];
  const ok = step(`tests: ${project}`, bin('vitest'), args, { CHROME_PATH: chromium ?? '' });
  if (!existsSync(report)) {
    failed++;
    return;
  }
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
  passed += numPassedTests;
  // A suite that could not even be loaded counts as one failure.
  failed += Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0, ok ? 0 : 1);
}

check('format', bin('prettier'), ['--check', '--log-level', 'warn', '.']);
check('lint', bin('eslint'), ['.']);
check('types', bin('svelte-check'), ['--fail-on-warnings', '--output', 'human']);
vitest('node');
if (!unitOnly) {
  check('build', bin('vite'), ['build', '--logLevel', 'warn']);
  vitest('browser');
}

console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
