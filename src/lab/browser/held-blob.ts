/** A Blob for a lane's script: the clock waits while the script reads it. */
import type { LaneBrowser } from './apis.ts';

/** `FileReader` and `stream` are the browser's own: what they take in real time is not the run's. */
export function heldBlob({ context, transport }: LaneBrowser, octets: ArrayBuffer): Blob {
  const blob = new Blob([octets]);
  const held = async <T>(name: string, read: () => Promise<T>): Promise<T> => {
    const hold = context.scheduler.hold(`${context.id}: Blob.${name}`);
    try {
      return await read();
    } finally {
      transport.realTime.macrotask(() => {
        hold.release();
      });
    }
  };
  return Object.defineProperties(blob, {
    arrayBuffer: { value: () => held('arrayBuffer', () => Blob.prototype.arrayBuffer.call(blob)) },
    text: { value: () => held('text', () => Blob.prototype.text.call(blob)) },
  });
}
