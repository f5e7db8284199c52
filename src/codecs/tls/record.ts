/**
 * TLS 1.3 as far as its octets are counted (RFC 8446): records around what an application writes, and the flights of a
 * full handshake. Nothing is encrypted and no key exists: what would be ciphertext is the plaintext with placeholders
 * around it. Lengths are those of TLS_AES_128_GCM_SHA256 with X25519MLKEM768.
 */
import { assert } from '#base/assert.ts';
import { concat } from '#base/bytes.ts';

/** TLSPlaintext.type (RFC 8446 section 5.1). */
const CHANGE_CIPHER_SPEC = 20;
const HANDSHAKE = 22;
const APPLICATION_DATA = 23;

/** Type, version and length (section 5.1). */
const HEADER_BYTES = 5;
/** The inner content type behind the plaintext (section 5.2) and AES-GCM's tag (RFC 5116 section 5.1). */
const TRAILER_BYTES = 1 + 16;
/** The largest plaintext of a record (section 5.1). */
const MAX_PLAINTEXT_BYTES = 2 ** 14;

/** What a record adds to at most 2^14 octets of plaintext. */
export const RECORD_BYTES = HEADER_BYTES + TRAILER_BYTES;

/** Octets of message type and length (section 4). */
const MESSAGE_BYTES = 4;
/** Finished: a SHA-256 HMAC (section 4.4.4). */
const FINISHED_BYTES = MESSAGE_BYTES + 32;
/** What a middlebox that knows only TLS 1.2 expects to see (appendix D.4). */
const COMPATIBILITY: Flight = [[CHANGE_CIPHER_SPEC, 1]];

type Flight = readonly (readonly [type: number, lengthBytes: number])[];

/**
 * ClientHello as Chromium sends it, some 1.75 kB: 1216 octets are the key share of X25519MLKEM768
 * (draft-ietf-tls-ecdhe-mlkem section 4), the rest are another key share, names and lists.
 */
export const CLIENT_HELLO = flight([[HANDSHAKE, 1745]]);

/** Version, random, session id echoed, cipher suite, compression, two extensions: the key share has 1120 octets. */
const SERVER_HELLO_BYTES = MESSAGE_BYTES + 72 + 6 + 8 + 1120;
/** ALPN with 'http/1.1' is the only one. */
const ENCRYPTED_EXTENSIONS_BYTES = MESSAGE_BYTES + 2 + 15;
/** A leaf and an intermediate with ECDSA keys, and what surrounds them: about 3 kB is usual. */
const CERTIFICATE_BYTES = 3000;
/** ECDSA P-256 in DER: 70 to 72 octets. */
const CERTIFICATE_VERIFY_BYTES = MESSAGE_BYTES + 4 + 71;

/** ServerHello, then in one record EncryptedExtensions, Certificate, CertificateVerify and Finished (section 2). */
export const SERVER_FLIGHT = flight([
  [HANDSHAKE, SERVER_HELLO_BYTES],
  ...COMPATIBILITY,
  [
    APPLICATION_DATA,
    ENCRYPTED_EXTENSIONS_BYTES +
      CERTIFICATE_BYTES +
      CERTIFICATE_VERIFY_BYTES +
      FINISHED_BYTES +
      TRAILER_BYTES,
  ],
]);

/** The client's Finished. */
export const CLIENT_FINISHED = flight([...COMPATIBILITY, [APPLICATION_DATA, FINISHED_BYTES + TRAILER_BYTES]]);

/** `bytes` as application data, in as few records as hold it. */
export function sealRecords(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const records: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += MAX_PLAINTEXT_BYTES) {
    const plain = bytes.subarray(at, at + MAX_PLAINTEXT_BYTES);
    const record = emptyRecord(APPLICATION_DATA, plain.length + TRAILER_BYTES);
    record.set(plain, HEADER_BYTES);
    record[HEADER_BYTES + plain.length] = APPLICATION_DATA;
    records.push(record);
  }
  return concat(records);
}

/** Takes records of application data apart again, split as they may come. */
export class RecordReader {
  #rest: Uint8Array = new Uint8Array();

  /** The plaintext of the records that `chunk` completes: of a part of a record nothing can be read. */
  feed(chunk: Uint8Array): Uint8Array<ArrayBuffer> {
    let bytes: Uint8Array = concat([this.#rest, chunk]);
    const plain: Uint8Array[] = [];
    while (bytes.length >= HEADER_BYTES) {
      const end = HEADER_BYTES + new DataView(bytes.buffer, bytes.byteOffset).getUint16(3);
      if (bytes.length < end) break;
      plain.push(bytes.subarray(HEADER_BYTES, end - TRAILER_BYTES));
      bytes = bytes.subarray(end);
    }
    this.#rest = bytes;
    return concat(plain);
  }
}

/** The plaintext of whole records of application data. */
export function openRecords(records: Uint8Array): Uint8Array<ArrayBuffer> {
  return new RecordReader().feed(records);
}

function flight(records: Flight): Uint8Array<ArrayBuffer> {
  return concat(records.map(([type, lengthBytes]) => emptyRecord(type, lengthBytes)));
}

/** A record with its header and zeros; the version is that of TLS 1.2, as the standard has it (section 5.1). */
function emptyRecord(type: number, lengthBytes: number): Uint8Array<ArrayBuffer> {
  assert(lengthBytes <= MAX_PLAINTEXT_BYTES + 256, 'a record is no longer than section 5.2 allows');
  const record = new Uint8Array(HEADER_BYTES + lengthBytes);
  record.set([type, 3, 3, lengthBytes >> 8, lengthBytes & 0xff]);
  return record;
}
