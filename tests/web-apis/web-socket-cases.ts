/** `WebSocket` as scripts see it (WHATWG WebSockets, sections 3.1 and 4), after web-platform-tests' websockets/. */
import { next, record, thrown, type ApiCase, type Page } from './case.ts';

const EVENTS = ['open', 'message', 'error', 'close'];

async function opened(
  { WebSocket, socketOrigin }: Page,
  query = '',
  protocols?: string | string[],
): Promise<WebSocket> {
  const socket = new WebSocket(`${socketOrigin}/echo${query}`, protocols);
  await next(socket, 'open');
  return socket;
}

function closed(socket: WebSocket): Promise<CloseEvent> {
  return next<CloseEvent>(socket, 'close');
}

async function echoed(socket: WebSocket): Promise<unknown> {
  const { data } = await next<MessageEvent<unknown>>(socket, 'message');
  if (data instanceof Blob) return { blob: [...new Uint8Array(await data.arrayBuffer())] };
  if (data instanceof ArrayBuffer) return { octets: [...new Uint8Array(data)] };
  return data;
}

function about({ code, reason, wasClean }: CloseEvent): unknown {
  return { code, reason, wasClean };
}

/** What the server has heard that begins so, on all its sockets. */
async function heard(page: Page, beginning: string): Promise<unknown> {
  const socket = await opened(page);
  socket.send(`heard ${beginning}`);
  return JSON.parse(String(await echoed(socket)));
}

const CONSTRUCTOR: readonly ApiCase[] = [
  {
    name: 'the constructor throws SyntaxError for what is no ws, wss, http or https URL, and for a fragment',
    sees: ['SyntaxError', 'SyntaxError', 'SyntaxError', 'SyntaxError', 'SyntaxError', 'SyntaxError'],
    script: ({ WebSocket, socketOrigin }) =>
      [
        'ws://',
        'ws://[::/',
        'ftp://feed.example.com/',
        'mailto:feed@example.com',
        `${socketOrigin}/echo#part`,
        `${socketOrigin}/echo#`,
      ].map((url) => thrown(() => new WebSocket(url))),
  },
  {
    name: 'the constructor throws SyntaxError for a subprotocol that is no token, and for one that is named twice',
    sees: ['SyntaxError', 'SyntaxError', 'SyntaxError', 'SyntaxError', 'SyntaxError', '', ''],
    script: ({ WebSocket, socketOrigin }) =>
      ['', 'a b', 'a,b', ['chat', 'chat'], ['chat', 'café'], [], ['chat', 'Chat']].map((protocols) =>
        thrown(() => {
          new WebSocket(`${socketOrigin}/echo`, protocols).close();
        }),
      ),
  },
  {
    name: 'the constructor is not a function to call',
    sees: 'TypeError',
    script: ({ WebSocket }) =>
      thrown(() => {
        (WebSocket as unknown as (url: string) => unknown)('/echo');
      }),
  },
  {
    name: 'the states have names on the class and on its objects',
    sees: [0, 1, 2, 3, 0, 1, 2, 3],
    script: async (page) => {
      const { WebSocket } = page;
      const socket = await opened(page);
      return [WebSocket, socket].flatMap(({ CONNECTING, OPEN, CLOSING, CLOSED }) => [
        CONNECTING,
        OPEN,
        CLOSING,
        CLOSED,
      ]);
    },
  },
  {
    name: 'a URL is relative to the page, and http and https become ws and wss',
    sees: ['/echo?a=%20b', '/echo', '/'],
    script: ({ WebSocket, origin, socketOrigin }) =>
      ['/echo?a= b', `${origin}/echo`, ''].map((given) => {
        const socket = new WebSocket(given === '' ? origin : given);
        socket.close();
        return socket.url.replace(socketOrigin, '');
      }),
  },
  {
    name: 'a new socket is connecting, and has neither protocol nor extensions nor a queue',
    sees: [0, '', '', 0, 'blob', null, null, null, null],
    script: async ({ WebSocket, socketOrigin }) => {
      const socket = new WebSocket(`${socketOrigin}/echo`, 'chat');
      const { readyState, protocol, extensions, bufferedAmount, binaryType } = socket;
      const { onopen, onmessage, onerror, onclose } = socket;
      await next(socket, 'open');
      return [
        readyState,
        protocol,
        extensions,
        bufferedAmount,
        binaryType,
        onopen,
        onmessage,
        onerror,
        onclose,
      ];
    },
  },
  {
    name: 'attributes that are read-only stay as they are',
    sees: [1, '', '', 0, true],
    script: async (page) => {
      const socket = await opened(page);
      for (const name of ['readyState', 'protocol', 'extensions', 'bufferedAmount', 'url'])
        Reflect.set(socket, name, 'mine');
      const { readyState, protocol, extensions, bufferedAmount, url } = socket;
      return [readyState, protocol, extensions, bufferedAmount, url === `${page.socketOrigin}/echo`];
    },
  },
];

