/** English texts of the inspector's frame mode (RFC 6455 section 5, RFC 7692). */

/** What a frame is, for its one sentence. */
export interface FrameFact {
  readonly from: 'client' | 'server';
  /** Somebody pasted it: who would send it is told by its mask alone. */
  readonly pasted: boolean;
  readonly opcode: number;
  readonly fin: boolean;
  readonly compressed: boolean;
  readonly headerBytes: number;
  readonly masked: boolean;
  readonly payloadBytes: number;
  readonly missing: number;
  /** What it says, cut short; null where it is not text. */
  readonly text: string | null;
}

const WHAT: Readonly<Record<number, string>> = {
  0x0: 'goes on with a message',
  0x1: 'sends text',
  0x2: 'sends binary data',
  0x8: 'wants to close',
  0x9: 'asks “are you there?” (ping)',
  0xa: 'answers a ping (pong)',
};

function octets(n: number): string {
  return n === 1 ? '1 octet' : `${String(n)} octets`;
}

const CLOSE: Readonly<Record<number, string>> = {
  1000: 'normal closure: the purpose is fulfilled',
  1001: 'going away: the server goes down, or the page was left',
  1002: 'protocol error',
  1003: 'data of a type that it cannot accept',
  1004: 'reserved, without a meaning',
  1005: 'no code was received. For the API only: it never travels',
  1006: 'no close frame was received at all. For the API only: it never travels',
  1007: 'data that does not fit its type, such as text that is not UTF-8',
  1008: 'against its policy',
  1009: 'a message too big for it',
  1010: 'the client expected an extension that the server did not agree to',
  1011: 'the server met an unexpected condition',
  1012: 'the service restarts',
  1013: 'try again later',
  1014: 'a gateway got a bad answer from the server behind it',
  1015: 'the TLS handshake failed. For the API only: it never travels',
};

function closeCode(code: number): string {
  const known = CLOSE[code];
  if (known !== undefined) return known;
  if (code >= 3000 && code <= 3999) return 'registered for a library or framework';
  if (code >= 4000 && code <= 4999) return 'the application’s own';
  return 'not a code that may be sent';
}

