/** The tables in a browser: through the service worker, in the page, and with the browser's own APIs on a real server. */
import { inPageTransport } from '#lab/transports/in-page.ts';
import type { Transport } from '#lab/transports/transport.ts';
import { startWorkerTransport } from '#lab/transports/worker.ts';
import type { ApiCase, Outcome, Page } from './case.ts';
import { EVENT_SOURCE_CASES } from './event-source-cases.ts';
import { runCase } from './lane-page.ts';
import { WEB_SOCKET_CASES } from './web-socket-cases.ts';

export type Where = 'worker' | 'in-page' | 'native';

declare global {
  /** Runs the tables and gives what each case saw. */
  var runTables: ((where: Where) => Promise<Outcome[]>) | undefined;
}

const CASES: readonly ApiCase[] = [...WEB_SOCKET_CASES, ...EVENT_SOURCE_CASES];

/** MSW puts its own class in the place of the browser's. */
const native: Page = {
  WebSocket: globalThis.WebSocket,
  EventSource: globalThis.EventSource,
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  origin: location.origin,
  socketOrigin: location.origin.replace('http', 'ws'),
};

async function runNatively({ name, script }: ApiCase): Promise<Outcome> {
  try {
    return { name, saw: await script(native) };
  } catch (error) {
    return { name, saw: `failed: ${String(error)}` };
  }
}

async function runIn(transport: Transport): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const asked of CASES) outcomes.push(await runCase(transport, asked));
  return outcomes;
}

globalThis.runTables = async (where) => {
  if (where === 'in-page') return runIn(inPageTransport);
  if (where === 'worker') return runIn(await startWorkerTransport());
  // Side by side: in real time most of them wait.
  return Promise.all(CASES.map(runNatively));
};
