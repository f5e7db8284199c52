/** A herd in a thread of its own: runs in short turns, and hears between them whether it is still wanted. */
import { Herd } from '#lab/herd/herd.ts';
import type { FromWorker, ToWorker } from '#lab/herd/protocol.ts';

/** Pieces of work in a turn: some tens of milliseconds. */
const TURN = 20_000;

let current: { readonly run: number; readonly herd: Herd } | null = null;

const turns = new MessageChannel();
turns.port1.onmessage = () => {
  if (!current) return;
  const { run, herd } = current;
  if (herd.step(TURN)) {
    current = null;
    say({ run, kind: 'result', result: herd.result() });
    return;
  }
  say({ run, kind: 'progress', connected: herd.progress, nowMs: herd.nowMs });
  nextTurn();
};

/** After the messages that have come meanwhile. */
function nextTurn(): void {
  turns.port2.postMessage(null);
}

function say(message: FromWorker): void {
  postMessage(message);
}

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  const idle = current === null;
  current = data.kind === 'run' ? { run: data.run, herd: new Herd(data.options) } : null;
  if (idle && current) nextTurn();
});
