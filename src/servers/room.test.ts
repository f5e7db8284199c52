/** What a room keeps, and what it says of the rest. */
import { expect, test } from 'vitest';
import { Room } from './room.ts';

/** A room in which so many messages were published, and which keeps the last `size`; 0 is all. */
function roomOf(published: number, size: number): Room {
  const room = new Room();
  for (let i = 1; i <= published; i++) {
    room.publish({ id: String(i), json: `{"id":${String(i)}}` });
    if (size > 0) room.keep(size);
  }
  return room;
}

const ids = (room: Room, since: string | null): string[] => room.since(since).map(({ id }) => id);

test('gives what followed the message that a client had last', () => {
  const room = roomOf(5, 0);
  expect(ids(room, '3')).toEqual(['4', '5']);
  expect(ids(room, '5')).toEqual([]);
  expect(ids(room, '0')).toEqual(['1', '2', '3', '4', '5']);
  expect(ids(room, null)).toEqual(['1', '2', '3', '4', '5']);
});

test('keeps no more than its history, and knows what it has had', () => {
  const room = roomOf(10, 4);
  expect(ids(room, null)).toEqual(['7', '8', '9', '10']);
  expect(ids(room, '2')).toEqual(['7', '8', '9', '10']);
  expect(ids(room, '8')).toEqual(['9', '10']);
  expect(room.has('2')).toBe(true);
});

test.each([0, 1, 4, 20])('of %i messages kept, gap and rest are together what a client missed', (size) => {
  const room = roomOf(10, size);
  for (let had = 0; had <= 10; had++) {
    const gap = room.gapAfter(String(had));
    const rest = ids(room, String(had));
    expect((gap?.messages ?? 0) + rest.length).toBe(10 - had);
    if (gap) expect(Number(gap.through) + 1).toBe(Number(rest[0]));
  }
});

test('says which message is the oldest when it lets go of one before', () => {
  const room = roomOf(3, 0);
  expect(room.keep(3)).toBeNull();
  expect(room.keep(2)?.id).toBe('2');
  expect(room.keep(2)).toBeNull();
});
