import { expect, test } from 'vitest';
import { fromS } from '#base/time.ts';
import { ARROWS, headOf, HEIGHT, NODE, NODES, PHASES, shareLeft, WIDTH } from './machine.ts';

test('the states stand in the picture and beside each other', () => {
  for (const a of PHASES) {
    const [x, y] = NODES[a];
    expect(x >= 0 && y >= 0 && x + NODE.width <= WIDTH && y + NODE.height <= HEIGHT).toBe(true);
    for (const b of PHASES) {
      if (a === b) continue;
      const [otherX, otherY] = NODES[b];
      expect(Math.abs(x - otherX) > NODE.width || Math.abs(y - otherY) > NODE.height).toBe(true);
    }
  }
});

test('every arrow ends at the border of a state, and its head points that way', () => {
  for (const arrow of ARROWS) {
    const [, , x, y] = arrow;
    const touches = PHASES.some((phase) => {
      const [left, top] = NODES[phase];
      const across = x >= left && x <= left + NODE.width && (y === top || y === top + NODE.height);
      const along = y >= top && y <= top + NODE.height && (x === left || x === left + NODE.width);
      return across || along;
    });
    expect([arrow, touches]).toEqual([arrow, true]);
    expect(headOf(arrow).startsWith(`M${String(x)} ${String(y)}L`)).toBe(true);
  }
});

test('a wait counts down from all to nothing, and what has no end has nothing left', () => {
  const waiting = { phase: 'waiting', attempt: 2, since: fromS(10), until: fromS(14) } as const;
  expect([9, 10, 11, 14, 20].map((s) => shareLeft(waiting, fromS(s)))).toEqual([1, 1, 0.75, 0, 0]);
  expect(shareLeft({ ...waiting, until: null }, fromS(11))).toBe(0);
});
