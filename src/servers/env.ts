/** What a server's behaviour needs from its host. */
import type { MsgId } from '#trace/events.ts';
import type { Room, RoomMessage } from './room.ts';

export interface ServerEnv {
  readonly room: Room;
  readonly setTimeout: (callback: () => void, delayMs: number) => unknown;
  readonly clearTimeout: (timer: unknown) => void;
  /** How long a long poll is held at most, in milliseconds. */
  readonly holdMs: () => number;
  /** How often a stream or a socket that is opened now gives a sign of life, in milliseconds; 0 is never. */
  readonly heartbeatMs: () => number;
  /** Whether the events of a stream have ids. */
  readonly eventIds: () => boolean;
  /** The reconnection time that an event stream sets, in milliseconds; 0 sets none. */
  readonly retryMs: () => number;
  /** Whether nobody shall open an event stream any more, nor come back to one. */
  readonly streamsOver: () => boolean;
  /** Whether a line that was sent again takes effect only once. */
  readonly dedupe: () => boolean;
  /** Whether a client whose last message the room has no more gets a snapshot first. */
  readonly snapshot: () => boolean;
  /** Whether an event stream asks the proxies on its way not to buffer it. */
  readonly noBuffering: () => boolean;
  /** A client's message reached the server: publish it to the room. */
  readonly publish: (message: RoomMessage) => void;
  /** A message that the room has already has taken effect again. */
  readonly repeat: (message: RoomMessage) => void;
  /**
   * Notes which messages these bytes carry, for the provenance index: `bytes` is the very object that is handed to
   * the response or the stream.
   */
  readonly carries: (bytes: object, messages: readonly MsgId[]) => void;
}

/** The server's end of a WebSocket. */
export interface ServerSocket {
  /** Sends text as a text message, octets as a binary one; `carries` names what is in it for the provenance index. */
  send(data: string | Uint8Array, carries: readonly MsgId[]): void;
  /** Sends an empty ping frame (RFC 6455 section 5.5.2); the client's side answers by itself. */
  ping(): void;
  /** Starts the closing handshake; null sends a close frame without a code. */
  close(code: number | null, reason: string): void;
  /** Ends the connection without a closing handshake. */
  drop(): void;
  onmessage: ((text: string) => void) | null;
  onbinary: ((data: Uint8Array) => void) | null;
  onclose: (() => void) | null;
}

/** Calls `beat` every `everyMs`, 0 is never; returns how to stop that. */
export function startHeartbeat(env: ServerEnv, everyMs: number, beat: () => void): () => void {
  if (everyMs === 0) return () => undefined;
  const tick = (): void => {
    timer = env.setTimeout(tick, everyMs);
    beat();
  };
  let timer = env.setTimeout(tick, everyMs);
  return () => {
    env.clearTimeout(timer);
  };
}
