/** The `close` event of a WebSocket (WHATWG WebSockets section 6). */

/** What Node 20 has no class for. */
class CloseEventStandIn extends Event {
  readonly code: number;
  readonly reason: string;
  readonly wasClean: boolean;

  constructor(type: string, { code = 0, reason = '', wasClean = false }: CloseEventInit) {
    super(type);
    this.code = code;
    this.reason = reason;
    this.wasClean = wasClean;
  }
}

const CloseEventClass = 'CloseEvent' in globalThis ? CloseEvent : CloseEventStandIn;

export function closeEvent(code: number, reason: string, wasClean: boolean): Event {
  return new CloseEventClass('close', { code, reason, wasClean });
}
