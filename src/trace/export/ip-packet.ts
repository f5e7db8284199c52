/** A segment of the model as an IPv4 packet with TCP in it, check sums and all (RFC 791, RFC 9293). */
import { assert } from '#base/assert.ts';
import { ACK, RST, SYN, type EventOf } from '../events.ts';

export interface Endpoint {
  /** Four octets. */
  readonly address: readonly [number, number, number, number];
  readonly port: number;
  /** Initial sequence number: that of SYN. */
  readonly isn: number;
}

/** The timestamps option (RFC 7323 section 3.2), in milliseconds as Linux counts. */
export interface Stamps {
  readonly value: number;
  readonly echo: number;
}

const IP_BYTES = 20;
const TCP_BYTES = 20;
/** NOP, NOP, kind 8, length 10, two values. */
const STAMP_BYTES = 12;
/** MSS, SACK-permitted, timestamps, NOP, window scale: as Linux orders them. */
const SYN_OPTION_BYTES = 20;
const MSS = 1460;
const WINDOW_SCALE = 7;
/** Linux's first window; scaled, the one that the model keeps (sim/tcp/constants.ts, RECEIVE_WINDOW). */
const WINDOW = 64240;
const TCP = 6;
const HOPS = 64;
const DONT_FRAGMENT = 0x4000;

/** The Internet check sum (RFC 1071): the complement of the sum of 16-bit words; an odd octet is padded with zero. */
export function internetChecksum(octets: Uint8Array, start = 0): number {
  let sum = start;
  for (let i = 0; i < octets.length; i += 2) sum += ((octets[i] ?? 0) << 8) | (octets[i + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return ~sum & 0xffff;
}

/** The packet of `segment`. It has exactly the octets that the model counts. */
export function ipPacket(
  segment: EventOf<'segment.sent'>,
  payload: Uint8Array,
  { from, to, stamps }: { readonly from: Endpoint; readonly to: Endpoint; readonly stamps: Stamps },
): Uint8Array<ArrayBuffer> {
  const { wireBytes, len, flags, n } = segment;
  const optionBytes = wireBytes - len - IP_BYTES - TCP_BYTES;
  assert(payload.length === len, 'a segment has the octets of its stream');
  const packet = new Uint8Array(wireBytes);
  const ip = new DataView(packet.buffer, 0, IP_BYTES);
  ip.setUint8(0, 0x45);
  ip.setUint16(2, wireBytes);
  ip.setUint16(4, n & 0xffff);
  ip.setUint16(6, DONT_FRAGMENT);
  ip.setUint8(8, HOPS);
  ip.setUint8(9, TCP);
  packet.set(from.address, 12);
  packet.set(to.address, 16);
  ip.setUint16(10, internetChecksum(packet.subarray(0, IP_BYTES)));

  const tcp = new DataView(packet.buffer, IP_BYTES);
  tcp.setUint16(0, from.port);
  tcp.setUint16(2, to.port);
  // A relative sequence number of 0 is the first octet behind SYN.
  tcp.setUint32(4, (from.isn + 1 + segment.seq) >>> 0);
  if ((flags & ACK) !== 0) tcp.setUint32(8, (to.isn + 1 + segment.ack) >>> 0);
  tcp.setUint8(12, ((TCP_BYTES + optionBytes) / 4) << 4);
  tcp.setUint8(13, flags);
  if ((flags & RST) === 0) tcp.setUint16(14, WINDOW);
  writeOptions(new DataView(packet.buffer, IP_BYTES + TCP_BYTES, optionBytes), segment, to, stamps);
  packet.set(payload, IP_BYTES + TCP_BYTES + optionBytes);
  tcp.setUint16(16, tcpChecksum(packet));
  return packet;
}

/** Over the pseudo-header, too (RFC 9293 section 3.1): addresses, protocol and length. */
export function tcpChecksum(packet: Uint8Array): number {
  const length = packet.length - IP_BYTES;
  const pseudo = ~internetChecksum(packet.subarray(12, IP_BYTES), TCP + length) & 0xffff;
  return internetChecksum(packet.subarray(IP_BYTES), pseudo);
}

function writeOptions(
  options: DataView,
  { flags, sack }: EventOf<'segment.sent'>,
  to: Endpoint,
  stamps: Stamps,
): void {
  if (options.byteLength === 0) return;
  const syn = (flags & SYN) !== 0;
  const blockBytes = sack.length * 4;
  const expected = syn ? SYN_OPTION_BYTES : STAMP_BYTES + (blockBytes > 0 ? 4 + blockBytes : 0);
  assert(options.byteLength === expected, 'the options fill the header that the model counts');
  if (syn) {
    options.setUint32(0, (2 << 24) | (4 << 16) | MSS);
    options.setUint16(4, (4 << 8) | 2);
    writeStamps(options, 6, stamps);
    options.setUint32(16, (1 << 24) | (3 << 16) | (3 << 8) | WINDOW_SCALE);
    return;
  }
  options.setUint16(0, 0x0101);
  writeStamps(options, 2, stamps);
  if (blockBytes === 0) return;
  options.setUint32(STAMP_BYTES, (0x0101 << 16) | (5 << 8) | (2 + blockBytes));
  sack.forEach((offset, i) => {
    options.setUint32(STAMP_BYTES + 4 + 4 * i, (to.isn + 1 + offset) >>> 0);
  });
}

function writeStamps(options: DataView, at: number, { value, echo }: Stamps): void {
  options.setUint16(at, (8 << 8) | 10);
  options.setUint32(at + 2, value);
  options.setUint32(at + 6, echo);
}
