/** English texts of the inspector: its frame and the octets. */
import { buildEn } from './inspector-build.en.ts';
import { frameEn } from './inspector-frame.en.ts';
import { reactionEn } from './reaction.en.ts';

export const inspectorEn = {
  about: 'What went over the wire, to the bit',
  empty:
    'Click an arrow, a dot or a row: its octets stand here, every field explained. Or begin with one of these:',
  last: (lane: string) => `the last unit of ${lane}`,
  nothingYet: 'Nothing was sent yet. Press play.',

  /** Where it stands: message, unit, segment. */
  place: 'Layers of what is shown',
  message: (id: string) => `message ${id}`,
  segment: (n: number, of: number) => (of === 1 ? 'its segment' : `segment ${String(n)} of ${String(of)}`),
  aSegment: 'segment',
  up: 'client to server',
  down: 'server to client',
  kind: {
    'tls.client-hello': 'TLS ClientHello',
    'tls.server-flight': 'TLS server flight',
    'tls.finished': 'TLS Finished',
    'http.request': 'HTTP request',
    'http.response': 'HTTP response',
    'http.head': 'HTTP response head',
    'sse.event': 'server-sent event',
    'sse.comment': 'SSE comment',
    'http.last-chunk': 'last chunk',
    'ws.request': 'WebSocket handshake, request',
    'ws.response': 'WebSocket handshake, response',
    'ws.frame': 'WebSocket frame',
    segment: 'TCP segment',
  },
  previous: 'Previous in this lane',
  next: 'Next in this lane',
  larger: 'Larger',
  smaller: 'Smaller',
  own: 'Your own bytes',
  back: 'Back to the run',
  loading: 'Loading …',
  failed: 'This view could not be loaded. Check the connection and choose it again.',
  strip: (lane: string) => `${lane}: what went over the line around this instant. Click a stroke to show it.`,

  /** The octets. */
  grid: 'Bits, 32 in a row',
  gridNarrow: 'Bits, 16 in a row',
  keys: 'A click chooses a field, a click on a bit of what is chosen flips that bit. Arrow keys go from field to field, with Shift from bit to bit; Space flips.',
  hex: 'Octets in hexadecimal',
  hexKeys: 'Arrow keys go from octet to octet; type hexadecimal digits to change one.',
  tree: 'Fields',
  asBits: 'as bits',
  asHex: 'as hex',
  continued: 'continued',
  bitAt: (bit: number, value: string) => `bit ${String(bit)}: ${value}`,
  octetAt: (at: number, hex: string, field: string) => `octet ${String(at)}: ${hex}, ${field}`,
  fieldAt: (name: string, from: number, bits: number, value: string) =>
    `${name}, ${bits === 1 ? `bit ${String(from)}` : `bits ${String(from)} to ${String(from + bits - 1)}`}: ${value}`,
  octets: (n: number) => (n === 1 ? '1 octet' : `${String(n)} octets`),
  bits: (n: number) => (n === 1 ? '1 bit' : `${String(n)} bits`),
  none: 'No octets.',
  unread: 'behind what could be read',

  /** Changing them. */
  changed: (octets: number) =>
    octets === 1
      ? 'One octet differs from what was sent.'
      : `${String(octets)} octets differ from what was sent.`,
  send: 'Send this instead',
  sendHint: 'Starts a fork of the run just before this unit was sent, with these octets in its place.',
  undo: 'Undo',
  reset: 'As it was sent',
  tampered: 'with your octets',
  reaction: reactionEn,
  nothingFollows: 'Nothing yet: go on playing.',
  noDigit: (key: string) => `“${key}” is no hexadecimal digit. Type 0–9 or a–f.`,

  /** A field's name for the eye, where it is not the specification's own. */
  fields: {
    fin: 'FIN',
    rsv1: 'RSV1',
    rsv2: 'RSV2',
    rsv3: 'RSV3',
    rsv: 'RSV1–3',
    opcode: 'opcode',
    mask: 'MASK',
    'payload length': 'payload length',
    'extended payload length': 'extended payload length',
    'masking-key': 'masking key',
    'payload data': 'payload',
    'compressed payload': 'compressed payload',
    'close code': 'close code',
    'close reason': 'close reason',
    'record type': 'type',
    'record version': 'version',
    'record length': 'length',
    'record content': 'content',
  } as Readonly<Record<string, string>>,

  frame: frameEn,
  build: buildEn,

  tls: (octets: string) =>
    `TLS sets up its keys: ${octets} of records. Only their number is modelled, the content is filler: nothing is encrypted here.`,
};

export type InspectorWords = typeof inspectorEn;