const HANDSHAKE: readonly ApiCase[] = [
  {
    name: 'the server chooses one of the subprotocols that the page names',
    sees: ['superchat', 'chat', ''],
    script: async (page) => [
      (await opened(page, '', ['telepathy', 'superchat'])).protocol,
      (await opened(page, '', 'chat')).protocol,
      (await opened(page)).protocol,
    ],
  },
  {
    name: 'the connection fails when the server chooses none of the subprotocols',
    sees: [['error', 'close'], { code: 1006, reason: '', wasClean: false }],
    script: async ({ WebSocket, socketOrigin }) => {
      const socket = new WebSocket(`${socketOrigin}/echo`, 'telepathy');
      const seen = record(socket, EVENTS);
      const end = await closed(socket);
      return [seen, about(end)];
    },
  },
  {
    name: 'an answer other than 101 gives error and then close with 1006',
    sees: [['error', 'close'], { code: 1006, reason: '', wasClean: false }, [3, 3]],
    script: async ({ WebSocket, socketOrigin }) => {
      const socket = new WebSocket(`${socketOrigin}/nowhere`);
      const seen = record(socket, EVENTS);
      const states: number[] = [];
      for (const type of ['error', 'close'])
        socket.addEventListener(type, () => {
          states.push(socket.readyState);
        });
      const end = await closed(socket);
      return [seen, about(end), states];
    },
  },
  {
    name: 'the socket is open when open fires, and messages that came along follow',
    sees: [
      ['open', 'message', 'message', 'message'],
      [1, 1],
    ],
    script: async (page) => {
      const socket = new page.WebSocket(`${page.socketOrigin}/echo?greetings=3`);
      const seen = record(socket, EVENTS);
      await next(socket, 'open');
      const state = socket.readyState;
      await page.wait(500);
      return [seen, [state, socket.readyState]];
    },
  },
  {
    name: 'permessage-deflate that the server agreed to stands in extensions, and messages survive it',
    deflate: true,
    sees: ['permessage-deflate', true, { octets: [0, 1, 2, 255] }, ''],
    script: async (page) => {
      const socket = await opened(page, '?deflate');
      socket.binaryType = 'arraybuffer';
      const long = 'abc 你好 '.repeat(2000);
      socket.send(long);
      const same = (await echoed(socket)) === long;
      socket.send(Uint8Array.of(0, 1, 2, 255));
      const octets = await echoed(socket);
      socket.send('');
      return [socket.extensions, same, octets, await echoed(socket)];
    },
  },
];

