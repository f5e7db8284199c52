/** Vectors of kind sse. */
import { fromUtf8 } from '#base/bytes.ts';
import { SseParser } from '../sse/parser.ts';
import {
  anyOf,
  chunksOf,
  firstOf,
  octets,
  same,
  type BytesSpec,
  type ChunksSpec,
  type JudgeOptions,
  type Vector,
  type WithAlternatives,
} from './vector.ts';

interface ExpectedStream {
  readonly events?: readonly {
    readonly type: string;
    readonly data: string | BytesSpec;
    readonly lastEventId: string;
    readonly times?: number;
  }[];
  readonly retry?: number | null;
  readonly lastEventId?: string;
}

interface StreamVector extends Vector {
  readonly chunks: ChunksSpec;
  readonly expect: WithAlternatives<ExpectedStream>;
}

/** What the parser makes of an event stream: null when right. */
export function judgeEventStream(vector: Vector, options: JudgeOptions): string | null {
  const { chunks, expect } = vector as StreamVector;
  const parser = new SseParser();
  const items = chunksOf(chunks, options).flatMap((chunk) => parser.feed(chunk));
  const got = items.flatMap((item) =>
    item.kind === 'event' ? [{ type: item.type, data: item.data, lastEventId: item.lastEventId }] : [],
  );
  return anyOf(expect, options, ({ events = [], retry, lastEventId }) => {
    const wanted = events.flatMap(({ type, data, lastEventId, times = 1 }) =>
      Array<object>(times).fill({
        type,
        data: typeof data === 'string' ? data : fromUtf8(octets(data)),
        lastEventId,
      }),
    );
    return firstOf([
      same('events', wanted, got),
      retry === undefined ? null : same('retry', retry, parser.retryMs),
      lastEventId === undefined ? null : same('lastEventId', lastEventId, parser.lastEventId),
    ]);
  });
}
