/** What the learner has put into the step at hand, for the next time this tab is loaded. */
import type { Entered } from '#course/checks/check.ts';
import { policyFrom, policyText, type BackoffOptions } from './herd-link.ts';

export interface StepMemory {
  readonly lesson: string;
  readonly step: string;
  readonly entered: Entered;
  readonly locked: boolean;
}

/** What comes back of it. Of a herd only the way to wait is kept: the rest is the lesson's. */
export type KeptStep = Pick<StepMemory, 'entered' | 'locked'> & { readonly policy: BackoffOptions | null };

const KEY = 'pushpull.lesson';

export function keepStep(memory: StepMemory): void {
  try {
    sessionStorage.setItem(KEY, writeMemory(memory));
  } catch {
    // Storage is forbidden: a reload begins the step anew.
  }
}

/** What `readMemory` reads. */
export function writeMemory({ entered, ...memory }: StepMemory): string {
  const { herd, ...rest } = entered;
  return JSON.stringify({ ...memory, entered: rest, ...(herd && { policy: policyText(herd.policy) }) });
}

/** What was kept of this step; null when nothing, or nothing that can be used. */
export function recallStep(lesson: string, step: string): KeptStep | null {
  try {
    return readMemory(sessionStorage.getItem(KEY), lesson, step);
  } catch {
    return null; // Storage is forbidden.
  }
}

/** Reads what `writeMemory` wrote, if it is of this step. */
export function readMemory(text: string | null, lesson: string, step: string): KeptStep | null {
  if (text === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(value) || value['lesson'] !== lesson || value['step'] !== step) return null;
  const { entered, locked, policy } = value;
  if (!isRecord(entered) || !isRecord(entered['buckets']) || typeof entered['text'] !== 'string') return null;
  const { answer, buckets, text: written } = entered;
  if (answer !== null && typeof answer !== 'string') return null;
  const texts = Object.entries(buckets).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  );
  return {
    entered: { answer, buckets: Object.fromEntries(texts), text: written, herd: null },
    policy: typeof policy === 'string' ? policyFrom(policy) : null,
    locked: locked === true,
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
