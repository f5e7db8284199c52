/** The stage's English texts. */
import { changeEn } from './change.en.ts';
import { formatBytes, formatClock, formatCountdown, formatDelay, formatSpan } from './format.ts';
import { regionEn } from './region.en.ts';
import { sender } from './sender.en.ts';
import type { LossRule, StageFact, StageWords, UnitKind } from './types-stage.ts';

const LANE = {
  polling: 'Polling',
  longpoll: 'Long polling',
  sse: 'SSE',
  ws: 'WebSocket',
  'ws-bare': 'Bare WebSocket',
} as const;

/** Beside the rails there is little room. */
const LABEL = { ...LANE, 'ws-bare': 'Bare WS' } as const;

const UNIT: Readonly<Record<UnitKind, string>> = {
  'tls.client-hello': 'TLS ClientHello',
  'tls.server-flight': 'TLS ServerHello to Finished, with the certificate',
  'tls.finished': 'TLS Finished from the client',
  'http.request': 'HTTP request',
  'http.response': 'HTTP answer',
  'http.head': 'Head of the open answer',
  'sse.event': 'Server-sent event',
  'sse.comment': 'Comment in the event stream: a heartbeat',
  'http.last-chunk': 'End of the open answer',
  'ws.request': 'Request to open a WebSocket',
  'ws.response': 'Answer to the WebSocket request',
  'ws.frame': 'WebSocket frame',
};

const SEGMENT = { syn: 'SYN', data: 'TCP segment', ack: 'ACK', fin: 'FIN', rst: 'RST' } as const;

const RULE: Readonly<Record<LossRule, string>> = {
  random: 'Lost on the way.',
  burst: 'Lost in a burst of losses.',
  corrupt: 'Corrupted on the way: the checksum was wrong.',
  outage: 'Lost: the line is cut.',
  queue: 'Lost: the queue was full.',
  picked: 'Lost because you chose so.',
  forgotten: 'Dropped: the NAT has forgotten this connection.',
};

/** Lines that the user typed have ids of their own: "u1". */
const isYours = (msg: string): boolean => msg.startsWith('u');

function message(msg: string): string {
  return isYours(msg) ? `your line ${msg.slice(1)}` : `message ${msg}`;
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function messages(msgs: readonly string[]): string {
  const first = msgs[0] ?? '';
  const last = msgs.at(-1) ?? '';
  if (msgs.length === 1) return message(first);
  if (isYours(first) || isYours(last)) return msgs.map(message).join(', ');
  return `messages ${first} ${msgs.length === 2 ? 'and' : 'to'} ${last}`;
}

function card(fact: StageFact): string {
  switch (fact.kind) {
    case 'published':
      return `${upper(message(fact.msg))} was published at ${formatClock(fact.atUs)}.`;
    case 'delivered':
      return fact.lateUs > 0
        ? `${LANE[fact.lane]} had ${message(fact.msg)} after ${formatDelay(fact.delayUs)}, ${formatDelay(fact.lateUs)} longer than the trip itself takes.`
        : `${LANE[fact.lane]} had ${message(fact.msg)} after ${formatDelay(fact.delayUs)}: straight away.`;
    case 'waiting':
      return `${upper(message(fact.msg))} has not reached the client yet. It was published ${formatDelay(fact.sinceUs)} ago.`;
    case 'unit': {
      const brings = fact.empty
        ? ', nothing new in it'
        : fact.msgs.length > 0
          ? ` with ${messages(fact.msgs)}`
          : '';
      const way =
        fact.tookUs === null
          ? `under way to the ${fact.up ? 'server' : 'client'}`
          : `complete after ${formatDelay(fact.tookUs)}`;
      return `${UNIT[fact.unit]}${brings}: ${formatBytes(fact.bytes)}, ${way}.`;
    }
    case 'segment': {
      const octets = fact.len > 0 ? `, octets ${String(fact.seq)} to ${String(fact.seq + fact.len - 1)}` : '';
      const way =
        fact.tookUs === null
          ? `under way to the ${fact.up ? 'server' : 'client'}`
          : `arrived after ${formatDelay(fact.tookUs)}`;
      return `${SEGMENT[fact.what]}${fact.again ? ', sent again' : ''}${octets}: ${formatBytes(fact.wireBytes)} on the wire, ${way}.${fact.twice ? ' The line made two of it: it arrived twice.' : ''}`;
    }
    case 'lost': {
      const what = fact.msgs.length > 0 ? ` It carried ${messages(fact.msgs)}.` : '';
      const repair =
        fact.resentAfterUs === null
          ? ' Not sent again yet.'
          : ` Sent again ${formatDelay(fact.resentAfterUs)} after the first try.`;
      return `${RULE[fact.rule]}${what}${repair}`;
    }
    case 'held':
      return fact.answered
        ? `The server held this request for ${formatDelay(fact.forUs)} before it answered.`
        : `The server has held this request for ${formatDelay(fact.forUs)}, waiting for news.`;
  }
}

export const stageEn: StageWords = {
  sender,
  lane: LANE,
  laneLabel: LABEL,
  laneNote: (lane, intervalUs) =>
    ({
      polling: `asks every ${formatSpan(intervalUs / 1000)}`,
      longpoll: 'request held open',
      sse: 'response left open',
      ws: 'open both ways',
      'ws-bare': 'no strategy',
      closed: 'closed',
    })[lane],
  phaseNote: (phase, leftUs) =>
    phase === 'waiting' && leftUs !== null
      ? `waits ${formatCountdown(leftUs)}`
      : {
          connecting: 'connecting',
          suspect: 'hears nothing',
          waiting: 'waits',
          offline: 'offline',
          closed: 'given up',
        }[phase],
  client: 'client',
  server: 'server',
  empty: 'empty',
  region: regionEn,
  interval: (us) => `every ${formatSpan(us / 1000)}`,
  intervalHandle: 'Drag: time between two polls',
  change: changeEn,
  mishap: { restart: 'the server restarts', sleep: 'the laptop sleeps' },
  said: 'your line',
  msgLabel: (msg) => (isYours(msg) ? `you ${msg.slice(1)}` : msg),
  card,
  quote: (text) => `“${text}”`,
  nothingHere: 'Nothing happens here. − zooms out.',
  at: (time, what) => `${time}. ${what}`,
  lose: 'Lose this packet',
  loseHint: 'Goes back to when it was sent and runs on from there without it.',
  stageLabel: 'Time shown on the stage',
  stageHint:
    'Left and right move by an event, with Shift by 10 ms. Plus and minus zoom, 0 follows again. Enter selects what is nearest to the playhead. Click a mark to select it.',
  summary(published, lanes) {
    if (published === 0) return 'Nothing has been published yet.';
    const counts = lanes.map(({ lane, delivered }) => `${LANE[lane]} ${String(delivered)}`).join(', ');
    return `${String(published)} messages published; delivered so far: ${counts}.`;
  },
  openLane: (lane) => `Enlarge ${LABEL[lane]}`,
};
