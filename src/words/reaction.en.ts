/** The English texts about what a peer makes of octets. */
import { frameEn } from './inspector-frame.en.ts';
import type { ReactionFact, ReactionWords } from './types-reaction.ts';

const FAULTS: Readonly<Record<string, string>> = {
  ...frameEn.rules,
  'http-line-too-long': 'A line is longer than it takes.',
  'http-head-too-large': 'The headers are more than it takes.',
  'http-bare-lf': 'A line ends in LF without CR.',
  'http-bare-cr': 'CR is not followed by LF.',
  'http-request-line': 'The first line is no request line.',
  'http-status-line': 'The first line is no status line.',
  'http-version': 'The version is not HTTP/1.0 or HTTP/1.1.',
  'http-header-line': 'A header line is not a name, a colon and a value.',
  'http-obs-fold': 'A header goes on in a second line, which is not allowed any more.',
  'http-content-length': 'Content-Length is not one number.',
  'http-length-conflict': 'Content-Length and Transfer-Encoding contradict each other.',
  'http-transfer-encoding': 'Transfer-Encoding leaves it open where the body ends.',
  'http-chunk-size': 'The size of a chunk is not a hexadecimal number.',
  'http-chunk-end': 'A chunk does not end where its size says.',
  'http-truncated': 'The connection ended in the middle of a message.',
  'sse-line-too-long': 'A line of the stream is longer than it takes.',
  'sse-event-too-large': 'An event is larger than it takes.',
};

const WHO = { client: 'The client', server: 'The server' } as const;

function octets(count: number): string {
  return count === 1 ? '1 more octet' : `${String(count)} more octets`;
}

function step(peer: 'client' | 'server', fact: ReactionFact): string {
  const who = WHO[peer];
  switch (fact.kind) {
    case 'not-arrived':
      return `${who} does not have it yet.`;
    case 'fault': {
      const why = FAULTS[fact.code] ?? fact.code;
      return fact.later
        ? `${who} finds a mistake when the next unit comes: ${why}`
        : `${who} finds a mistake: ${why}`;
    }
    case 'waits':
      return fact.octets === null
        ? `${who} waits: what it has read is not finished.`
        : `${who} waits for ${octets(fact.octets)}.`;
    case 'closes':
      return fact.code === 1005
        ? `${who} sends a close frame without a code.`
        : `${who} closes with code ${String(fact.code)}.`;
    case 'answers':
      return fact.status >= 400
        ? `${who} refuses with status ${String(fact.status)}.`
        : `${who} answers with status ${String(fact.status)}.`;
    case 'pongs':
      return `${who} answers the ping with a pong.`;
    case 'resets':
      return `${who} resets the connection (RST).`;
    case 'ends':
      return `${who} ends its direction of the connection (FIN).`;
    case 'page-closed':
      return 'The page is told that its connection is closed for good.';
    case 'delivered':
      return `The page gets message ${fact.msg}.`;
    case 'published':
      return `The room takes message ${fact.msg}.`;
    case 'asks-again':
      return 'The page asks again.';
    case 'ignored':
      return `${who} reads it, and nothing comes of it.`;
  }
}

export const reactionEn: ReactionWords = { heading: 'What the other side does', step };
