/** Reads the JSON of conformance vectors (schema `wire-vectors/1`): octets, chunks and expectations. */
import { concat, equalBytes, fromHex, toHex, utf8 } from '#base/bytes.ts';
import { ensure } from '#base/assert.ts';

/** Octets as the vectors write them. */
export type BytesSpec =
  | string
  | { readonly utf8: string }
  | { readonly repeat: BytesSpec; readonly times: number }
  | { readonly concat: readonly BytesSpec[] };

export type ChunksSpec = readonly BytesSpec[] | { readonly of: BytesSpec; readonly size: number };

/** What every vector has; the rest depends on its kind, and each judge casts to its own type. */
export interface Vector {
  readonly name: string;
  readonly category: string;
}

export interface VectorFile {
  readonly kind: string;
  readonly vectors: readonly Vector[];
}

export interface JudgeOptions {
  /** Lenient alternatives don't count, reasons and the moment of a failure do. */
  readonly strict: boolean;
  /** Feed one octet at a time. */
  readonly bytewise: boolean;
}

/** An expectation with further complete ones, any of which is right. */
export type WithAlternatives<E> = E & {
  readonly alternatives?: readonly (E & { readonly lenient?: boolean })[];
};

export function octets(spec: BytesSpec | undefined): Uint8Array {
  if (spec === undefined) return new Uint8Array(0);
  if (typeof spec === 'string') return ensure(fromHex(spec), `hexadecimal in ${spec}`);
  if ('utf8' in spec) return utf8(spec.utf8);
  if ('concat' in spec) return concat(spec.concat.map(octets));
  const unit = octets(spec.repeat);
  const all = new Uint8Array(unit.length * spec.times);
  for (let i = 0; i < spec.times; i++) all.set(unit, i * unit.length);
  return all;
}

/** The chunks in order of arrival. */
export function chunksOf(spec: ChunksSpec, { bytewise }: JudgeOptions): Uint8Array[] {
  if ('of' in spec) return cut(octets(spec.of), bytewise ? 1 : spec.size);
  const chunks = spec.map(octets);
  return bytewise ? cut(concat(chunks), 1) : chunks;
}

export function cut(all: Uint8Array, size: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < all.length; at += size) pieces.push(all.subarray(at, at + size));
  return pieces;
}

/** Null when the main expectation or an alternative holds; otherwise why the main one does not. */
export function anyOf<E extends object>(
  expected: WithAlternatives<E>,
  { strict }: JudgeOptions,
  judge: (expectation: E) => string | null,
): string | null {
  const why = judge(expected);
  if (why === null) return null;
  const holds = expected.alternatives?.some(
    (other) => !(strict && other.lenient === true) && judge(other) === null,
  );
  return holds === true ? null : why;
}

/** Null when both are the same as JSON, octets compared by value; otherwise what differs. */
export function same(what: string, expected: unknown, actual: unknown): string | null {
  if (expected instanceof Uint8Array && actual instanceof Uint8Array && equalBytes(expected, actual))
    return null;
  const [want, got] = [show(expected), show(actual)];
  return want === got ? null : `${what}: want ${shorten(want)}, got ${shorten(got)}`;
}

/** The first complaint of a list. */
export function firstOf(complaints: Iterable<string | null>): string | null {
  for (const complaint of complaints) if (complaint !== null) return complaint;
  return null;
}

function show(value: unknown): string {
  if (value === undefined) return 'undefined';
  return JSON.stringify(value, (_, part: unknown) =>
    part instanceof Uint8Array ? `0x${toHex(part)}` : part,
  );
}

function shorten(text: string): string {
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
