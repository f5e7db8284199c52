/**
 * Runs a folder of conformance vectors against the codecs:
 *
 *     npm run --silent conformance -- DIR [--strict] [--bytewise] [--json FILE]
 *
 * Prints a line a kind and the reason of every failure, and ends with `N passed, M failed`; the exit code is 1 if
 * any failed, 2 when there is nothing to run.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { JUDGES, judgeFile, type Verdict } from '../src/codecs/testing/judge.ts';
import type { VectorFile } from '../src/codecs/testing/vector.ts';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    strict: { type: 'boolean', default: false },
    bytewise: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});

const [directory] = positionals;
if (directory === undefined) {
  console.error('usage: conformance DIR [--strict] [--bytewise] [--json FILE]');
  process.exit(2);
}

const verdicts: Verdict[] = [];
let skipped = 0;
for (const name of readdirSync(directory).filter((file) => file.endsWith('.json'))) {
  const file = JSON.parse(readFileSync(join(directory, name), 'utf8')) as VectorFile;
  if (!Array.isArray(file.vectors)) continue;
  if (!(file.kind in JUDGES)) {
    skipped += file.vectors.length;
    console.log(`${file.kind}: ${String(file.vectors.length)} skipped (no codec for this kind)`);
    continue;
  }
  const found = judgeFile(file, flags);
  const failures = found.filter(({ why }) => why !== null);
  verdicts.push(...found);
  console.log(
    `${file.kind}: ${String(found.length - failures.length)} passed, ${String(failures.length)} failed`,
  );
  for (const { kind, category, ...failure } of failures)
    console.log(`FAIL ${kind} ${failure.name} [${category}]: ${String(failure.why)}`);
}

const failed = verdicts.filter(({ why }) => why !== null);
const passed = verdicts.length - failed.length;
if (flags.json !== undefined)
  writeFileSync(
    flags.json,
    JSON.stringify({ passed, failed: failed.length, skipped, failures: failed }, null, 1),
  );
console.log(`${String(passed)} passed, ${String(failed.length)} failed`);
process.exitCode = failed.length > 0 ? 1 : verdicts.length === 0 ? 2 : 0;
