/** Octets of what the measured endpoints wrote (shared/calibration/README.md and pcap/decoded.txt). */

function digits(n: number): number {
  return String(n).length;
}

/** A poll's request. */
export function pollRequest(since: number): number {
  return 592 + digits(since);
}

export function longPollRequest(since: number): number {
  return 597 + digits(since);
}

/** A response with `n` messages as JSON. */
export function jsonResponse(n: number, messageBytes: number): number {
  const body = 15 + n * messageBytes + Math.max(0, n - 1);
  return 226 + digits(body) + body;
}

export const SSE_REQUEST = 622;
export const SSE_HEAD = 221;

/** One event in a chunk of its own. */
export function sseEvent(id: number, messageBytes: number): number {
  const event = 'id: \ndata: \n\n'.length + digits(id) + messageBytes;
  return event.toString(16).length + 2 + event + 2;
}

/** The upgrade; with `?since=` when it resumes. */
export function upgradeRequest(since: number | null): number {
  return 557 + (since === null ? 0 : '&since='.length + digits(since));
}

export const UPGRADE_RESPONSE = 129;

/** A text frame from the server (RFC 6455 section 5.2). */
export function frame(payload: number): number {
  return payload + (payload < 126 ? 2 : payload < 65536 ? 4 : 10);
}

/** `{"type":"ping"}`, masked. */
export const PING = 21;
/** `{"type":"pong"}`. */
export const PONG = 17;
