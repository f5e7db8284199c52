/** A handshake message as lines with a verdict each: those that are there, and those that might have been. */
import { headerValue, type Head, type RequestHead } from '#codecs/http1/message.ts';
import type { ClientRequest } from '#codecs/websocket/client-handshake.ts';
import {
  judgeHandshake,
  type HandshakeFault,
  type JudgedHandshake,
  type JudgedHeader,
} from '#codecs/websocket/judge.ts';
import { accountOf, type MessageRow } from '#views/inspector/modes/http/account.ts';

/** `absent`: optional and not there. `missing`: required and not there. `other`: says nothing about the WebSocket. */
export type Verdict = 'required' | 'optional' | 'other' | 'wrong' | 'missing' | 'absent';

export interface HandshakeLine {
  /** Unique in its message. */
  readonly key: string;
  /** 'request-line', 'status-line', or the header's name in small letters. */
  readonly purpose: string;
  /** As written, or as it would be. */
  readonly name: string;
  readonly value: string;
  readonly verdict: Verdict;
  /** The rule that it breaks; null unless it is wrong, and where its absence is the whole fault. */
  readonly fault: HandshakeFault | null;
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

/** Not required, and worth a word where they are not there. */
const NEGOTIATED = ['sec-websocket-protocol', 'sec-websocket-extensions'];

/** What the request said, as the client judges the answer by it. A browser's rules, not only the RFC's. */
export function askedBy(request: RequestHead): ClientRequest {
  const protocols = headerValue(request.headers, 'sec-websocket-protocol');
  return {
    key: headerValue(request.headers, 'sec-websocket-key') ?? '',
    protocols: protocols === null ? [] : protocols.split(',').map((name) => name.trim()),
    offer: headerValue(request.headers, 'sec-websocket-extensions'),
    profile: 'whatwg',
  };
}

/** Reads one side. An answer is judged by what its request asked; without the request it is not judged. */
export function readHandshake(
  octets: Uint8Array,
  kind: Head['kind'],
  request: HandshakeMessage | null = null,
): HandshakeMessage {
  const { rows, understood } = accountOf(octets, kind);
  const head = understood?.head ?? null;
  const judged = head && judge(head, request?.head ?? null);
  const headers = rows.filter(({ part }) => part === 'header');
  const start = rows.filter(({ part }) => part === 'start-line').map((row) => startLine(row, kind, judged));
  const there = headers.map((row, i) => headerLine(row, judged?.headers[i] ?? null));
  const absent = head && judged ? absentLines(head, judged, octets.length) : [];
  return { head, lines: [...start, ...[...there, ...absent].sort(byVerdict)], bytes: octets.length };
}

function judge(head: Head, request: Head | null): JudgedHandshake | null {
  if (head.kind === 'request') return judgeHandshake(head);
  return request?.kind === 'request' ? judgeHandshake(head, askedBy(request)) : null;
}

function startLine(row: MessageRow, kind: Head['kind'], judged: JudgedHandshake | null): HandshakeLine {
  const fault = judged?.startLine[0] ?? null;
  const verdict = judged === null ? 'other' : fault === null ? 'required' : 'wrong';
  const purpose = kind === 'request' ? 'request-line' : 'status-line';
  return { ...placeOf(row), purpose, verdict, fault };
}

function headerLine(row: MessageRow, judged: JudgedHeader | null): HandshakeLine {
  const purpose = row.name.toLowerCase();
  return { ...placeOf(row), purpose, verdict: verdictOf(purpose, judged), fault: judged?.fault ?? null };
}

function placeOf({
  name,
  value,
  from,
  to,
  spec,
}: MessageRow): Omit<HandshakeLine, 'purpose' | 'verdict' | 'fault'> {
  return { key: String(from), name, value, from, to, spec };
}

function verdictOf(purpose: string, judged: JudgedHeader | null): Verdict {
  if (judged === null) return 'other';
  if (judged.mark !== 'optional') return judged.mark;
  if (NEGOTIATED.includes(purpose)) return 'optional';
  // A browser has to send it (section 4.1, item 8), other clients need not.
  return purpose === 'origin' ? 'required' : 'other';
}

function absentLines(head: Head, { missing, faults }: JudgedHandshake, at: number): HandshakeLine[] {
  const line = (purpose: string, verdict: Verdict, fault: HandshakeFault | null = null): HandshakeLine => {
    const { name, spec } = ABSENT[purpose] ?? { name: purpose, spec: '' };
    return { key: purpose, purpose, name, value: '', verdict, fault, from: at, to: at, spec };
  };
  const required = missing.map(({ name }) => line(name.toLowerCase(), 'missing'));
  // A refusal agrees on nothing.
  if (head.kind === 'response' && head.status !== 101) return required;
  const optional = head.kind === 'request' ? ['origin', ...NEGOTIATED] : NEGOTIATED;
  return [
    ...required,
    ...optional
      .filter((name) => headerValue(head.headers, name) === null)
      .map((name) =>
        name === 'sec-websocket-protocol' && faults.includes('protocol-missing')
          ? line(name, 'missing', 'protocol-missing')
          : line(name, 'absent'),
      ),
  ];
}

const NEEDED: readonly Verdict[] = ['required', 'wrong', 'missing'];
const ORDER: readonly Verdict[] = ['optional', 'absent', 'other'];
/** Lines that the handshake needs come first, what has no part in it last; else the order of the wire is kept. */
function byVerdict(a: HandshakeLine, b: HandshakeLine): number {
  const rank = ({ verdict }: HandshakeLine): number =>
    NEEDED.includes(verdict) ? -1 : ORDER.indexOf(verdict);
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
