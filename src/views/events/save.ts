/** Writes an export in slices and hands it to the browser as a download. Nothing leaves the computer. */
import type { Export, FileParts } from '#trace/export/export.ts';

/** Milliseconds of work at a time. */
const SLICE_MS = 8;

/** The parts of the file; null when it was stopped. `progress` gets numbers from 0 to 1. */
export async function writeFile(
  steps: Export,
  signal: AbortSignal,
  progress: (share: number) => void,
): Promise<FileParts | null> {
  for (;;) {
    const from = performance.now();
    while (performance.now() - from < SLICE_MS) {
      const step = steps.next();
      if (step.done === true) return step.value;
      progress(step.value);
    }
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return null;
  }
}

export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  // The download has its own hold on the data by the next task.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  });
}
