/** The field tree of one WebSocket frame. */
import type { Field } from '#codecs/fields.ts';
import type { FrameFacts } from '#trace/inspect-frames.ts';
import { bitText, asciiOf } from '#views/inspector/octets/bits.ts';
import type { TreeRow } from '#views/inspector/octets/rows.ts';
import { rangeOf } from '#views/inspector/cursor.svelte.ts';
import type { InspectorWords } from '#words/inspector.en.ts';

/** So many octets of payload have a row of their own. */
const SHOWN_OCTETS = 24;

/** `fields` are those of all frames; `octets` as they were sent. */
export function frameRows(
  frame: FrameFacts,
  fields: readonly Field[],
  octets: Uint8Array,
  w: InspectorWords,
): TreeRow[] {
  const own = fields.filter(({ offset }) => offset >= frame.from * 8 && offset < frame.to * 8);
  const header = own.filter(({ offset }) => offset < frame.payloadFrom * 8);
  const payload = own.filter(({ offset }) => offset >= frame.payloadFrom * 8);
  const keyless = header.filter(({ name }) => name !== 'masking-key');
  const key = header.find(({ name }) => name === 'masking-key');
  const headerEnd = frame.payloadFrom - (frame.key ? 4 : 0);
  return [
    row(w.frame.header, frame.from * 8, headerEnd * 8, w.octets(headerEnd - frame.from), octets),
    ...keyless.map((field) => fieldRow(field, frame, octets, w, 2)),
    ...(key ? [fieldRow(key, frame, octets, w, 1)] : []),
    ...payload.flatMap((field) => [
      fieldRow(field, frame, octets, w, 1),
      ...octetRows(field, frame, octets, w),
    ]),
  ];
}

function row(
  name: string,
  from: number,
  to: number,
  about: string,
  octets: Uint8Array,
  level: 1 | 2 = 1,
): TreeRow {
  const raw = bitText(octets, from, to, 4);
  return { key: `${name}@${String(from)}`, level, name, raw, about, spec: '', range: { from, to } };
}

function fieldRow(
  field: Field,
  frame: FrameFacts,
  octets: Uint8Array,
  w: InspectorWords,
  level: 1 | 2,
): TreeRow {
  const { from, to } = rangeOf(field);
  const name = w.fields[field.name] ?? field.name;
  return { ...row(name, from, to, aboutField(field, frame, w), octets, level), spec: field.spec };
}

/** What a field of a frame says, in words. */
export function aboutField(field: Field, frame: FrameFacts, w: InspectorWords): string {
  const { about } = w.frame;
  const bytes = field.bitLength / 8;
  switch (field.name) {
    case 'fin':
      return about.fin(frame.fin);
    case 'rsv1':
      return about.rsv1(frame.rsv1);
    case 'rsv2':
    case 'rsv3':
      return about.rsv(field.value === true);
    case 'opcode':
      return about.opcode(frame.opcode);
    case 'mask':
      return about.mask(frame.key !== null);
    case 'payload length':
      return frame.lengthForm === 7
        ? about.length7(frame.length)
        : frame.lengthForm === 16
          ? about.length16
          : about.length64;
    case 'extended payload length':
      return about.extended(frame.length, frame.length >= (frame.lengthForm === 16 ? 126 : 65_536));
    case 'masking-key':
      return about.key;
    case 'close code':
      return about.closeCode(Number(field.value));
    case 'close reason':
      return String(field.value);
    case 'compressed payload':
      return about.compressed(bytes);
    default:
      return frame.key ? about.data(bytes) : `${about.data(bytes)} ${String(field.value)}`;
  }
}

function octetRows(field: Field, frame: FrameFacts, octets: Uint8Array, w: InspectorWords): TreeRow[] {
  // Without a mask the grid shows the same.
  if (field.name === 'close code' || !frame.key) return [];
  const from = field.offset / 8;
  const count = field.bitLength / 8;
  const rows = Array.from({ length: Math.min(count, SHOWN_OCTETS) }, (_, i) => {
    const at = from + i;
    const plain = frame.plain[at - frame.payloadFrom] ?? 0;
    const sent = hexOf(octets[at] ?? 0);
    const raw = `${sent} → ${hexOf(plain)}`;
    const name = w.frame.byte(at - frame.payloadFrom);
    return { ...row(name, at * 8, at * 8 + 8, asciiOf(plain), octets, 2), raw };
  });
  if (count > SHOWN_OCTETS) {
    const rest = from + SHOWN_OCTETS;
    rows.push({
      ...row('…', rest * 8, (from + count) * 8, w.frame.more(count - SHOWN_OCTETS), octets, 2),
      raw: '',
    });
  }
  return rows;
}

export function hexOf(octet: number): string {
  return octet.toString(16).padStart(2, '0');
}
