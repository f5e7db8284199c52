/** A handshake message as lines with a verdict each: those that are there, and those that might have been. */
import type { Head } from '#codecs/http1/message.ts';
import { accountOf } from '#views/inspector/modes/http/account.ts';
import { askedBy, judgeRequest, judgeResponse, type Judged, type Verdict } from './judge.ts';

export interface HandshakeLine {
  /** Unique in its message. */
  readonly key: string;
  /** 'request-line', 'status-line', or the header's name in small letters. */
  readonly purpose: string;
  /** As written, or as it would be. */
  readonly name: string;
  readonly value: string;
  readonly verdict: Verdict;
  /** Octets [from, to) of the message; equal where the line is not there. */
  readonly from: number;
  readonly to: number;
  /** Where it is defined, such as 'RFC 6455 §11.3.1'. */
  readonly spec: string;
}

export interface HandshakeMessage {
  readonly head: Head | null;
  readonly lines: readonly HandshakeLine[];
  readonly bytes: number;
}

/** How headers that are not there would be written, and where they are defined. */
const ABSENT: Readonly<Record<string, { readonly name: string; readonly spec: string }>> = {
  host: { name: 'Host', spec: 'RFC 9110 §7.2' },
  upgrade: { name: 'Upgrade', spec: 'RFC 9110 §7.8' },
  connection: { name: 'Connection', spec: 'RFC 9110 §7.6.1' },
  origin: { name: 'Origin', spec: 'RFC 6454 §7' },
  'sec-websocket-key': { name: 'Sec-WebSocket-Key', spec: 'RFC 6455 §11.3.1' },
  'sec-websocket-version': { name: 'Sec-WebSocket-Version', spec: 'RFC 6455 §11.3.5' },
  'sec-websocket-accept': { name: 'Sec-WebSocket-Accept', spec: 'RFC 6455 §11.3.3' },
  'sec-websocket-protocol': { name: 'Sec-WebSocket-Protocol', spec: 'RFC 6455 §11.3.4' },
  'sec-websocket-extensions': { name: 'Sec-WebSocket-Extensions', spec: 'RFC 6455 §11.3.2' },
};

/** Reads one side. An answer is judged by what its request asked; without that, only by its own form. */
export function readHandshake(
  octets: Uint8Array,
  kind: Head['kind'],
  request: HandshakeMessage | null = null,
): HandshakeMessage {
  const { rows, understood } = accountOf(octets, kind);
  const head = understood?.head ?? null;
  const judged = head === null ? [] : judge(head, request?.head ?? null);
  const startName = kind === 'request' ? 'request-line' : 'status-line';
  const there = rows
    .filter(({ part }) => part === 'start-line' || part === 'header')
    .map(({ part, name, value, from, to, spec }): HandshakeLine => {
      const purpose = part === 'start-line' ? startName : name.toLowerCase();
      const verdict = judged.find((one) => one.purpose === purpose)?.verdict ?? 'other';
      return { key: String(from), purpose, name, value, verdict, from, to, spec };
    });
  const absent = judged
    .filter(({ verdict }) => verdict === 'missing' || verdict === 'absent')
    .map(({ purpose, verdict }): HandshakeLine => {
      const at = octets.length;
      const { name, spec } = ABSENT[purpose] ?? { name: purpose, spec: '' };
      return { key: purpose, purpose, name, value: '', verdict, from: at, to: at, spec };
    });
  return { head, lines: [...there, ...absent].sort(byVerdict), bytes: octets.length };
}

function judge(head: Head, request: Head | null): Judged[] {
  if (head.kind === 'request') return judgeRequest(head);
  return request?.kind === 'request' ? judgeResponse(head, askedBy(request)) : [];
}

const NEEDED: readonly Verdict[] = ['required', 'wrong', 'missing'];
const ORDER: readonly Verdict[] = ['optional', 'absent', 'other'];
/** Lines that the handshake needs come first, what has no part in it last; else the order of the wire is kept. */
function byVerdict(a: HandshakeLine, b: HandshakeLine): number {
  const rank = ({ verdict, from }: HandshakeLine): number => {
    if (from === 0) return -2;
    return NEEDED.includes(verdict) ? -1 : ORDER.indexOf(verdict);
  };
  return rank(a) - rank(b) || a.from - b.from;
}

/** The lines that are wrong or missing. */
export function faultsOf({ lines }: HandshakeMessage): HandshakeLine[] {
  return lines.filter(({ verdict }) => verdict === 'wrong' || verdict === 'missing');
}

/** Octets of the lines that the handshake needs, the blank line included. */
export function neededBytes({ lines }: HandshakeMessage): number {
  return lines
    .filter(({ verdict }) => verdict === 'required')
    .reduce((sum, { from, to }) => sum + to - from, '\r\n'.length);
}
