/** Names the parts of Engine.IO and Socket.IO packets, for the inspector. Input that breaks the grammar is shown raw. */
import { fromUtf8Strict, utf8 } from '#base/bytes.ts';
import { ENGINE_TYPES, RECORD_SEPARATOR } from '../engineio/packet.ts';
import { octetField, preview, type Field } from '../fields.ts';
import { SOCKET_IO_TYPES } from './packet.ts';

const ENGINE = 'Engine.IO protocol 4';
const SOCKET = 'Socket.IO protocol 5';
/** `["name"` or `[7`: what an event is called, as JSON (socket.io-parser takes strings and numbers). */
const EVENT = /^(\[\s*)("(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*)(\s*(?:,\s*)?)/;

/** The payload of one WebSocket message, whose octets stand at octet `at` of the unit. */
export function annotatePacket(octets: Uint8Array, message: 'text' | 'binary', at = 0): Field[] {
  if (octets.length === 0) return [];
  const text = message === 'text' ? fromUtf8Strict(octets) : null;
  if (text !== null) return annotateText(text, at);
  const name = message === 'text' ? 'payload data' : 'attachment';
  return [octetField(name, at, at + octets.length, preview(octets), `${SOCKET}, Binary payload`)];
}

/** A polling body: packets with a separator between them. */
export function annotatePayload(octets: Uint8Array, at = 0): Field[] {
  const text = fromUtf8Strict(octets);
  if (text === null) return annotatePacket(octets, 'text', at);
  const fields: Field[] = [];
  let from = at;
  for (const [i, packet] of text.split(RECORD_SEPARATOR).entries()) {
    if (i > 0) fields.push(octetField('record separator', from, ++from, 'U+001E', `${ENGINE}, Payload`));
    fields.push(...annotateText(packet, from));
    from += utf8(packet).length;
  }
  return fields;
}

/** Adds fields from left to right; positions are counted in octets of UTF-8. */
class FieldWriter {
  readonly fields: Field[] = [];
  #at: number;

  constructor(at: number) {
    this.#at = at;
  }

  add(name: string, text: string, spec: string, value: Field['value'] = text): void {
    const from = this.#at;
    this.skip(text);
    if (text !== '') this.fields.push(octetField(name, from, this.#at, value, spec));
  }

  /** Punctuation that is no field. */
  skip(text: string): void {
    this.#at += utf8(text).length;
  }
}

function annotateText(text: string, at: number): Field[] {
  const writer = new FieldWriter(at);
  const [digit = ''] = text;
  const type = ENGINE_TYPES[/^[0-6]$/.test(digit) ? Number(digit) : -1];
  const spec = `${ENGINE}, Packet encoding`;
  if (digit === 'b') {
    writer.add('engine packet type', digit, spec, 'b message');
    writer.add('base64 data', text.slice(1), spec);
  } else if (type === undefined) {
    writer.add('not a packet', text, spec);
  } else {
    writer.add('engine packet type', digit, spec, `${digit} ${type}`);
    if (type === 'message') annotateSocketIo(text.slice(1), writer);
    else writer.add('data', text.slice(1), `${ENGINE}, ${type === 'open' ? 'Handshake' : 'Packet types'}`);
  }
  return writer.fields;
}

/** `<type>[<attachments>-][<namespace>,][<id>][JSON]`. */
function annotateSocketIo(text: string, writer: FieldWriter): void {
  const spec = `${SOCKET}, Packet encoding`;
  const [digit = ''] = text;
  const type = SOCKET_IO_TYPES[/^[0-6]$/.test(digit) ? Number(digit) : -1];
  if (type === undefined) {
    writer.add('data', text, spec);
    return;
  }
  writer.add('packet type', digit, spec, `${digit} ${type}`);
  const grammar = type.startsWith('BINARY')
    ? /^(\d+-)?(\/[^,]*,?)?(\d+)?(.*)$/s
    : /^()(\/[^,]*,?)?(\d+)?(.*)$/s;
  const [, attachments = '', namespace = '', id = '', json = ''] = grammar.exec(text.slice(1)) ?? [];
  writer.add('attachments', attachments, spec, parseInt(attachments, 10));
  writer.add('namespace', namespace, spec, namespace.replace(/,$/, ''));
  writer.add('ack id', id, spec, Number(id));
  if (type.endsWith('EVENT')) annotateEvent(json, writer, spec);
  else writer.add('data', json, spec);
}

function annotateEvent(json: string, writer: FieldWriter, spec: string): void {
  const [whole = '', open = '', name = '', comma = ''] = EVENT.exec(json) ?? [];
  writer.skip(open);
  writer.add('event', name, spec, unquoted(name));
  writer.skip(comma);
  const rest = json.slice(whole.length);
  writer.add('data', whole === '' ? rest : rest.replace(/\s*\]\s*$/, ''), spec);
}

function unquoted(literal: string): string {
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal; // A raw control character, or no number after all: shown as it stands.
  }
}
