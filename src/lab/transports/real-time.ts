/** Real time in a browser or in Node: the only place besides the transports where it is touched. */
import type { RealTime } from './transport.ts';

function macrotasks(): (work: () => void) => void {
  // Node: MessageChannel would keep the process alive, and setImmediate is quicker.
  if (typeof setImmediate === 'function') return (work) => void setImmediate(work);
  // Browsers clamp nested setTimeout to 4 ms; a message is a macrotask without delay.
  const queue: (() => void)[] = [];
  const channel = new MessageChannel();
  channel.port1.onmessage = () => queue.shift()?.();
  return (work) => {
    queue.push(work);
    channel.port2.postMessage(null);
  };
}

export const realTime: RealTime = {
  macrotask: macrotasks(),
  timeout(work, ms) {
    const timer = setTimeout(work, ms);
    return () => {
      clearTimeout(timer);
    };
  },
  now: () => performance.now(),
};
