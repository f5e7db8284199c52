/** What comes up from clients: lines as JSON text, and the question whether the server is there. */
import type { ServerEnv } from './env.ts';
import type { RoomMessage } from './room.ts';

/**
 * A message came up from a client. An idempotent receiver lets it take effect once, however often it is sent: whose
 * acknowledgement was lost may send it again. It has to remember the ids of what it has.
 */
export function receive(env: ServerEnv, message: RoomMessage): void {
  if (!env.room.has(message.id)) env.publish(message);
  else if (!env.dedupe()) env.repeat(message);
}

/** The object that JSON text describes. Null when it is none. */
function parseObject(json: string): object | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' ? value : null;
  } catch {
    return null; // Not JSON: the caller answers 400, or closes the socket.
  }
}

/** Reads a message that a client sent up, as JSON text. Null when it is not one. */
export function parseUpward(json: string): RoomMessage | null {
  const value = parseObject(json);
  if (value === null || !('id' in value)) return null;
  const { id } = value;
  return typeof id === 'string' || typeof id === 'number' ? { id: String(id), json } : null;
}

/** Whether JSON text is a client's question whether the server is still there. */
export function isPing(json: string): boolean {
  const value = parseObject(json);
  return value !== null && 'type' in value && value.type === 'ping';
}
