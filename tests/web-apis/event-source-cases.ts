/** `EventSource` as scripts see it (WHATWG HTML section 9.2), after web-platform-tests' eventsource/. */
import { next, record, thrown, type ApiCase, type Page } from './case.ts';

function source({ EventSource }: Page, name: string, init?: EventSourceInit): EventSource {
  return new EventSource(`/api/events/${name}`, init);
}

/** What `message` events say until one with the data `end`, or until `count` have come. */
function messages(from: EventSource, count = Infinity): Promise<string[]> {
  const seen: string[] = [];
  return new Promise((resolve) => {
    from.addEventListener('message', ({ data, lastEventId }: MessageEvent<string>) => {
      seen.push(lastEventId === '' ? data : `${data} (${lastEventId})`);
      if (data.trim() !== 'end' && seen.length < count) return;
      from.close();
      resolve(seen);
    });
  });
}

const OBJECT: readonly ApiCase[] = [
  {
    name: 'the states have names on the class and on its objects',
    sees: [0, 1, 2, 0, 1, 2],
    script: (page) => {
      const object = source(page, 'plain');
      object.close();
      return [page.EventSource, object].flatMap(({ CONNECTING, OPEN, CLOSED }) => [CONNECTING, OPEN, CLOSED]);
    },
  },
  {
    name: 'a new object is connecting; url is absolute; withCredentials is what was asked for',
    sees: [0, true, false, true, false, null, null, null],
    script: (page) => {
      const object = source(page, 'plain');
      const other = source(page, 'plain', { withCredentials: true });
      const third = source(page, 'plain', {});
      const { readyState, url, withCredentials, onopen, onmessage, onerror } = object;
      for (const each of [object, other, third]) each.close();
      return [
        readyState,
        url === `${page.origin}/api/events/plain`,
        withCredentials,
        other.withCredentials,
        third.withCredentials,
        onopen,
        onmessage,
        onerror,
      ];
    },
  },
  {
    name: 'the constructor throws SyntaxError for what is no URL, and wants new',
    sees: ['SyntaxError', 'TypeError'],
    script: ({ EventSource }) => [
      thrown(() => new EventSource('http://[::/')),
      thrown(() => {
        (EventSource as unknown as (url: string) => unknown)('/api/events/plain');
      }),
    ],
  },
  {
    name: 'open fires when the stream is there, and the object is open then',
    sees: [0, 1, 'open'],
    script: async (page) => {
      const object = source(page, 'plain');
      const before = object.readyState;
      const { type } = await next(object, 'open');
      const { readyState } = object;
      object.close();
      return [before, readyState, type];
    },
  },
  {
    name: 'close is final: no event fires any more',
    sees: [2, []],
    script: async (page) => {
      const object = source(page, 'plain');
      const seen = record(object, ['open', 'message', 'error']);
      object.close();
      const { readyState } = object;
      await page.wait(500);
      return [readyState, seen];
    },
  },
  {
    name: 'close in a handler: of events that came along none fires',
    sees: ['one'],
    script: async (page) => {
      const object = source(page, 'plain');
      const seen: unknown[] = [];
      object.onmessage = ({ data }: MessageEvent<string>) => {
        seen.push(data);
        object.close();
      };
      await page.wait(800);
      return seen;
    },
  },
];

const STREAM: readonly ApiCase[] = [
  {
    name: 'data lines are joined by LF, and one blank after the colon is left out',
    sees: ['one', 'two\nthree\n', 'end'],
    script: (page) => messages(source(page, 'plain')),
  },
  {
    name: 'a line ends in CRLF, LF or CR; comments and unknown fields are passed over',
    sees: ['a', 'b', '', ' end'],
    script: (page) => messages(source(page, 'lines')),
  },
  {
    name: 'an event with a name goes to its listeners and not to onmessage',
    sees: [['quake 5.1', 'message plain', 'end '], ['plain']],
    script: async (page) => {
      const object = source(page, 'named');
      const seen: string[] = [];
      const unnamed: unknown[] = [];
      object.onmessage = ({ data }: MessageEvent<string>) => {
        unnamed.push(data);
      };
      for (const name of ['quake', 'message', 'end'])
        object.addEventListener(name, ({ type, data }: MessageEvent<string>) => {
          seen.push(`${type} ${data}`);
        });
      await next(object, 'end');
      object.close();
      return [seen, unnamed];
    },
  },
  {
    name: 'lastEventId stays until another id comes; one with NUL is passed over, an empty one resets it',
    sees: ['a (1)', 'b (1)', 'c (1)', 'end'],
    script: (page) => messages(source(page, 'ids')),
  },
  {
    name: 'events: of their classes, at the object, with its origin',
    sees: [
      ['Event', true],
      ['MessageEvent', true, true],
    ],
    script: async (page) => {
      const object = source(page, 'plain');
      const seen: unknown[] = [];
      object.onopen = (event) => {
        seen.push([event.constructor.name, event.target === object]);
      };
      object.onmessage = (event: MessageEvent<string>) => {
        seen.push([event.constructor.name, event.target === object, event.origin === page.origin]);
        object.onmessage = null;
      };
      await messages(object);
      return seen;
    },
  },
];

const END: readonly ApiCase[] = [
  {
    name: 'a stream that ends gives error while connecting, and is asked for again with the last id',
    sees: [['before (7)', 'after 7 (7)'], ['open', 'error', 'open'], [0]],
    script: async (page) => {
      const object = source(page, 'torn');
      const seen = record(object, ['open', 'error']);
      const states: number[] = [];
      object.onerror = () => {
        states.push(object.readyState);
      };
      return [await messages(object, 2), seen, states];
    },
  },
  {
    name: 'closed on its error, it asks no more, and another object may take its place',
    sees: [2, 1, ['before (7)', 'before (7)']],
    script: async (page) => {
      const object = source(page, 'torn');
      const first = messages(object, 2);
      const seen = record(object, ['error']);
      const data = await Promise.race([first, next(object, 'error').then(() => 'error')]);
      object.close();
      await page.wait(500);
      const other = await messages(source(page, 'torn'), 1);
      return [object.readyState, seen.length, [data === 'error' ? 'before (7)' : '', ...other]];
    },
  },
  {
    name: 'an answer 204 to the reconnection ends it for good',
    sees: [
      ['message', 'error', 'error'],
      [0, 2],
    ],
    script: async (page) => {
      const object = source(page, 'gone');
      const seen = record(object, ['message', 'error']);
      const states: number[] = [];
      object.onerror = () => {
        states.push(object.readyState);
      };
      await next(object, 'error');
      await next(object, 'error');
      await page.wait(300);
      return [seen, states];
    },
  },
  {
    name: 'an answer other than 200, or of another type, gives one error, and the object is closed',
    sees: [
      ['error', 2],
      ['error', 2],
      ['error', 2],
    ],
    script: async (page) => {
      const outcomes: unknown[] = [];
      for (const name of ['nothing', 'empty', 'text']) {
        const object = source(page, name);
        const seen = record(object, ['open', 'message', 'error']);
        await next(object, 'error');
        await page.wait(300);
        outcomes.push([...seen, object.readyState]);
      }
      return outcomes;
    },
  },
];

export const EVENT_SOURCE_CASES: readonly ApiCase[] = [...OBJECT, ...STREAM, ...END];