const SENDING: readonly ApiCase[] = [
  {
    name: 'send throws InvalidStateError while connecting, and the connection goes on',
    sees: ['InvalidStateError', 0, 0, 'later'],
    script: async ({ WebSocket, socketOrigin }) => {
      const socket = new WebSocket(`${socketOrigin}/echo`);
      const name = thrown(() => {
        socket.send('too early');
      });
      const { readyState, bufferedAmount } = socket;
      await next(socket, 'open');
      socket.send('later');
      return [name, readyState, bufferedAmount, await echoed(socket)];
    },
  },
  {
    name: 'send without a message throws TypeError',
    sees: 'TypeError',
    script: async (page) => {
      const socket = await opened(page);
      return thrown(() => {
        (socket as unknown as { send(): void }).send();
      });
    },
  },
  {
    name: 'text goes as text: none, any characters, half a surrogate pair as U+FFFD, and what is no text as its string',
    sees: ['', 'ab\0 你好 🙂', 'a\ufffdb', '5', 'null', 'undefined', '1,2'],
    script: async (page) => {
      const socket = await opened(page);
      const seen: unknown[] = [];
      for (const text of ['', 'ab\0 你好 🙂', 'a\ud83db', 5, null, undefined, [1, 2]]) {
        socket.send(text as string);
        seen.push(await echoed(socket));
      }
      return seen;
    },
  },
  {
    name: 'ArrayBuffer, views and Blob go as octets and come back as binaryType says',
    sees: [
      { blob: [1, 2, 3] },
      { octets: [2, 3] },
      { octets: [3] },
      { octets: [0x62, 0xc3, 0xbc] },
      { octets: [] },
      { blob: [] },
    ],
    script: async (page) => {
      const socket = await opened(page);
      const { buffer } = Uint8Array.of(1, 2, 3);
      const seen: unknown[] = [];
      socket.send(buffer);
      seen.push(await echoed(socket));
      socket.binaryType = 'arraybuffer';
      for (const data of [
        new Uint8Array(buffer, 1),
        new DataView(buffer, 2),
        new Blob(['b', 'ü']),
        new Blob(),
      ]) {
        socket.send(data);
        seen.push(await echoed(socket));
      }
      socket.binaryType = 'blob';
      socket.send(new ArrayBuffer(0));
      seen.push(await echoed(socket));
      return seen;
    },
  },
  {
    name: 'a binaryType that there is not is ignored',
    sees: ['blob', 'arraybuffer', 'arraybuffer'],
    script: async (page) => {
      const socket = await opened(page);
      const seen: string[] = [];
      for (const type of ['nodebuffer', 'arraybuffer', 'Blob']) {
        Reflect.set(socket, 'binaryType', type);
        seen.push(socket.binaryType);
      }
      return seen;
    },
  },
  {
    name: 'messages keep their order, whatever their type, and what is sent is what stood in the buffer at the time',
    sees: ['text', 'blob', 'octets', 'more text', 7],
    script: async (page) => {
      const socket = await opened(page);
      socket.binaryType = 'arraybuffer';
      const seen: unknown[] = [];
      socket.onmessage = ({ data }: MessageEvent<unknown>) => {
        seen.push(data instanceof ArrayBuffer ? [...new Uint8Array(data)] : data);
      };
      const octets = Uint8Array.of(7);
      socket.send('text');
      socket.send(new Blob(['blob']));
      socket.send(octets);
      octets[0] = 8;
      socket.send('more text');
      await page.wait(1000);
      const [, blob, last] = seen;
      return [
        seen[0],
        new TextDecoder().decode(Uint8Array.from(blob as number[])),
        Array.isArray(last) ? 'octets' : last,
        seen[3],
        (last as number[])[0],
      ];
    },
  },
  {
    name: 'bufferedAmount counts octets of UTF-8 and of binary data in the turn of send, and goes back to 0',
    sees: [[7, 10, 10, 15], 0],
    script: async (page) => {
      const socket = await opened(page);
      const amounts = ['a 你好'.slice(0, 3) + 'bb', new ArrayBuffer(3), '', new Blob(['12345'])].map(
        (data) => {
          socket.send(data);
          return socket.bufferedAmount;
        },
      );
      await page.wait(1000);
      return [amounts, socket.bufferedAmount];
    },
  },
  {
    name: 'what is sent after close counts in bufferedAmount for ever, and goes nowhere',
    sees: [5, 8, 8, 9, []],
    script: async (page) => {
      const socket = await opened(page);
      const over = closed(socket);
      socket.close();
      socket.send('hello');
      const first = socket.bufferedAmount;
      socket.send(new ArrayBuffer(3));
      const second = socket.bufferedAmount;
      await over;
      const third = socket.bufferedAmount;
      socket.send('!');
      return [first, second, third, socket.bufferedAmount, await heard(page, 'hello')];
    },
  },
  {
    name: 'what is sent before close in the same turn arrives',
    sees: ['send first', 'send second'],
    script: async (page) => {
      const socket = await opened(page);
      const over = closed(socket);
      socket.send('send first');
      socket.send('send second');
      socket.close();
      await over;
      return heard(page, 'send');
    },
  },
  {
    name: 'a large message comes back whole',
    sees: [200_000, true],
    script: async (page) => {
      const socket = await opened(page);
      socket.binaryType = 'arraybuffer';
      const octets = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7) & 0xff);
      socket.send(octets);
      const { data } = await next<MessageEvent<ArrayBuffer>>(socket, 'message');
      const back = new Uint8Array(data);
      return [back.length, back.every((octet, i) => octet === octets[i])];
    },
  },
];

