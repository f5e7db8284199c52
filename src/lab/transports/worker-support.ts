/** Whether the worker transport can run here: asked before MSW's library is loaded. */

/** Whether this browser and page can do it: service workers, on a secure page, with streams that can be handed over. */
export function workerSupported(): boolean {
  if (!('serviceWorker' in navigator) || !isSecureContext || !location.protocol.startsWith('http'))
    return false;
  try {
    const stream = new ReadableStream();
    new MessageChannel().port1.postMessage(stream, [stream]);
    return true;
  } catch {
    return false; // Safari: a stream can't be transferred, so an event stream would never open.
  }
}
