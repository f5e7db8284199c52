/** The blocks of a pcapng file (draft-ietf-opsawg-pcapng section 4), little-endian. */
import { concat, utf8 } from '#base/bytes.ts';

/** Packets begin with an IPv4 or IPv6 header: LINKTYPE_RAW. */
const RAW_IP = 101;
const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const ENHANCED_PACKET = 6;

const OPT_COMMENT = 1;
const IF_NAME = 2;
const IF_TSRESOL = 9;
/** 10^-6 s. */
const MICROSECONDS = 6;
const EPB_FLAGS = 2;

type Option = readonly [code: number, value: Uint8Array];

function words32(...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, i) => {
    view.setUint32(4 * i, value, true);
  });
  return new Uint8Array(view.buffer);
}

function words16(...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * values.length));
  values.forEach((value, i) => {
    view.setUint16(2 * i, value, true);
  });
  return new Uint8Array(view.buffer);
}

/** Filled up to 32 bits. */
function padded(octets: Uint8Array): Uint8Array {
  if (octets.length % 4 === 0) return octets;
  const whole = new Uint8Array(Math.ceil(octets.length / 4) * 4);
  whole.set(octets);
  return whole;
}

function optionList(list: readonly Option[]): Uint8Array[] {
  if (list.length === 0) return [];
  return [
    ...list.flatMap(([code, value]) => [words16(code, value.length), padded(value)]),
    words16(0, 0), // opt_endofopt
  ];
}

/** Type and length before, the length again behind. */
function block(type: number, body: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = 12 + body.reduce((sum, { length: octets }) => sum + octets, 0);
  return concat([words32(type, length), ...body, words32(length)]);
}

/** The first block of a file; of a section whose length nobody has counted. */
export function sectionHeader(comment: string): Uint8Array<ArrayBuffer> {
  const unknown = words32(0xffffffff, 0xffffffff);
  const options = optionList([[OPT_COMMENT, utf8(comment)]]);
  return block(SECTION, [words32(0x1a2b3c4d), words16(1, 0), unknown, ...options]);
}

/** An interface without a limit on what is kept of a packet. */
export function interfaceDescription(name: string): Uint8Array<ArrayBuffer> {
  const options = optionList([
    [IF_NAME, utf8(name)],
    [IF_TSRESOL, new Uint8Array([MICROSECONDS])],
  ]);
  return block(INTERFACE, [words16(RAW_IP, 0), words32(0), ...options]);
}

export interface CapturedPacket {
  readonly interfaceId: number;
  /** Microseconds since the Unix epoch. */
  readonly atUs: number;
  readonly octets: Uint8Array;
  readonly comment: string | null;
  /** Seen from the host that captures; null on the wire between. */
  readonly bound: 'in' | 'out' | null;
}

export function enhancedPacket(packet: CapturedPacket): Uint8Array<ArrayBuffer> {
  const { interfaceId, atUs, octets, comment, bound } = packet;
  const options = optionList([
    ...(comment === null ? [] : [[OPT_COMMENT, utf8(comment)] as const]),
    ...(bound === null ? [] : [[EPB_FLAGS, words32(bound === 'in' ? 1 : 2)] as const]),
  ]);
  const high = Math.floor(atUs / 2 ** 32);
  const head = words32(interfaceId, high, atUs % 2 ** 32, octets.length, octets.length);
  return block(ENHANCED_PACKET, [head, padded(octets), ...options]);
}
