/** Runs the vectors of a file against the codecs. */
import { judgeEventStream } from './judge-sse.ts';
import { judgeHandshake } from './judge-handshake.ts';
import { judgeHttp } from './judge-http.ts';
import { judgeSocketIo } from './judge-socketio.ts';
import { judgeEncoding, judgeReception } from './judge-websocket.ts';
import type { JudgeOptions, Vector, VectorFile } from './vector.ts';

/** Null when the codecs do what the vector expects; otherwise why not. */
type Judge = (vector: Vector, options: JudgeOptions) => string | null;

/** By kind of vector. */
export const JUDGES: Readonly<Record<string, Judge>> = {
  http1: judgeHttp,
  sse: judgeEventStream,
  'ws-frames': judgeReception,
  'ws-encode': judgeEncoding,
  'ws-handshake': judgeHandshake,
  'ws-deflate': judgeReception,
  socketio: judgeSocketIo,
};

export interface Verdict {
  readonly kind: string;
  readonly name: string;
  readonly category: string;
  /** Null when the vector passed. */
  readonly why: string | null;
}

/** A verdict for every vector of the file; none when nothing here judges its kind. */
export function judgeFile({ kind, vectors }: VectorFile, options: JudgeOptions): Verdict[] {
  const judge = JUDGES[kind];
  if (judge === undefined) return [];
  return vectors.map((vector) => {
    const { name, category } = vector;
    return { kind, name, category, why: attempt(() => judge(vector, options)) };
  });
}

function attempt(judge: () => string | null): string | null {
  try {
    return judge();
  } catch (thrown) {
    return `threw ${String(thrown)}`; // A decoder must not; the report goes on with the next vector.
  }
}
