/** Frame types (RFC 6455 section 5.2) and close codes (section 7.4). */

export const CONTINUATION = 0x0;
export const TEXT = 0x1;
export const BINARY = 0x2;
export const CLOSE = 0x8;
export const PING = 0x9;
export const PONG = 0xa;

const NAMES: Readonly<Record<number, string>> = {
  [CONTINUATION]: 'continuation',
  [TEXT]: 'text',
  [BINARY]: 'binary',
  [CLOSE]: 'close',
  [PING]: 'ping',
  [PONG]: 'pong',
};

/** The name of an opcode; 'reserved' for the ten that have none. */
export function opcodeName(opcode: number): string {
  return NAMES[opcode] ?? 'reserved';
}

/** Control frames have the top bit of the opcode set (section 5.5). */
export function isControl(opcode: number): boolean {
  return (opcode & 0x8) !== 0;
}

/** A control frame's payload has at most this many octets (section 5.5), a close reason two fewer. */
export const MAX_CONTROL_PAYLOAD = 125;

/** Stands for a close frame without a code; never on the wire (section 7.4.1). */
export const NO_STATUS_RECEIVED = 1005;

/** Whether a close frame may carry `code`: registered and not reserved, or of a library or application (7.4.2). */
export function isWireCloseCode(code: number): boolean {
  if (!Number.isInteger(code)) return false;
  if (code >= 3000) return code <= 4999;
  return code >= 1000 && code <= 1014 && code !== 1004 && code !== 1005 && code !== 1006;
}
