/** Incremental reader of one frame header (RFC 6455 section 5.2), octet by octet; every rule is checked at once. */
import type { ProtocolErrorCode } from '../protocol-error.ts';
import { BINARY, CLOSE, CONTINUATION, isControl, MAX_CONTROL_PAYLOAD, PONG } from './opcode.ts';

export interface FrameHeader {
  readonly fin: boolean;
  /** The three reserved bits as a number: RSV1 is 4. */
  readonly rsv: number;
  readonly opcode: number;
  readonly masked: boolean;
  /** Null when the frame is not masked. */
  readonly maskKey: Uint8Array | null;
  /** Octets of payload. */
  readonly length: number;
  /** Width in bits of the field that holds the length. */
  readonly lengthForm: 7 | 16 | 64;
}

export type HeaderState = 'opcode' | 'length' | 'length-16' | 'length-64' | 'masking-key';

/** What the connection has agreed on, as far as a header can break it. */
export interface HeaderRules {
  /** Frames from a client are masked, frames from a server are not (section 5.1). */
  readonly masked: boolean;
  /** RSV1 may mark a compressed message (RFC 7692 section 6). */
  readonly rsv1: boolean;
}

export class FrameHeaderReader {
  readonly #rules: HeaderRules;
  #state: HeaderState = 'opcode';
  #fin = false;
  #rsv = 0;
  #opcode = 0;
  #form: 7 | 16 | 64 = 7;
  #length = 0;
  /** Octets that the current state has read. */
  #read = 0;
  #maskKey = new Uint8Array(4);
  /** A fragmented message is under way: only continuation and control frames may come. */
  #fragmented = false;

  constructor(rules: HeaderRules) {
    this.#rules = rules;
  }

  get state(): HeaderState {
    return this.#state;
  }

  get fragmented(): boolean {
    return this.#fragmented;
  }

  /** The next octet: a whole header, a rule it breaks, or null when more is needed. */
  push(octet: number): FrameHeader | ProtocolErrorCode | null {
    switch (this.#state) {
      case 'opcode':
        return this.#takeOpcode(octet);
      case 'length':
        return this.#takeLength(octet);
      case 'length-16':
      case 'length-64':
        return this.#takeExtendedLength(octet);
      case 'masking-key':
        this.#maskKey[this.#read++] = octet;
        return this.#read === 4 ? this.#finish() : null;
    }
  }

  #takeOpcode(octet: number): ProtocolErrorCode | null {
    this.#fin = (octet & 0x80) !== 0;
    this.#rsv = (octet >> 4) & 0x7;
    this.#opcode = octet & 0xf;
    const control = isControl(this.#opcode);
    if (this.#opcode > (control ? PONG : BINARY)) return 'ws-opcode';
    // RSV1 belongs to the first frame of a message (RFC 7692 section 6); nothing uses the other two.
    const startsMessage = !control && this.#opcode !== CONTINUATION;
    if (this.#rsv !== 0 && !(this.#rsv === 4 && this.#rules.rsv1 && startsMessage)) return 'ws-rsv';
    if (control && !this.#fin) return 'ws-control-fragmented';
    if (startsMessage && this.#fragmented) return 'ws-expected-continuation';
    if (this.#opcode === CONTINUATION && !this.#fragmented) return 'ws-unexpected-continuation';
    if (!control) this.#fragmented = !this.#fin;
    this.#state = 'length';
    return null;
  }

  #takeLength(octet: number): FrameHeader | ProtocolErrorCode | null {
    const masked = (octet & 0x80) !== 0;
    if (masked !== this.#rules.masked) return masked ? 'ws-masked' : 'ws-unmasked';
    const length = octet & 0x7f;
    if (isControl(this.#opcode) && length > MAX_CONTROL_PAYLOAD) return 'ws-control-too-long';
    if (this.#opcode === CLOSE && length === 1) return 'ws-close-length';
    this.#form = length === 126 ? 16 : length === 127 ? 64 : 7;
    this.#length = this.#form === 7 ? length : 0;
    if (this.#form === 7) return this.#afterLength();
    this.#state = this.#form === 16 ? 'length-16' : 'length-64';
    this.#read = 0;
    return null;
  }

  #takeExtendedLength(octet: number): FrameHeader | ProtocolErrorCode | null {
    if (this.#form === 64 && this.#read === 0 && octet >= 0x80) return 'ws-length-sign';
    // Past 2^53 the number is rounded, and far beyond any `maxPayload`: nothing depends on the lost bits.
    this.#length = this.#length * 256 + octet;
    if (++this.#read < this.#form / 8) return null;
    if (this.#length < (this.#form === 16 ? 126 : 65_536)) return 'ws-length-not-minimal';
    return this.#afterLength();
  }

  #afterLength(): FrameHeader | null {
    if (!this.#rules.masked) return this.#finish();
    this.#state = 'masking-key';
    this.#maskKey = new Uint8Array(4);
    this.#read = 0;
    return null;
  }

  #finish(): FrameHeader {
    this.#state = 'opcode';
    return {
      fin: this.#fin,
      rsv: this.#rsv,
      opcode: this.#opcode,
      masked: this.#rules.masked,
      maskKey: this.#rules.masked ? this.#maskKey : null,
      length: this.#length,
      lengthForm: this.#form,
    };
  }
}
