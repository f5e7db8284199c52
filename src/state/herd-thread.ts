/** Where the herd's worker is, for the bundler to find. */
export function openHerdWorker(): Worker {
  return new Worker(new URL('./herd-worker.ts', import.meta.url), { type: 'module' });
}
