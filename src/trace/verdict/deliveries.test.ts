import { expect, test } from 'vitest';
import { fromS } from '#base/time.ts';
import { NO_EVENT, type EventId } from '../events.ts';
import { Trace } from '../log.ts';
import { VerdictBoard, type LaneVerdict } from '../verdict.ts';

/** A lane's trace by hand: what was published, delivered and summed up, a second after the other. */
class Story {
  readonly trace = new Trace();
  #s = 0;

  published(...msgs: readonly string[]): EventId[] {
    return msgs.map((msg) => this.#add({ type: 'app.published', msg, sizeBytes: 60 }));
  }
  delivered(msg: string, duplicate = false): EventId {
    return this.#add({ type: 'app.delivered', msg, duplicate });
  }
  snapshot(through: string, messages: number): EventId {
    return this.#add({ type: 'app.snapshot', through, messages });
  }
  stops(): void {
    this.#add({ type: 'client.phase', phase: 'closed', attempt: 1, until: -1 });
  }
  get verdict(): LaneVerdict {
    const [verdict] = new VerdictBoard(this.trace, 1).at(fromS(this.#s));
    if (!verdict) throw new Error('no lane');
    return verdict;
  }

  #add(event: object): EventId {
    this.#s++;
    return this.trace.append({ t: fromS(this.#s), lane: 0, cause: NO_EVENT, ...event } as never);
  }
}

test('a message is lost once a later one is delivered, and is not when it comes after all', () => {
  const story = new Story();
  const [, second] = story.published('1', '2', '3');
  story.delivered('1');
  expect(story.verdict).toMatchObject({ lostDown: { value: 0 }, waiting: { value: 2, event: second } });
  story.delivered('3');
  expect(story.verdict).toMatchObject({ lostDown: { value: 1, event: second }, waiting: { value: 0 } });
  const late = story.delivered('2');
  expect(story.verdict).toMatchObject({ lostDown: { value: 0 }, reordered: { value: 1, event: late } });
});

test('what a snapshot sums up is not lost', () => {
  const story = new Story();
  story.published('1', '2', '3', '4');
  story.delivered('1');
  story.snapshot('3', 2);
  story.delivered('4');
  expect(story.verdict).toMatchObject({
    lostDown: { value: 0 },
    waiting: { value: 0 },
    reordered: { value: 0 },
  });
});

test('nothing more is to come once the client has stopped for good', () => {
  const story = new Story();
  const [first] = story.published('1', '2');
  story.stops();
  expect(story.verdict).toMatchObject({ lostDown: { value: 2, event: first }, waiting: { value: 0 } });
});

test('a message that is handed over again is a duplicate, and neither lost nor out of order', () => {
  const story = new Story();
  story.published('1', '2');
  story.delivered('1');
  story.delivered('2');
  const again = story.delivered('1', true);
  expect(story.verdict).toMatchObject({
    ...{ duplicates: { value: 1, event: again }, lostDown: { value: 0 }, reordered: { value: 0 } },
  });
});

test('a gap is measured only while something new is there', () => {
  const story = new Story();
  story.published('1');
  const one = story.delivered('1');
  expect(story.verdict.worstGapUs).toEqual({ value: fromS(1), event: one, open: false });
  const [second] = story.published('2', '3', '4');
  expect(story.verdict.worstGapUs).toEqual({ value: fromS(2), event: second, open: true });
  // The second was passed over: from now on the client waits for the fourth alone.
  const three = story.delivered('3');
  expect(story.verdict.worstGapUs).toEqual({ value: fromS(3), event: three, open: false });
});
