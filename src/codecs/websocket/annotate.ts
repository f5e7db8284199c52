/** Names every bit of a WebSocket frame (RFC 6455 section 5.2), for the inspector. Broken rules are shown as they are. */
import { toHex } from '#base/bytes.ts';
import { octetField, preview, type Field } from '../fields.ts';
import { applyMask } from './encode.ts';
import { CLOSE, isControl, opcodeName } from './opcode.ts';

const SPEC = 'RFC 6455 §5.2';

/**
 * The fields of the frame at the start of `bytes`; of a frame that is cut off, those that are complete, and what is
 * there of the payload. `compressed` says that the frame belongs to a compressed message: RSV1 stands only in the first.
 */
export function annotateFrame(bytes: Uint8Array, compressed = false): Field[] {
  const [first, second] = bytes;
  if (first === undefined) return [];
  const fields = firstOctetFields(first);
  if (second === undefined) return fields;
  const masked = (second & 0x80) !== 0;
  const short = second & 0x7f;
  fields.push({ name: 'mask', offset: 8, bitLength: 1, value: masked, spec: SPEC });
  fields.push({ name: 'payload length', offset: 9, bitLength: 7, value: short, spec: SPEC });

  const lengthEnd = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < lengthEnd) return fields;
  const length = lengthEnd === 2 ? short : bigEndian(bytes.subarray(2, lengthEnd));
  if (lengthEnd > 2) fields.push(octetField('extended payload length', 2, lengthEnd, length, SPEC));

  const payloadFrom = lengthEnd + (masked ? 4 : 0);
  if (bytes.length < payloadFrom) return fields;
  const key = bytes.subarray(lengthEnd, payloadFrom);
  if (masked) fields.push(octetField('masking-key', lengthEnd, payloadFrom, toHex(key), 'RFC 6455 §5.3'));

  const payload = bytes.slice(payloadFrom, Math.min(payloadFrom + length, bytes.length));
  if (masked) applyMask(payload, key, 0);
  const opcode = first & 0x0f;
  const deflated = !isControl(opcode) && (compressed || (first & 0x40) !== 0);
  fields.push(...payloadFields(opcode, payload, payloadFrom, deflated));
  return fields;
}

function firstOctetFields(octet: number): Field[] {
  const opcode = octet & 0x0f;
  const rsv1Spec = 'RFC 7692 §6';
  return [
    { name: 'fin', offset: 0, bitLength: 1, value: (octet & 0x80) !== 0, spec: SPEC },
    { name: 'rsv1', offset: 1, bitLength: 1, value: (octet & 0x40) !== 0, spec: rsv1Spec },
    { name: 'rsv2', offset: 2, bitLength: 1, value: (octet & 0x20) !== 0, spec: SPEC },
    { name: 'rsv3', offset: 3, bitLength: 1, value: (octet & 0x10) !== 0, spec: SPEC },
    { name: 'opcode', offset: 4, bitLength: 4, value: `${String(opcode)} ${opcodeName(opcode)}`, spec: SPEC },
  ];
}

/** The payload as it was before masking; a close frame's code and reason apart (section 5.5.1). */
function payloadFields(opcode: number, payload: Uint8Array, from: number, deflated: boolean): Field[] {
  if (payload.length === 0) return [];
  const to = from + payload.length;
  if (deflated) return [octetField('compressed payload', from, to, preview(payload), 'RFC 7692 §7.2')];
  if (opcode !== CLOSE || payload.length < 2)
    return [octetField('payload data', from, to, preview(payload), SPEC)];
  const code = octetField('close code', from, from + 2, bigEndian(payload.subarray(0, 2)), 'RFC 6455 §7.4');
  if (payload.length === 2) return [code];
  return [code, octetField('close reason', from + 2, to, preview(payload.subarray(2)), 'RFC 6455 §5.5.1')];
}

function bigEndian(octets: Uint8Array): number {
  return octets.reduce((value, octet) => value * 256 + octet, 0);
}
