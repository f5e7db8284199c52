import { expect, test } from 'vitest';
import { fromMs } from '#base/time.ts';
import { Trace } from '#trace/log.ts';
import { yourLines } from './your-lines.ts';

test('measures from the client’s call to the delivery, lane by lane, as known at the instant', () => {
  const trace = new Trace();
  trace.append({ type: 'app.sent', t: fromMs(100), lane: 0, msg: 'u1' });
  trace.append({ type: 'app.sent', t: fromMs(100), lane: 1, msg: 'u1' });
  trace.append({ type: 'app.delivered', t: fromMs(220), lane: 1, msg: 'u1', duplicate: false });
  trace.append({ type: 'app.delivered', t: fromMs(900), lane: 0, msg: 'u1', duplicate: false });
  const said = [{ at: fromMs(100), say: 'hi', id: 'u1' }];

  expect(yourLines(trace, said, 2, fromMs(500))).toEqual([
    { msg: 'u1', text: 'hi', roundTripsUs: [null, 120_000] },
  ]);
  expect(yourLines(trace, said, 2, fromMs(1000))[0]?.roundTripsUs).toEqual([800_000, 120_000]);
  expect(yourLines(trace, said, 2, fromMs(50))).toEqual([]);
});
