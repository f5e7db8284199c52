/** What a client has, and what it names when it comes back. */
import { expect, test } from 'vitest';
import { strategies } from './testing.ts';
import { createInbox, sinceQuery, type Inbox } from './resume.ts';

interface Received {
  readonly inbox: Inbox;
  readonly messages: (number | string)[];
  readonly snapshots: (number | string)[];
}

function received(resume: boolean): Received {
  const messages: (number | string)[] = [];
  const snapshots: (number | string)[] = [];
  const inbox = createInbox(
    ({ id }) => messages.push(id),
    { acknowledged: () => undefined },
    () => ({ ...strategies, resume }),
    { snapshot: (through) => snapshots.push(through) },
  );
  return { inbox, messages, snapshots };
}

const message = (id: number | string): { id: number | string; t: number; text: string } => ({
  id,
  t: 0,
  text: '',
});

test('begins at the beginning, then names the last message', () => {
  const { inbox } = received(true);
  expect(inbox.since()).toBe('0');
  inbox.take(message(4));
  inbox.take(message('u1'));
  expect(inbox.since()).toBe('u1');
});

test('without resume, a second connection asks for nothing of before', () => {
  const { inbox } = received(false);
  expect(sinceQuery(inbox.since())).toBe('&since=0');
  inbox.take(message(4));
  expect(sinceQuery(inbox.since())).toBe('&from=now');
});

test('of two connections that bring the same, the second brings nothing', () => {
  const { inbox, messages } = received(true);
  for (const id of [1, 2, 3, 1, 2, 3, 4]) inbox.take(message(id));
  expect(messages).toEqual([1, 2, 3, 4]);
  expect(inbox.last()).toBe('4');
});

test('a snapshot stands for what came before it', () => {
  const { inbox, snapshots } = received(true);
  inbox.take(message(1));
  inbox.replace({ through: 9, messages: 8 });
  expect(inbox.since()).toBe('9');
  expect(snapshots).toEqual([9]);
});

test('a snapshot that comes too late takes nothing back', () => {
  const { inbox, messages, snapshots } = received(true);
  inbox.replace({ through: '9', messages: 9 });
  for (const id of [10, 11]) inbox.take(message(id));
  inbox.replace({ through: '9', messages: 9 });
  inbox.replace({ through: '10', messages: 10 });
  expect([snapshots, messages, inbox.last()]).toEqual([['9'], [10, 11], '11']);
});