const CLOSING: readonly ApiCase[] = [
  {
    name: 'close takes 1000 and 3000 to 4999, and a reason of 123 octets; else it throws and nothing changes',
    sees: [
      ['InvalidAccessError', 'InvalidAccessError', 'InvalidAccessError', 'InvalidAccessError'],
      ['InvalidAccessError', 'InvalidAccessError', 'InvalidAccessError', 'InvalidAccessError'],
      ['SyntaxError', 'SyntaxError', 'InvalidAccessError'],
      1,
      '',
    ],
    script: async (page) => {
      const socket = await opened(page);
      const close = (...given: unknown[]): string =>
        thrown(() => {
          (socket as unknown as { close(...given: unknown[]): void }).close(...given);
        });
      return [
        [0, 999, 1001, 2999].map((code) => close(code)),
        [5000, -1, null, 'abc'].map((code) => close(code)),
        [close(1000, 'x'.repeat(124)), close(3000, 'ü'.repeat(62)), close(1001, 'x'.repeat(124))],
        socket.readyState,
        close(1000, 'x'.repeat(123)),
      ];
    },
  },
  {
    name: 'close without a code: the close event says 1005, cleanly',
    sees: [2, ['close'], { code: 1005, reason: '', wasClean: true }, 3],
    script: async (page) => {
      const socket = await opened(page);
      const seen = record(socket, EVENTS);
      socket.close();
      const state = socket.readyState;
      const end = await closed(socket);
      return [state, seen, about(end), socket.readyState];
    },
  },
  {
    name: 'close with code and reason: they come back, and further calls change nothing',
    sees: [['close'], { code: 4321, reason: 'good bye 再见', wasClean: true }],
    script: async (page) => {
      const socket = await opened(page);
      const seen = record(socket, EVENTS);
      socket.close(4321, 'good bye 再见');
      socket.close(1000, 'other');
      const end = await closed(socket);
      socket.close();
      await page.wait(300);
      return [seen, about(end)];
    },
  },
  {
    name: 'close while connecting: closing at once, then error and close with 1006, and never open',
    sees: [2, ['error', 'close'], { code: 1006, reason: '', wasClean: false }],
    script: async ({ WebSocket, socketOrigin, wait }) => {
      const socket = new WebSocket(`${socketOrigin}/echo`);
      const seen = record(socket, EVENTS);
      socket.close(3000, 'changed my mind');
      const { readyState } = socket;
      const end = await closed(socket);
      await wait(1000);
      return [readyState, seen, about(end)];
    },
  },
  {
    name: 'the server closes: with its code and reason, without a code, with 1012',
    sees: [
      { code: 4001, reason: 'enough now', wasClean: true },
      { code: 1005, reason: '', wasClean: true },
      { code: 1012, reason: '', wasClean: true },
    ],
    script: async (page) => {
      const seen: unknown[] = [];
      for (const word of ['close 4001 enough now', 'close', 'close 1012']) {
        const socket = await opened(page);
        socket.send(word);
        seen.push(about(await closed(socket)));
      }
      return seen;
    },
  },
  {
    name: 'the server closes at once: open, its messages, and then close',
    sees: [['open', 'message', 'message', 'close'], { code: 4002, reason: 'not today', wasClean: true }],
    script: async ({ WebSocket, socketOrigin }) => {
      const socket = new WebSocket(`${socketOrigin}/echo?greetings=2&close=4002`);
      const seen = record(socket, EVENTS);
      const end = await closed(socket);
      return [seen, about(end)];
    },
  },
  {
    name: 'the server ends TCP without a close frame: 1006, not cleanly',
    sees: [['close'], { code: 1006, reason: '', wasClean: false }, 3],
    script: async (page) => {
      const socket = await opened(page);
      const seen = record(socket, EVENTS);
      socket.send('drop');
      const end = await closed(socket);
      return [seen, about(end), socket.readyState];
    },
  },
  {
    name: 'messages that come after close() are not delivered',
    sees: ['message', 'close'],
    script: async (page) => {
      const socket = await opened(page);
      const seen = record(socket, EVENTS);
      for (const text of ['one', 'two', 'three']) socket.send(text);
      await next(socket, 'message');
      socket.close();
      await closed(socket);
      return seen;
    },
  },
];

