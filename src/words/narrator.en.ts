/** The narrator's English sentences. */
import { formatBytes, formatClock, formatCount, formatDelay, formatSpan } from './format.ts';
import { stageEn } from './stage.en.ts';
import type { LaneKind, LatePart, NarratorFact, NarratorWords, PollingSide } from './types-stage.ts';

const name = stageEn.lane;

/** "Long polling, SSE and WebSocket". */
function together(parts: readonly string[]): string {
  const [only = ''] = parts;
  return parts.length < 2 ? only : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}

/** As the middle of a sentence: only SSE and WebSocket keep their capitals. */
function inside(lane: LaneKind): string {
  if (lane === 'ws-bare') return 'the bare WebSocket';
  return lane === 'sse' || lane === 'ws' ? name[lane] : name[lane].toLowerCase();
}

function lanes(kinds: readonly LaneKind[]): string {
  return together(kinds.map((lane, i) => (i === 0 ? name[lane] : inside(lane))));
}

/** "5", "5 and 6", "5 to 8". */
function numbers(ids: readonly string[]): string {
  return ids.length < 3 ? together(ids) : `${ids[0] ?? ''} to ${ids.at(-1) ?? ''}`;
}

/** "message 5", "messages 5 and 6", "your line 1": what the learner sent is called so. */
function messages(msgs: readonly string[]): string {
  const feed = msgs.filter((id) => !id.startsWith('u'));
  const yours = msgs.filter((id) => id.startsWith('u')).map((id) => id.slice(1));
  const parts = [
    ...(feed.length > 0 ? [`message${feed.length > 1 ? 's' : ''} ${numbers(feed)}`] : []),
    ...(yours.length > 0 ? [`your line${yours.length > 1 ? 's' : ''} ${numbers(yours)}`] : []),
  ];
  return together(parts);
}

