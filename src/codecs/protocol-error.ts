/** Bad wire input, as data: it is recorded in the trace and never thrown. */
export interface ProtocolError {
  readonly code: ProtocolErrorCode;
  /** The WebSocket close code an endpoint fails the connection with (RFC 6455 section 7.4). */
  readonly closeCode?: number;
  /** Octets from the start of the decoder's stream to the octet, or the line, that is wrong. */
  readonly offset: number;
  /** For developers; what a user reads is looked up by `code`. */
  readonly message: string;
}

interface Explanation {
  readonly spec: string;
  readonly message: string;
  readonly closeCode?: number;
}

const HTTP = {
  'http-line-too-long': { spec: 'RFC 9112 §2.3', message: 'A line is longer than `maxLineBytes`.' },
  'http-head-too-large': { spec: 'RFC 9110 §5.4', message: 'The header section exceeds `maxHeadBytes`.' },
  'http-bare-lf': { spec: 'RFC 9112 §2.2', message: 'A line ends in LF without CR.' },
  'http-bare-cr': { spec: 'RFC 9112 §2.2', message: 'CR is not followed by LF.' },
  'http-request-line': {
    spec: 'RFC 9112 §3',
    message: 'The request line is not `method SP target SP HTTP/1.x`.',
  },
  'http-status-line': {
    spec: 'RFC 9112 §4',
    message: 'The status line is not `HTTP/1.x SP 3DIGIT SP reason`.',
  },
  'http-version': { spec: 'RFC 9112 §2.3', message: 'The protocol version is not HTTP/1.x.' },
  'http-header-line': {
    spec: 'RFC 9112 §5',
    message: 'A header line is not `token: value` with visible characters.',
  },
  'http-obs-fold': { spec: 'RFC 9112 §5.2', message: 'A header value is folded over several lines.' },
  'http-content-length': {
    spec: 'RFC 9112 §6.3',
    message: 'Content-Length is repeated, or not a decimal number.',
  },
  'http-length-conflict': {
    spec: 'RFC 9112 §6.3',
    message: 'Content-Length and Transfer-Encoding are both present.',
  },
  'http-transfer-encoding': {
    spec: 'RFC 9112 §6.1',
    message: 'Transfer-Encoding is malformed, or leaves the length of the body unknown.',
  },
  'http-chunk-size': { spec: 'RFC 9112 §7.1', message: 'The size of a chunk is not a hexadecimal number.' },
  'http-chunk-end': { spec: 'RFC 9112 §7.1', message: 'The data of a chunk is not followed by CRLF.' },
  'http-truncated': { spec: 'RFC 9112 §8', message: 'The connection closed in the middle of a message.' },
} as const satisfies Record<string, Explanation>;

const SSE = {
  'sse-line-too-long': { spec: 'HTML §9.2.6', message: 'A line is longer than `maxLineBytes`.' },
  'sse-event-too-large': { spec: 'HTML §9.2.6', message: 'The data of an event exceeds `maxEventChars`.' },
} as const satisfies Record<string, Explanation>;

const WEBSOCKET = {
  'ws-rsv': {
    spec: 'RFC 6455 §5.2',
    closeCode: 1002,
    message: 'A reserved bit is set that no extension defines here.',
  },
  'ws-opcode': { spec: 'RFC 6455 §5.2', closeCode: 1002, message: 'The opcode is reserved.' },
  'ws-unmasked': {
    spec: 'RFC 6455 §5.1',
    closeCode: 1002,
    message: 'A frame from the client is not masked.',
  },
  'ws-masked': { spec: 'RFC 6455 §5.1', closeCode: 1002, message: 'A frame from the server is masked.' },
  'ws-control-fragmented': { spec: 'RFC 6455 §5.5', closeCode: 1002, message: 'A control frame has FIN 0.' },
  'ws-control-too-long': {
    spec: 'RFC 6455 §5.5',
    closeCode: 1002,
    message: 'The payload of a control frame exceeds 125 octets.',
  },
  'ws-length-not-minimal': {
    spec: 'RFC 6455 §5.2',
    closeCode: 1002,
    message: 'The payload length is not in its shortest form.',
  },
  'ws-length-sign': {
    spec: 'RFC 6455 §5.2',
    closeCode: 1002,
    message: 'The most significant bit of a 64-bit payload length is 1.',
  },
  'ws-unexpected-continuation': {
    spec: 'RFC 6455 §5.4',
    closeCode: 1002,
    message: 'A continuation frame has nothing to continue.',
  },
  'ws-expected-continuation': {
    spec: 'RFC 6455 §5.4',
    closeCode: 1002,
    message: 'A new message starts before the fragmented one has ended.',
  },
  'ws-utf8': { spec: 'RFC 6455 §8.1', closeCode: 1007, message: 'Text is not well-formed UTF-8.' },
  'ws-close-length': {
    spec: 'RFC 6455 §5.5.1',
    closeCode: 1002,
    message: 'The payload of a close frame has one octet: too short for a code.',
  },
  'ws-close-code': {
    spec: 'RFC 6455 §7.4',
    closeCode: 1002,
    message: 'The close code must not appear in a frame.',
  },
  'ws-too-big': {
    spec: 'RFC 6455 §10.4',
    closeCode: 1009,
    message: 'The message is longer than `maxPayload`.',
  },
  'ws-deflate': {
    spec: 'RFC 7692 §7.2.2',
    closeCode: 1007,
    message: 'The compressed message is not valid DEFLATE data.',
  },
} as const satisfies Record<string, Explanation>;

const SOCKET_IO = {
  'eio-packet': {
    spec: 'Engine.IO protocol 4, Packet encoding',
    message: 'A packet does not start with a digit from 0 to 6, or with `b`.',
  },
  'sio-packet': {
    spec: 'Socket.IO protocol 5, Packet encoding',
    message: 'A packet is not type, attachments, namespace, id and JSON that its type allows.',
  },
  'sio-attachments': {
    spec: 'Socket.IO protocol 5, Binary payload',
    message: 'A placeholder names an attachment that the packet does not have.',
  },
  'sio-order': {
    spec: 'Socket.IO protocol 5, Binary payload',
    message: 'Text came where an attachment was due, or an attachment where none was.',
  },
  'sio-too-big': {
    spec: 'Engine.IO protocol 4, maxPayload',
    message: 'A packet, with its attachments, is longer than `maxPayload`.',
  },
} as const satisfies Record<string, Explanation>;

/** Every error that a decoder reports, with the rule that the input breaks. */
export const PROTOCOL_ERRORS = { ...HTTP, ...SSE, ...WEBSOCKET, ...SOCKET_IO };

export type ProtocolErrorCode = keyof typeof PROTOCOL_ERRORS;

/** Makes the error of the table's entry `code`; `offset` is in octets. */
export function protocolError(code: ProtocolErrorCode, offset: number): ProtocolError {
  const { message, closeCode }: Explanation = PROTOCOL_ERRORS[code];
  return closeCode === undefined ? { code, offset, message } : { code, closeCode, offset, message };
}
