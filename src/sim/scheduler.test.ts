import { expect, test } from 'vitest';
import { us } from '#base/time.ts';
import { HOST_LANE, INTERVENTION_LANE, Scheduler } from './scheduler.ts';

test('runs work by time, then lane, then the order within the lane', () => {
  const scheduler = new Scheduler();
  const ran: string[] = [];
  const plan = (at: number, lane: number, name: string): void => {
    scheduler.at(us(at), lane, () => ran.push(name));
  };
  plan(20, 0, 'later');
  plan(10, 1, 'lane 1');
  plan(10, 0, 'lane 0 first');
  plan(10, 0, 'lane 0 second');
  plan(10, HOST_LANE, 'host');
  plan(10, INTERVENTION_LANE, 'intervention');
  while (scheduler.runNext(us(100)));
  expect(ran).toEqual(['intervention', 'host', 'lane 0 first', 'lane 0 second', 'lane 1', 'later']);
  expect(scheduler.now).toBe(20);
});

test('does not run what is cancelled or not yet due', () => {
  const scheduler = new Scheduler();
  const ran: string[] = [];
  scheduler.at(us(5), 0, () => ran.push('cancelled')).cancel();
  scheduler.at(us(50), 0, () => ran.push('later'));
  expect(scheduler.runNext(us(10))).toBe(false);
  expect(scheduler.nextAt).toBe(50);
  expect(ran).toEqual([]);
});

test('stands still while a hold is open', () => {
  const scheduler = new Scheduler();
  const ran: string[] = [];
  scheduler.at(us(1), 0, () => ran.push('work'));
  const first = scheduler.hold('first');
  const second = scheduler.hold('second');
  expect(scheduler.holdNames()).toBe('"first", "second"');
  first.release();
  first.release();
  expect(scheduler.runNext(us(10))).toBe(false);
  expect(() => {
    scheduler.advanceTo(us(0));
  }).toThrow(/second/);
  second.release();
  expect(scheduler.runNext(us(10))).toBe(true);
  expect(ran).toEqual(['work']);
});

test('tells its listener when holds open and when the last one closes', () => {
  const scheduler = new Scheduler();
  const heard: string[] = [];
  scheduler.watchHolds(
    () => heard.push('opened'),
    () => heard.push('released'),
  );
  const a = scheduler.hold('a');
  const b = scheduler.hold('b');
  a.release();
  b.release();
  expect(heard).toEqual(['opened', 'opened', 'released']);
});

test('refuses the past and fractions of a microsecond', () => {
  const scheduler = new Scheduler();
  scheduler.advanceTo(us(10));
  expect(() => scheduler.at(us(9), 0, () => undefined)).toThrow(/already/);
  expect(() => scheduler.at(10.5 as ReturnType<typeof us>, 0, () => undefined)).toThrow(/whole/);
});
