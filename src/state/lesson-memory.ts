/** What the learner has put into the step at hand, for the next time this tab is loaded. */
import type { Entered } from '#course/checks/check.ts';

export interface StepMemory {
  readonly lesson: string;
  readonly step: string;
  readonly entered: Entered;
  readonly locked: boolean;
}

const KEY = 'pushpull.lesson';

export function keepStep(memory: StepMemory): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(memory));
  } catch {
    // Storage is forbidden: a reload begins the step anew.
  }
}

/** What was kept of this step; null when nothing, or nothing that can be used. */
export function recallStep(lesson: string, step: string): Pick<StepMemory, 'entered' | 'locked'> | null {
  try {
    return readMemory(sessionStorage.getItem(KEY), lesson, step);
  } catch {
    return null; // Storage is forbidden.
  }
}

/** Reads what `keepStep` wrote, if it is of this step. */
export function readMemory(
  text: string | null,
  lesson: string,
  step: string,
): Pick<StepMemory, 'entered' | 'locked'> | null {
  if (text === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(value) || value['lesson'] !== lesson || value['step'] !== step) return null;
  const { entered, locked } = value;
  if (!isRecord(entered) || !isRecord(entered['buckets']) || typeof entered['text'] !== 'string') return null;
  const { answer, buckets, text: written } = entered;
  if (answer !== null && typeof answer !== 'string') return null;
  const texts = Object.entries(buckets).filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  );
  return {
    entered: { answer, buckets: Object.fromEntries(texts), text: written },
    locked: locked === true,
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
