/** Makes a test of events out of the log's filter. */
import type { TraceEvent } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';
import {
  contentText,
  directionOf,
  frameOf,
  isCopy,
  messagesOf,
  payloadBytes,
  segmentOf,
  statusOf,
  unitOf,
  wireBytes,
} from '#trace/log-rows.ts';
import type { Flag, NumberKey, WordKey } from './query-keys.ts';
import type { Comparison, Query } from './query.ts';

export interface MatchContext {
  readonly trace: Trace;
  readonly lanes: readonly { readonly id: string; readonly transport: string }[];
  /** What a row says, in the language that is shown. */
  readonly sentence: (event: TraceEvent) => string;
}

export type EventTest = (event: TraceEvent) => boolean;

/** A test for this query. Cheap terms before dear ones: the order of terms is the learner's. */
export function compile(query: Query, context: MatchContext): EventTest {
  switch (query.kind) {
    case 'and': {
      const all = query.all.map((one) => compile(one, context));
      return (event) => all.every((test) => test(event));
    }
    case 'or': {
      const all = query.all.map((one) => compile(one, context));
      return (event) => all.some((test) => test(event));
    }
    case 'not': {
      const test = compile(query.of, context);
      return (event) => !test(event);
    }
    case 'text':
      return textTest(query.text, context);
    case 'flag':
      return (event) => hasFlag(query.flag, event, context.trace);
    case 'word':
      return (event) => query.values.some((value) => hasWord(query.key, value, event, context));
    case 'number': {
      const compare = COMPARE[query.is];
      return (event) => {
        const value = numberOf(query.key, event, context.trace);
        return value !== null && compare(value, query.value);
      };
    }
    case 'range':
      return (event) => {
        const value = numberOf(query.key, event, context.trace);
        return value !== null && value >= query.from && value <= query.to;
      };
  }
}

const COMPARE: Readonly<Record<Comparison, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
};

function textTest(text: string, { trace, sentence }: MatchContext): EventTest {
  const wanted = text.toLowerCase();
  return (event) => {
    if (sentence(event).toLowerCase().includes(wanted)) return true;
    const unit = unitOf(event, trace);
    return unit !== null && contentText(unit, trace).toLowerCase().includes(wanted);
  };
}

function hasFlag(flag: Flag, event: TraceEvent, trace: Trace): boolean {
  switch (flag) {
    case 'lost':
      return event.type === 'segment.lost';
    case 'retrans':
      return isCopy(event, trace);
    case 'dup':
      return event.type === 'app.delivered' && event.duplicate;
    case 'empty': {
      const unit = unitOf(event, trace);
      return unit?.kind === 'http.response' && unit.msgs.length === 0;
    }
    case 'masked': {
      const unit = unitOf(event, trace);
      return unit !== null && frameOf(unit, trace)?.masked === true;
    }
  }
}

function hasWord(key: WordKey, value: string, event: TraceEvent, { trace, lanes }: MatchContext): boolean {
  switch (key) {
    case 'dir':
      return directionOf(event) === (value === 'in' ? 'down' : 'up');
    case 'lane': {
      const lane = lanes[event.lane];
      return lane !== undefined && (lane.id === value || lane.transport === value);
    }
    case 'type':
      return isOfType(value, event.type) || isOfType(value, unitOf(event, trace)?.kind ?? '');
    case 'op': {
      const unit = unitOf(event, trace);
      return unit !== null && frameOf(unit, trace)?.opcode === value;
    }
    case 'msg':
      return messagesOf(event, trace).includes(value);
    case 'status': {
      const unit = unitOf(event, trace);
      const status = unit && statusOf(unit, trace);
      return status !== null && (String(status) === value || `${String(status)[0] ?? ''}xx` === value);
    }
    case 'rule':
      return event.type === 'segment.lost' && event.rule === value;
    case 'why':
      return segmentOf(event, trace)?.why === value;
  }
}

/** `segment` is the type of all that begin with it and a dot. */
function isOfType(wanted: string, type: string): boolean {
  return type === wanted || type.startsWith(`${wanted}.`);
}

function numberOf(key: NumberKey, event: TraceEvent, trace: Trace): number | null {
  switch (key) {
    case 'len':
      return payloadBytes(event, trace);
    case 'wire':
      return wireBytes(event, trace);
    case 't':
      return event.t;
    case 'conn':
      return 'conn' in event ? event.conn : null;
    case 'seq':
      return segmentOf(event, trace)?.seq ?? null;
    case 'ack':
      return segmentOf(event, trace)?.ack ?? null;
  }
}
