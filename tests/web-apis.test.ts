/** The tables of `WebSocket` and `EventSource` under the in-page transport. */
import { expect, test } from 'vitest';
import { inPageTransport } from '#lab/transports/in-page.ts';
import { runCase } from './web-apis/lane-page.ts';
import { EVENT_SOURCE_CASES } from './web-apis/event-source-cases.ts';
import { WEB_SOCKET_CASES } from './web-apis/web-socket-cases.ts';

test.each(WEB_SOCKET_CASES)('WebSocket: $name', async (asked) => {
  expect((await runCase(inPageTransport, asked)).saw).toEqual(asked.sees);
});

test.each(EVENT_SOURCE_CASES)('EventSource: $name', async (asked) => {
  expect((await runCase(inPageTransport, asked)).saw).toEqual(asked.sees);
});
