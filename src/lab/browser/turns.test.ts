import { expect, test } from 'vitest';
import { Turns, type Turn } from './turns.ts';

interface Three {
  readonly turns: readonly Turn[];
  /** The numbers of the turns whose work was done. */
  readonly done: readonly number[];
  readonly take: (n: number) => void;
}

function three(): Three {
  const all = new Turns();
  const turns = [0, 1, 2].map(() => all.next());
  const done: number[] = [];
  return {
    turns,
    done,
    take: (n) => {
      turns[n]?.take(() => done.push(n));
    },
  };
}

test('what is taken in order is done at once', () => {
  const { done, take } = three();
  take(0);
  expect(done).toEqual([0]);
  take(1);
  expect(done).toEqual([0, 1]);
});

test('what comes too early waits for those before it', () => {
  const { done, take } = three();
  take(2);
  take(1);
  expect(done).toEqual([]);
  take(0);
  expect(done).toEqual([0, 1, 2]);
});

test('nobody waits for a turn that was given up', () => {
  const { turns, done, take } = three();
  take(2);
  turns[0]?.giveUp();
  turns[1]?.giveUp();
  expect(done).toEqual([2]);
});

test('a turn that is given up while it waits is not done', () => {
  const { turns, done, take } = three();
  take(1);
  turns[1]?.giveUp();
  take(0);
  take(2);
  expect(done).toEqual([0, 2]);
});