function count(n: number): string {
  return n === 1 ? 'one' : formatCount(n);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function polling(side: PollingSide | null): string {
  if (side === null) return '';
  if (side.kind === 'has') return ` Polling took ${formatDelay(side.delayUs)}.`;
  if (side.kind === 'not-yet') return ' Polling does not have it yet.';
  return ` Polling will show it at ${formatClock(side.atUs)} at the earliest.`;
}

const PART: Readonly<Record<LatePart, string>> = {
  pollWait: 'waiting for the next poll',
  reRequest: 'waiting until the client had asked again',
  setup: 'waiting for a connection',
  proxy: 'being held back by a proxy',
  sendQueue: 'queueing to be sent',
  lossRepair: 'sending a lost packet again',
};

const PHASE: Readonly<
  Record<Extract<NarratorFact, { kind: 'phase' }>['what'], (lane: LaneKind, forUs: number | null) => string>
> = {
  suspects: (lane) => `${name[lane]} has heard nothing for a while. Is the server still there?`,
  'gives-up': (lane, forUs) =>
    `No sign of life from the server: ${inside(lane)} gives the connection up and tries another one ${forUs === null ? 'at once' : `in ${formatDelay(forUs)}`}.`,
  retries: (lane, forUs) =>
    `${name[lane]} has no connection and tries again ${forUs === null ? 'at once' : `in ${formatDelay(forUs)}`}.`,
  offline: (lane) =>
    `The browser says that there is no network: ${inside(lane)} waits for it instead of trying in vain.`,
};

const BOX: Readonly<Record<Extract<NarratorFact, { kind: 'box' }>['what'], (lane: LaneKind) => string>> = {
  held: (lane) =>
    `The server has sent, but a proxy keeps it: ${inside(lane)} gets nothing until the buffer is full.`,
  closed: (lane) =>
    `A proxy heard nothing from the server for too long and closes ${inside(lane)}’s connection.`,
  'answered-504': (lane) =>
    `A proxy has waited long enough and answers ${inside(lane)} itself: 504, gateway time-out.`,
  stripped: (lane) =>
    `A proxy takes the header Upgrade out of ${inside(lane)}’s request. The server can only refuse.`,
  forgot: (lane) => `The NAT has forgotten ${inside(lane)}’s connection. Both ends still believe in it.`,
};

function line(fact: NarratorFact): string {
  switch (fact.kind) {
    case 'cut':
      return 'The line is cut. Nothing gets through, either way.';
    case 'restored':
      return `The line is back after ${formatSpan(fact.forUs / 1000)}. Who notices first?`;
    case 'back':
      return `${name[fact.lane]} is back first: ${messages([fact.msg])}, ${formatDelay(fact.afterUs)} after the line.`;
    case 'forked':
      return `A new run branches off at ${formatClock(fact.atUs)}. The old one is kept.`;
    case 'changed': {
      const what = stageEn.change(fact.key, fact.value);
      return what === null ? 'A setting has changed.' : `From now on: ${what}.`;
    }
    case 'mishap':
      return fact.what === 'restart'
        ? `The server restarts: it ends every connection and takes none for ${formatSpan(fact.forMs)}. Everyone has to come back.`
        : `The laptop sleeps for ${formatSpan(fact.forMs)}: no timer runs and nothing passes. The server does not know.`;
    case 'said':
      return 'Your line goes up in every lane.';
    case 'cut-late':
      return `${name[fact.lane]} has ${messages([fact.msg])} after ${formatDelay(fact.delayUs)}: the line was cut for ${formatDelay(fact.cutUs)} of that, and it came ${formatDelay(fact.afterUs)} after the line.`;
    case 'late':
      return `${name[fact.lane]} has ${messages([fact.msg])} after ${formatDelay(fact.delayUs)}: ${formatDelay(fact.partUs)} of that went into ${PART[fact.part]}.`;
    case 'held-up':
      return `${capital(messages([fact.msg]))} had reached ${inside(fact.lane)}, but TCP held it back ${formatDelay(fact.heldUs)} for a lost packet before it.`;
    case 'lost':
      return fact.msg === null
        ? `A packet of ${name[fact.lane]}’s is lost on its way ${fact.up ? 'up' : 'down'}. TCP will have to send it again.`
        : `${name[fact.lane]} loses the packet with ${messages([fact.msg])}. TCP will have to send it again.`;
    case 'box':
      return BOX[fact.what](fact.lane);
    case 'phase':
      return PHASE[fact.what](fact.lane, fact.forUs);
    case 'polled':
      return fact.msgs.length === 1
        ? `A poll brings ${messages(fact.msgs)} after ${formatDelay(fact.delayUs)}.`
        : `One poll brings ${messages(fact.msgs)}. The first took ${formatDelay(fact.delayUs)}.`;
    case 'first':
      return `${lanes(fact.lanes)} ${fact.lanes.length === 1 ? 'has' : 'have'} ${messages([fact.msg])} after ${formatDelay(fact.delayUs)}.${polling(fact.polling)}`;
    case 'empty':
      return `This poll came back empty: ${formatBytes(fact.bytes)} of HTTP for nothing new.`;
    case 'requests':
      return `After ${formatSpan(fact.atUs / 1000)}: ${inside(fact.a)} has sent ${count(fact.aCount)} requests, ${inside(fact.b)} ${count(fact.bCount)}.`;
    case 'empties':
      return `After ${formatSpan(fact.atUs / 1000)}: of ${formatCount(fact.requests)} polls, ${count(fact.empty)} came back empty.`;
    case 'means':
      return `So far a message takes ${formatDelay(fact.aUs)} on average by ${inside(fact.a)}, ${formatDelay(fact.bUs)} by ${inside(fact.b)}.`;
    case 'bytes':
      return `After ${formatSpan(fact.atUs / 1000)}: ${inside(fact.a)} has cost ${formatBytes(fact.aBytes)}, ${inside(fact.b)} ${formatBytes(fact.bBytes)}.`;
    case 'none-gone':
      return `After ${formatSpan(fact.atUs / 1000)}: ${count(fact.packets)} ${fact.packets === 1 ? 'packet' : 'packets'} lost, and not one message. TCP sends again.`;
    case 'instant': {
      const at = `This is ${formatClock(fact.atUs)}.`;
      if (fact.published === 0) return `${at} Nothing has been published yet.`;
      const counts = fact.lanes.map(({ lane, delivered }) => `${inside(lane)} ${formatCount(delivered)}`);
      return `${at} Of ${count(fact.published)} ${fact.published === 1 ? 'message' : 'messages'} published, ${counts.join(', ')} delivered.`;
    }
  }
}

export const narratorEn: NarratorWords = {
  start: 'A server cannot call a browser by itself. Here are four ways around that, side by side.',
  line,
};