const EVENTS_AND_HANDLERS: readonly ApiCase[] = [
  {
    name: 'events: of their classes, at the socket, with its origin, and they do not bubble',
    sees: [
      ['Event', true, false, false],
      ['MessageEvent', true, false, false, true, ''],
      ['CloseEvent', true, false, false],
    ],
    script: async (page) => {
      const socket = new page.WebSocket(`${page.socketOrigin}/echo?greetings=1&close=1000`);
      const common = (event: Event): unknown[] => [
        event.constructor.name.replace(/StandIn$/, ''),
        event.target === socket && event.currentTarget === socket,
        event.bubbles,
        event.cancelable,
      ];
      const seen: unknown[] = [];
      for (const type of EVENTS)
        socket.addEventListener(type, (event) => {
          const more =
            event instanceof MessageEvent ? [event.origin === page.socketOrigin, event.lastEventId] : [];
          seen.push([...common(event), ...more]);
        });
      await closed(socket);
      return seen;
    },
  },
  {
    name: 'a handler keeps its place among the listeners until it is null; what is no function does nothing',
    sees: [
      [true, true],
      ['first', 'new handler', 'last'],
      ['first', 'last', 'again'],
    ],
    script: async (page) => {
      const socket = await opened(page);
      let seen: string[] = [];
      const add = (name: string) => (): void => {
        seen.push(name);
      };
      const handler = add('handler');
      socket.addEventListener('message', add('first'));
      socket.onmessage = handler;
      const same = socket.onmessage === handler;
      socket.addEventListener('message', add('last'));
      socket.onmessage = add('new handler');
      Reflect.set(socket, 'onclose', 5);
      const none = socket.onclose === null;
      socket.send('a');
      await next(socket, 'message');
      const before = seen;
      seen = [];
      socket.onmessage = null;
      socket.onmessage = add('again');
      socket.send('b');
      await page.wait(500);
      return [[same, none], before, seen];
    },
  },
  {
    name: 'a handler is called with the socket as this, and an exception in it stops nothing',
    sees: [true, true],
    script: async (page) => {
      const socket = await opened(page);
      const seen: boolean[] = [];
      socket.onmessage = function (this: unknown) {
        seen.push(this === socket);
        throw new Error('the page has an error');
      };
      socket.send('a');
      socket.send('b');
      await page.wait(500);
      return seen;
    },
  },
  {
    name: 'a listener may be removed, may be an object, and may listen once',
    sees: ['object', 'once', 'object'],
    script: async (page) => {
      const socket = await opened(page);
      const seen: string[] = [];
      const removed = (): void => {
        seen.push('removed');
      };
      socket.addEventListener('message', removed);
      socket.removeEventListener('message', removed);
      socket.addEventListener('message', {
        handleEvent: () => {
          seen.push('object');
        },
      });
      socket.addEventListener(
        'message',
        () => {
          seen.push('once');
        },
        { once: true },
      );
      socket.send('a');
      socket.send('b');
      await page.wait(500);
      return seen;
    },
  },
];

export const WEB_SOCKET_CASES: readonly ApiCase[] = [
  ...CONSTRUCTOR,
  ...HANDSHAKE,
  ...SENDING,
  ...CLOSING,
  ...EVENTS_AND_HANDLERS,
];