export const frameEn = {
  sentence: ({
    from,
    pasted,
    opcode,
    fin,
    compressed,
    headerBytes,
    masked,
    payloadBytes,
    missing,
    text,
  }: FrameFact) => {
    const who =
      from === 'client' ? (pasted ? 'A client' : 'The browser') : pasted ? 'A server' : 'The server';
    const what = WHAT[opcode] ?? `uses opcode ${String(opcode)}, which nobody has defined`;
    const said = text === null || text === '' ? '' : `: ${text}`;
    const parts = [
      `${octets(headerBytes)} of header`,
      ...(masked ? ['4 of masking key'] : []),
      `${octets(payloadBytes)} of ${compressed ? 'compressed ' : ''}payload`,
    ];
    return (
      `${who} ${what}${said}. ${parts.join(', ')}.` +
      (fin ? '' : ' More fragments follow.') +
      (missing > 0 ? ` ${octets(missing)} that the header promises are not there: the receiver waits.` : '')
    );
  },
  header: 'Header',
  payload: 'Payload',
  frameN: (n: number) => `Frame ${String(n)}`,
  byte: (n: number) => `octet ${String(n)}`,
  more: (n: number) => `and ${octets(n)} more: point at them in the grid`,
  about: {
    fin: (set: boolean): string => (set ? 'the last fragment of its message' : 'more fragments follow'),
    rsv1: (set: boolean): string =>
      set
        ? 'says that the message is compressed'
        : 'not compressed, unless it continues a compressed message',
    rsv: (set: boolean): string => (set ? 'must be 0: no extension uses it' : 'no extension uses it'),
    opcode: (code: number) =>
      `0x${code.toString(16)}, ${{ 0: 'continuation', 1: 'text', 2: 'binary', 8: 'close', 9: 'ping', 10: 'pong' }[code] ?? 'reserved'}`,
    mask: (set: boolean): string =>
      set ? 'masked: a client must, a server must not' : 'not masked: a server must not, a client must',
    length7: (n: number) => `${octets(n)}, so no longer length follows`,
    length16: '126: the length stands in the next 16 bits',
    length64: '127: the length stands in the next 64 bits',
    extended: (n: number, shortest: boolean) =>
      shortest ? octets(n) : `${octets(n)}: a shorter form would do, and the shortest is a must`,
    key: '4 octets, unpredictable, new for each frame',
    compressed: (n: number) => `${octets(n)} of DEFLATE`,
    data: (n: number) => octets(n),
    closeCode: (code: number) => `${String(code)}, ${closeCode(code)}`,
  },
  forms: 'Three forms of length',
  form: (bits: number): string =>
    bits === 7
      ? 'up to 125 octets: 7 bits'
      : bits === 16
        ? '126 to 65 535: “126”, then 16 bits'
        : '65 536 and more: “127”, then 64 bits',

  plain: 'without its mask',
  masked: 'as sent',
  view: 'Payload',

  unmask: 'Unmasking, octet by octet',
  step: (n: number, of: number) => `step ${String(n)} of ${String(of)}`,
  first: 'To the first octet',
  back: 'Back one octet',
  on: 'On one octet',
  playIt: 'Play',
  pauseIt: 'Pause',
  sent: 'payload as sent',
  keyRepeated: 'key, repeated',
  xor: 'exclusive or',
  asText: 'as text',
  payloadByte: (n: number) => `payload octet ${String(n)}`,
  keyByte: (n: number, k: number) => `key octet ${String(k)}, for ${String(n)} mod 4 is ${String(k)}`,
  result: (glyph: string) => `the result, ${glyph}`,
  flips: 'A 1 in the key flips the bit above it.',

  strip: 'Frames, one behind the other',
  stripFrame: (n: number, name: string, bytes: number, fin: boolean) =>
    `frame ${String(n)}: ${name}, ${octets(bytes)}${fin ? '' : ', more follow'}`,
  names: { 0: 'continuation', 1: 'text', 2: 'binary', 8: 'close', 9: 'ping', 10: 'pong' } as Readonly<
    Record<number, string>
  >,
  reserved: 'reserved',
  together: (frames: number, bytes: number) =>
    `${String(frames)} fragments make one message of ${octets(bytes)}. Control frames may stand between them.`,

  deflate: 'Compressed and plain',
  onWire: 'on the wire',
  tail: '00 00 ff ff: the sender cuts it off, the receiver puts it back',
  inflated: 'inflated',
  saves: (small: number, large: number) =>
    small < large
      ? `${octets(small)} instead of ${String(large)}.`
      : `${octets(small)} for ${String(large)}: so short a text does not gain.`,
  rsv1Says: 'RSV1 of the first frame says that the message is compressed.',
  noInflate: 'This cannot be inflated: it is cut off, or it refers to messages before it.',

  closing: 'Close codes',
  never: 'never travels',
  closeCodes: [1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1015] as readonly number[],
  closeCode,

  verdict: 'What a receiver makes of it',
  fine: 'No rule is broken.',
  breaks: (rule: string, code: number) => `${rule} It fails the connection with ${String(code)}.`,
  rules: {
    'ws-rsv': 'A reserved bit is set for which nothing was agreed.',
    'ws-opcode': 'The opcode is reserved.',
    'ws-unmasked': 'A frame from a client must be masked.',
    'ws-masked': 'A frame from a server must not be masked.',
    'ws-control-fragmented': 'A control frame must not be fragmented.',
    'ws-control-too-long': 'A control frame carries at most 125 octets.',
    'ws-length-not-minimal': 'The length must be written in the shortest form.',
    'ws-length-sign': 'The first bit of a 64-bit length must be 0.',
    'ws-unexpected-continuation': 'A continuation, but no message was begun before it.',
    'ws-expected-continuation': 'A new message, while the last one still lacks fragments.',
    'ws-utf8': 'Text must be well-formed UTF-8.',
    'ws-close-length': 'A close frame is empty, or begins with a code of two octets.',
    'ws-close-code': 'This close code must not be sent.',
    'ws-too-big': 'The message is larger than the receiver takes.',
    'ws-deflate': 'The compressed data is broken.',
  } as Readonly<Record<string, string>>,
  waits: (bytes: number) => `It waits for ${octets(bytes)} more.`,
  waitsHeader: 'The header is not complete: it waits for more.',
  waitsFragments: 'It waits for the fragments that are still to come.',
};

export type FrameWords = typeof frameEn;
