import { expect, test } from 'vitest';
import { fromMs } from '#base/time.ts';
import { stageEn } from '#words/stage.en.ts';
import { laneNotes } from './lane-notes.ts';
import { Scene } from './scene.ts';
import { Story } from './testing/story.ts';

const LANES = [
  { id: 'ws-bare', transport: 'ws' },
  { id: 'ws', transport: 'ws' },
] as const;

function notesAt(ms: number): unknown[] {
  const story = new Story();
  for (const lane of [0, 1]) story.at(300, () => ({ type: 'client.state', lane, state: 'open' }));
  story.at(8000, () => ({
    ...{ type: 'client.phase', lane: 1, phase: 'waiting', attempt: 2, until: fromMs(12_000) },
  }));
  const trace = story.trace();
  const scene = new Scene(2);
  scene.extend(trace);
  return laneNotes(scene, LANES, [2e6, 2e6], fromMs(ms), stageEn).map(({ text, telling }) => [text, telling]);
}

test('a lane says how it stays in touch, and while its client waits for another attempt, for how long', () => {
  expect(notesAt(7000)).toEqual([
    ['no strategy', false],
    ['open both ways', false],
  ]);
  expect(notesAt(9500)).toEqual([
    ['no strategy', false],
    ['waits 2.5\u2009s', true],
  ]);
});
