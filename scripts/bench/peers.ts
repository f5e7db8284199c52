/**
 * The codecs that others rely on, each reading or writing the same octets as ours and doing the same work for them:
 * `ws` makes strings of text messages, eventsource-parser gets its text from a `TextDecoder`.
 */
import { createRequire } from 'node:module';
import { createParser } from 'eventsource-parser';
import { ensure } from '#base/assert.ts';

/** Reads a stream, piece by piece, and returns how many messages it held. Pieces may be overwritten: ws unmasks in place. */
export type Reader = (pieces: readonly Uint8Array[]) => number;
/** Writes a WebSocket text message in one frame and returns its octets in one piece. */
export type FrameWriter = (text: string) => Uint8Array;

/** What is used of `ws`; its types leave the two classes out. */
interface Ws {
  readonly Receiver: new (options: { isServer: boolean; maxPayload: number }) => {
    on(event: 'message', listener: (data: Buffer) => void): void;
    on(event: 'error', listener: (error: Error) => void): void;
    write(piece: Buffer): void;
  };
  readonly Sender: {
    frame(payload: Buffer, options: WsFrameOptions): Buffer[];
  };
}

interface WsFrameOptions {
  readonly fin: boolean;
  readonly rsv1: boolean;
  readonly opcode: number;
  readonly mask: boolean;
  readonly readOnly: boolean;
  readonly generateMask: (mask: Uint8Array) => void;
}

const load = createRequire(import.meta.url);
const { Receiver, Sender } = load('ws') as Ws;

/** How `ws`' own WebSocket reads from its socket: `receiver.write`, and a string of every text message. */
export function wsReader(masked: boolean): Reader {
  return (pieces) => {
    const receiver = new Receiver({ isServer: masked, maxPayload: 67_108_864 });
    let messages = 0;
    receiver.on('message', (data: Buffer) => {
      if (data.toString().length > 0) messages++;
    });
    receiver.on('error', (error) => {
      throw error;
    });
    for (const piece of pieces) receiver.write(buffer(piece));
    return messages;
  };
}

/**
 * How `ws` sends a string: `Sender.frame` masks its octets in place. It leaves header and payload in two buffers for the
 * socket to join; they are joined here, for ours makes one.
 */
export function wsWriter(maskKey: Uint8Array | null): FrameWriter {
  const options: WsFrameOptions = {
    fin: true,
    rsv1: false,
    opcode: 1,
    mask: maskKey !== null,
    readOnly: false,
    generateMask: (mask) => {
      if (maskKey !== null) mask.set(maskKey);
    },
  };
  return (text) => Buffer.concat(Sender.frame(Buffer.from(text), options));
}

/** eventsource-parser, fed from octets as a client has to: through a streaming `TextDecoder`. */
export function eventSourceReader(): Reader {
  return (pieces) => {
    let messages = 0;
    const parser = createParser({
      onEvent: () => {
        messages++;
      },
    });
    const decoder = new TextDecoder();
    for (const piece of pieces) parser.feed(decoder.decode(piece, { stream: true }));
    return messages;
  };
}

interface NodeHttpParser {
  [callback: number]: unknown;
  initialize(type: number, resource: object): void;
  /** Octets consumed, or what is wrong with them. */
  execute(piece: Buffer): number | Error;
  finish(): unknown;
}

interface NodeHttpParserClass {
  new (): NodeHttpParser;
  readonly REQUEST: number;
  readonly RESPONSE: number;
  readonly kOnHeaders: number;
  readonly kOnHeadersComplete: number;
  readonly kOnBody: number;
  readonly kOnMessageComplete: number;
}

/**
 * Node's own parser, llhttp behind `HTTPParser`, without the streams of `node:http` around it: it hands over the
 * headers as strings and views of the body. `_http_common` is where `node:http` itself takes it from.
 */
export function nodeHttpReader(kind: 'request' | 'response'): Reader {
  const { HTTPParser } = load('node:_http_common') as {
    HTTPParser?: NodeHttpParserClass;
  };
  const Parser = ensure(HTTPParser, "HTTPParser in node:_http_common: bench needs Node's own parser");
  return (pieces) => {
    let messages = 0;
    const parser = new Parser();
    parser.initialize(kind === 'request' ? Parser.REQUEST : Parser.RESPONSE, {});
    parser[Parser.kOnHeaders] = () => undefined;
    parser[Parser.kOnHeadersComplete] = () => 0;
    parser[Parser.kOnBody] = () => undefined;
    parser[Parser.kOnMessageComplete] = () => {
      messages++;
    };
    for (const piece of pieces) {
      const result = parser.execute(buffer(piece));
      if (typeof result !== 'number') throw result;
    }
    parser.finish();
    return messages;
  };
}

function buffer(piece: Uint8Array): Buffer {
  return Buffer.from(piece.buffer, piece.byteOffset, piece.length);
}
