/** The vocabulary of the log's filter: which keys there are, and which values they take. */
import type { EventType, LossRule, PduKind, SegmentWhy } from '#trace/events.ts';

/** Keys that take words: `dir:in`. */
export const WORD_KEYS = ['dir', 'lane', 'type', 'op', 'msg', 'status', 'rule', 'why'] as const;
export type WordKey = (typeof WORD_KEYS)[number];

/** Keys that take numbers: `len>125`. */
export const NUMBER_KEYS = ['len', 'wire', 't', 'conn', 'seq', 'ack'] as const;
export type NumberKey = (typeof NUMBER_KEYS)[number];

/** Words that stand alone. */
export const FLAGS = ['lost', 'retrans', 'dup', 'empty', 'masked'] as const;
export type Flag = (typeof FLAGS)[number];

export const isWordKey = (text: string): text is WordKey => WORD_KEYS.some((key) => key === text);
export const isNumberKey = (text: string): text is NumberKey => NUMBER_KEYS.some((key) => key === text);
export const isFlag = (text: string): text is Flag => FLAGS.some((flag) => flag === text);

/** An object with a property for each: the compiler sees to it that none is forgotten. */
const namesOf = <K extends string>(all: Readonly<Record<K, true>>): readonly K[] => Object.keys(all) as K[];

const EVENT_TYPES = namesOf<EventType>({
  'app.published': true,
  'app.sent': true,
  'app.delivered': true,
  'client.timer': true,
  'client.state': true,
  'client.phase': true,
  'client.outbox': true,
  'client.signal': true,
  'script.closed': true,
  'app.acknowledged': true,
  'app.repeated': true,
  'app.snapshot': true,
  'server.history': true,
  'request.issued': true,
  'request.queued': true,
  'pdu.sent': true,
  'pdu.received': true,
  'conn.opening': true,
  'conn.established': true,
  'conn.secured': true,
  'conn.closed': true,
  'segment.sent': true,
  'segment.received': true,
  'segment.lost': true,
  'stream.advanced': true,
  'tcp.timer': true,
  'box.acted': true,
  'net.changed': true,
  'run.intervened': true,
});

const UNIT_KINDS = namesOf<PduKind>({
  'tls.client-hello': true,
  'tls.server-flight': true,
  'tls.finished': true,
  'http.request': true,
  'http.response': true,
  'http.head': true,
  'http.last-chunk': true,
  'sse.event': true,
  'sse.comment': true,
  'ws.request': true,
  'ws.response': true,
  'ws.frame': true,
});

const RULES = namesOf<LossRule>({
  random: true,
  burst: true,
  corrupt: true,
  outage: true,
  queue: true,
  picked: true,
  forgotten: true,
});

const REASONS = namesOf<SegmentWhy>({
  syn: true,
  data: true,
  ack: true,
  fin: true,
  rst: true,
  rto: true,
  tlp: true,
  fast: true,
  keepalive: true,
});

const TYPES = [...EVENT_TYPES, ...UNIT_KINDS];
/** `segment` stands for all that begins with it and a dot. */
const GROUPS = [...new Set(TYPES.map((type) => type.slice(0, type.indexOf('.'))))];

/** What of the run the language speaks about. */
export interface Vocabulary {
  /** Ids and transports of the lanes. */
  readonly lanes: readonly string[];
}

/** The values of a key in the order in which they are offered; null where any word will do. */
export function valuesOf(key: WordKey, { lanes }: Vocabulary): readonly string[] | null {
  switch (key) {
    case 'dir':
      return ['in', 'out'];
    case 'lane':
      return lanes;
    case 'type':
      return [...GROUPS, ...TYPES];
    case 'op':
      return ['text', 'binary', 'continuation', 'ping', 'pong', 'close'];
    case 'rule':
      return RULES;
    case 'why':
      return REASONS;
    case 'status':
      return ['101', '200', '204', '426', '504', '2xx', '4xx', '5xx'];
    case 'msg':
      return null;
  }
}

/** Other names for the same value: seen from the wire instead of from the client. */
const SYNONYMS: Readonly<Partial<Record<WordKey, Readonly<Record<string, string>>>>> = {
  dir: { down: 'in', up: 'out' },
};

/** The value as it is written in the canonical form; null when the key has no such value. */
export function canonicalValue(key: WordKey, value: string, vocabulary: Vocabulary): string | null {
  if (key === 'msg') return value;
  const wanted = value.toLowerCase();
  if (key === 'status') return /^[1-5](\d\d|xx)$/.test(wanted) ? wanted : null;
  const name = SYNONYMS[key]?.[wanted] ?? wanted;
  return valuesOf(key, vocabulary)?.find((one) => one.toLowerCase() === name) ?? null;
}
