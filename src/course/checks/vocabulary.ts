/** Which fields each type of event has that a check may ask for. The compiler sees to it that none is missing. */
import type { EventType, TraceEvent } from '#trace/events.ts';
import type { SseItemKind } from './check.ts';

/** What a field holds: 'list' is a list of texts, 'opaque' can't be asked for. */
export type FieldKind = 'number' | 'flag' | 'text' | 'list' | 'opaque';

type Typed<T extends EventType, E = TraceEvent> = E extends { type: infer U }
  ? T extends U
    ? E
    : never
  : never;
type Asked<T extends EventType> = Exclude<keyof Typed<T>, 'id' | 't' | 'lane' | 'cause' | 'type'>;

const CONN = { conn: 'number', side: 'text', reason: 'text' } as const;
const ON_STREAM = { conn: 'number', dir: 'text' } as const;

export const EVENT_FIELDS = {
  'app.published': { msg: 'text', sizeBytes: 'number' },
  'app.sent': { msg: 'text' },
  'app.delivered': { msg: 'text', duplicate: 'flag' },
  'client.timer': {},
  'client.state': { state: 'text' },
  'client.phase': { phase: 'text', attempt: 'number', until: 'opaque' },
  'client.outbox': { waiting: 'list', unacknowledged: 'list' },
  'client.signal': { signal: 'text' },
  'script.closed': { request: 'number', code: 'number', reason: 'text', clean: 'flag' },
  'app.acknowledged': { msg: 'text' },
  'app.repeated': { msg: 'text' },
  'app.snapshot': { through: 'text', messages: 'number' },
  'server.history': { oldest: 'text', size: 'number' },
  'request.issued': { request: 'number', method: 'text', target: 'text', purpose: 'text' },
  'request.queued': { request: 'number' },
  'pdu.sent': {
    ...ON_STREAM,
    kind: 'text',
    from: 'number',
    to: 'number',
    request: 'number',
    msgs: 'list',
    tlsBytes: 'number',
    held: 'opaque',
    tampered: 'flag',
  },
  'pdu.received': { ...ON_STREAM, sent: 'opaque' },
  'conn.opening': CONN,
  'conn.established': CONN,
  'conn.secured': CONN,
  'conn.closed': CONN,
  'segment.sent': {
    ...ON_STREAM,
    n: 'number',
    seq: 'number',
    len: 'number',
    wireBytes: 'number',
    flags: 'number',
    ack: 'number',
    sack: 'opaque',
    why: 'text',
    original: 'opaque',
    cwnd: 'number',
    inFlightBytes: 'number',
    rtoMs: 'number',
    due: 'opaque',
  },
  'segment.received': {
    ...ON_STREAM,
    sent: 'opaque',
    queueUs: 'number',
    serializationUs: 'number',
    propagationUs: 'number',
    jitterUs: 'number',
  },
  'segment.lost': { ...ON_STREAM, sent: 'opaque', rule: 'text', draw: 'number' },
  'stream.advanced': { ...ON_STREAM, from: 'number', to: 'number' },
  'tcp.timer': { conn: 'number', side: 'text', timer: 'text', since: 'opaque' },
  'box.acted': { conn: 'number', what: 'text', bytes: 'number' },
  'net.changed': { dir: 'text', link: 'opaque' },
  'run.intervened': { what: 'text' },
} as const satisfies { [T in EventType]: Record<Asked<T>, FieldKind> };

export const EVENT_TYPES = Object.keys(EVENT_FIELDS) as EventType[];

/** What a check may ask of each item of a stream that the learner wrote. */
export const SSE_FIELDS = {
  event: { type: 'text', data: 'text', lastEventId: 'text', lines: 'number' },
  comment: { text: 'text' },
  retry: { ms: 'number' },
  field: { name: 'text', value: 'text' },
} as const satisfies Record<SseItemKind, Record<string, FieldKind>>;
