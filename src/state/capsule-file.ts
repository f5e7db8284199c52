/** A capsule as a file: JSON that people can read and edit. */
import { err, type Result } from '#base/result.ts';
import { LIMITS, type Capsule } from './capsule.ts';
import type { CapsuleError } from './capsule-notes.ts';
import { readCapsule, type ReadCapsule } from './capsule-read.ts';

/** Says what the file is. */
const MARK = 'pushpull';
const MARK_VALUE = 'run';
const LOOKED_AT_BYTES = 512;

export function capsuleFileName({ scenario, seed }: Capsule): string {
  return `pushpull-${scenario.replaceAll('/', '-')}-${String(seed)}.json`;
}

export function capsuleFileText(capsule: Capsule): string {
  return `${JSON.stringify({ [MARK]: MARK_VALUE, ...capsule }, null, 2)}\n`;
}

/** Whether a file that was dropped on the page is a run, and not messages: those come as CSV, NDJSON or lines. */
export async function isCapsuleFile(file: File): Promise<boolean> {
  if (/\.json$/i.test(file.name)) return true;
  try {
    return /^\s*\{\s*"pushpull"\s*:\s*"run"/.test(await file.slice(0, LOOKED_AT_BYTES).text());
  } catch {
    return false; // It can't be read: the messages' panel says so.
  }
}

/** Never throws, whatever the text. */
export function readCapsuleText(text: string): Result<ReadCapsule, CapsuleError> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return err({ kind: 'json' }); // JSON.parse's only way to say no.
  }
  if (typeof json !== 'object' || json === null || !(MARK in json) || json[MARK] !== MARK_VALUE)
    return err({ kind: 'noCapsule' });
  return readCapsule(Object.fromEntries(Object.entries(json).filter(([key]) => key !== MARK)));
}

/** Reads a chosen or dropped file. */
export async function readCapsuleFile(file: File): Promise<Result<ReadCapsule, CapsuleError>> {
  if (file.size > LIMITS.fileBytes) return err({ kind: 'tooLarge', what: 'file', limit: LIMITS.fileBytes });
  try {
    return readCapsuleText(await file.text());
  } catch (error) {
    return err({ kind: 'unreadable', reason: error instanceof Error ? error.message : String(error) });
  }
}
