/** Why a message came late, in one clause: the cut of the line, or the longest part of its delay. */
import type { SimTime } from '#base/time.ts';
import type { EventId, EventOf } from '#trace/events.ts';
import { NO_EVENT } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';
import { explainDelay, type DelayExplanation } from '#trace/why-late.ts';
import type { LaneKind, LatePart, NarratorFact } from '#words/types-stage.ts';

/** Repairs shorter than this are not worth a sentence. */
const WORTH_TELLING_US = 1000;

const PARTS: readonly LatePart[] = ['pollWait', 'reRequest', 'setup', 'proxy', 'sendQueue', 'lossRepair'];

/** Null when nothing had to be repaired for this message; of a line of the user's, half of the way is not known. */
export function lateFact(trace: Trace, event: EventOf<'app.delivered'>, lane: LaneKind): NarratorFact | null {
  const { msg } = event;
  if ((trace.provenance.message(event.lane, msg)?.sent ?? NO_EVENT) !== NO_EVENT) return null;
  const why = explainDelay(trace, event.lane, msg);
  if (why === null || why.parts.lossRepair + why.parts.headOfLine < WORTH_TELLING_US) return null;
  const { delayUs } = why;
  const { cutUs, afterUs } = cutDuring(trace, event.id, why);
  if (cutUs >= WORTH_TELLING_US) return { kind: 'cut-late', lane, msg, delayUs, cutUs, afterUs };

  const held = heldUs(trace, why);
  const partUs = (part: LatePart): number =>
    // What the request for it was held up for is the repair of another packet, too.
    part === 'lossRepair' ? why.parts.lossRepair + why.parts.headOfLine - held : why.parts[part];
  const part = PARTS.reduce((most, one) => (partUs(one) > partUs(most) ? one : most), 'lossRepair');
  if (held > partUs(part)) return { kind: 'held-up', lane, msg, heldUs: held };
  return { kind: 'late', lane, msg, delayUs, part, partUs: partUs(part) };
}

/** How long the message itself lay behind a gap, once it had arrived. */
function heldUs(trace: Trace, why: DelayExplanation): number {
  const carrier = trace.at(why.carrier).t;
  const own = why.stretches.filter(({ part, from }) => part === 'headOfLine' && from >= carrier);
  return own.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** How much of a delay the line was cut, and how long it took then; 0 when no cut fell into what was being repaired. */
function cutDuring(
  trace: Trace,
  until: EventId,
  why: DelayExplanation,
): { readonly cutUs: number; readonly afterUs: number } {
  let cutUs = 0;
  let afterUs = 0;
  for (const [from, to] of cuts(trace, until, why.publishedAt, why.deliveredAt)) {
    const repaired = why.stretches.some(
      ({ part, ...one }) =>
        (part === 'lossRepair' || part === 'headOfLine') && one.from < to && one.to > from,
    );
    if (!repaired) continue;
    cutUs += to - from;
    afterUs = why.deliveredAt - to;
  }
  return { cutUs, afterUs };
}

/** The stretches of a delay during which nothing got through, at least in one direction, in order. */
function cuts(trace: Trace, until: EventId, start: SimTime, end: SimTime): (readonly [SimTime, SimTime])[] {
  const found: (readonly [SimTime, SimTime])[] = [];
  const out = { up: false, down: false };
  let since: SimTime | null = null;
  for (const event of linkChanges(trace, until, start)) {
    out[event.dir] = event.link.outage;
    if (out.up || out.down) since ??= event.t;
    else if (since !== null) {
      if (event.t > start) found.push([since > start ? since : start, event.t]);
      since = null;
    }
  }
  if (since !== null) found.push([since > start ? since : start, end]);
  return found;
}

/** Changes of the line from the last before `start` in each direction; none when the line was not cut since. */
function linkChanges(trace: Trace, until: EventId, start: SimTime): EventOf<'net.changed'>[] {
  const changes: EventOf<'net.changed'>[] = [];
  const before = { up: false, down: false };
  let cut = false;
  for (let id = until - 1; id >= 0 && !(before.up && before.down); id--) {
    const event = trace.at(id);
    if (event.t < start && !cut) return [];
    if (event.type === 'segment.lost' && event.rule === 'outage') cut = true;
    if (event.type !== 'net.changed') continue;
    changes.unshift(event);
    cut = true;
    if (event.t <= start) before[event.dir] = true;
  }
  return changes;
}
