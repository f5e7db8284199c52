/** The header of a modelled TCP segment (RFC 9293 section 3.1), field by field, as far as the model knows it. */
import { ACK, FIN, PSH, RST, SYN, type EventOf } from '#trace/events.ts';

export type HeaderFieldId =
  | 'source-port'
  | 'destination-port'
  | 'sequence-number'
  | 'acknowledgment-number'
  | 'data-offset'
  | 'reserved'
  | 'flags'
  | 'window'
  | 'checksum'
  | 'urgent-pointer'
  | 'options';

export interface HeaderField {
  readonly id: HeaderFieldId;
  /** First bit, counted from the first of the header, and how many bits. */
  readonly offset: number;
  readonly bitLength: number;
  /** As Wireshark shows it; null where the model has no such number. */
  readonly value: string | null;
}

export type OptionId = 'mss' | 'sack-permitted' | 'timestamps' | 'no-operation' | 'window-scale' | 'sack';

export interface HeaderOption {
  readonly id: OptionId;
  readonly bytes: number;
  /** '' where the model has no number for it. */
  readonly value: string;
}

/** The control bits in their order on the wire, and the bit of each that the model uses. */
export const FLAGS = [
  ['CWR', 0],
  ['ECE', 0],
  ['URG', 0],
  ['ACK', ACK],
  ['PSH', PSH],
  ['RST', RST],
  ['SYN', SYN],
  ['FIN', FIN],
] as const;

export type FlagName = (typeof FLAGS)[number][0];

/** Octets of an IPv4 header without options (RFC 791 section 3.1), and of a TCP header without any. */
const IP_BYTES = 20;
const PLAIN_BYTES = 20;

/** Octets of TCP's header, options included. */
export function headerBytes({ wireBytes, len }: EventOf<'segment.sent'>): number {
  return wireBytes - len - IP_BYTES;
}

/** Relative to the SYN, which takes number 0: the stream's first octet is number 1, as in Wireshark. */
export function relative(offset: number): number {
  return offset + 1;
}

export function flagNames(flags: number): FlagName[] {
  return FLAGS.filter(([, bit]) => (flags & bit) !== 0).map(([name]) => name);
}

/** The fields in their order on the wire. Ports, window and checksum are not modelled. */
export function headerFields(segment: EventOf<'segment.sent'>): HeaderField[] {
  const { seq, ack, flags } = segment;
  const options = headerBytes(segment) - PLAIN_BYTES;
  const field = (
    id: HeaderFieldId,
    offset: number,
    bitLength: number,
    value: string | null,
  ): HeaderField => ({
    id,
    offset,
    bitLength,
    value,
  });
  const fields = [
    field('source-port', 0, 16, null),
    field('destination-port', 16, 16, null),
    field('sequence-number', 32, 32, String(relative(seq))),
    field('acknowledgment-number', 64, 32, (flags & ACK) === 0 ? '0' : String(relative(ack))),
    field('data-offset', 96, 4, String(headerBytes(segment) / 4)),
    field('reserved', 100, 4, '0'),
    field('flags', 104, 8, flagNames(flags).join(', ')),
    field('window', 112, 16, null),
    field('checksum', 128, 16, null),
    field('urgent-pointer', 144, 16, '0'),
  ];
  return options > 0 ? [...fields, field('options', 160, options * 8, null)] : fields;
}

/** What stands in the options, in Linux's order; their octets sum to the option part of the header. */
export function headerOptions(segment: EventOf<'segment.sent'>): HeaderOption[] {
  const options = headerBytes(segment) - PLAIN_BYTES;
  if (options === 0) return [];
  if ((segment.flags & SYN) !== 0)
    return [
      { id: 'mss', bytes: 4, value: '1460' },
      { id: 'sack-permitted', bytes: 2, value: '' },
      { id: 'timestamps', bytes: 10, value: '' },
      { id: 'no-operation', bytes: 1, value: '' },
      { id: 'window-scale', bytes: 3, value: '7' },
    ];
  const stamps: HeaderOption[] = [
    { id: 'no-operation', bytes: 2, value: '' },
    { id: 'timestamps', bytes: 10, value: '' },
  ];
  const { sack } = segment;
  if (sack.length === 0) return stamps;
  const blocks = Array.from({ length: sack.length / 2 }, (_, i) => {
    const [from = 0, to = 0] = sack.slice(2 * i, 2 * i + 2);
    return `${String(relative(from))}–${String(relative(to))}`;
  });
  return [
    ...stamps,
    { id: 'no-operation', bytes: 2, value: '' },
    { id: 'sack', bytes: 2 + 4 * sack.length, value: blocks.join(', ') },
  ];
}
