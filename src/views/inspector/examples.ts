/** The frames that the RFCs themselves show (RFC 6455 section 5.7, RFC 7692 section 7.2.3). */
import { concat, fromHex } from '#base/bytes.ts';
import { ensure } from '#base/assert.ts';
import type { BuildWords } from '#words/inspector-build.en.ts';

interface Example {
  readonly id: keyof BuildWords['example'];
  readonly spec: string;
  /** Hexadecimal. */
  readonly head: string;
  /** Octets of zeros behind it. */
  readonly filler?: number;
}

export const EXAMPLES: readonly Example[] = [
  { id: 'hello', spec: 'RFC 6455 §5.7', head: '81 05 48 65 6c 6c 6f' },
  { id: 'masked', spec: 'RFC 6455 §5.7', head: '81 85 37 fa 21 3d 7f 9f 4d 51 58' },
  { id: 'fragments', spec: 'RFC 6455 §5.7', head: '01 03 48 65 6c 80 02 6c 6f' },
  { id: 'ping', spec: 'RFC 6455 §5.7', head: '89 05 48 65 6c 6c 6f' },
  { id: 'pong', spec: 'RFC 6455 §5.7', head: '8a 85 37 fa 21 3d 7f 9f 4d 51 58' },
  { id: 'binary256', spec: 'RFC 6455 §5.7', head: '82 7e 01 00', filler: 256 },
  { id: 'binary64k', spec: 'RFC 6455 §5.7', head: '82 7f 00 00 00 00 00 01 00 00', filler: 65_536 },
  { id: 'close', spec: 'RFC 6455 §5.5.1', head: '88 02 03 e8' },
  { id: 'deflate', spec: 'RFC 7692 §7.2.3.1', head: 'c1 07 f2 48 cd c9 c9 07 00' },
  { id: 'deflateFragments', spec: 'RFC 7692 §7.2.3.1', head: '41 03 f2 48 cd 80 04 c9 c9 07 00' },
  {
    id: 'deflateTwice',
    spec: 'RFC 7692 §7.2.3.2',
    head: 'c1 07 f2 48 cd c9 c9 07 00 c1 05 f2 00 11 00 00',
  },
];

export function octetsOf({ head, filler = 0 }: Example): Uint8Array {
  const octets = ensure(fromHex(head) ?? undefined, 'hexadecimal');
  return filler === 0 ? octets : concat([octets, new Uint8Array(filler)]);
}
