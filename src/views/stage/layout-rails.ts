/** Rails, what is lit on them, and the tint of every wait. */
import { courseOf } from './course.ts';
import { clipRight } from './geometry.ts';
import { railOf, strength, type LaneTask } from './lane-task.ts';
import type { Message } from './scene-types.ts';
import type { Span } from './spans.ts';

/** Overlapping waits deepen up to this many; more would read as a gradient and lie flat in the deepest layer. */
const MAX_LAYERS = 5;

export function layRails(task: LaneTask): void {
  const { input, list, visible, x, shape, band } = task;
  const { frame, playhead } = input;
  const k = frame.stroke;
  const dim = input.selection.msg === null ? 1 : 0.65;
  for (const y of [band.client, band.server]) list.line(0, y, frame.width, y, 'rail', k);
  for (const stream of visible.streams) {
    const y = railOf(task, stream.side);
    list.line(x(stream.start), y, x(Math.min(stream.end, playhead)), y, shape, 2 * k, { alpha: dim });
  }
  layPhases(task);
  for (const poll of visible.polls) {
    if (poll.purpose !== 'long-poll' || poll.askedAt >= playhead) continue;
    const left = x(poll.askedAt);
    const right = x(Math.min(poll.answeredAt, poll.end, playhead));
    if (right - left < 0.5) continue;
    list.line(left, band.server, right, band.server, shape, 5 * k, { alpha: dim });
    const pick = { lane: task.lane, msg: null, event: poll.id, x: (left + right) / 2, y: band.server };
    list.along(pick, left, band.server, right, band.server);
  }
  for (const pdu of visible.pdus) {
    const until = Math.min(pdu.end, playhead);
    if (pdu.arrivedAt >= until || x(until) - x(pdu.arrivedAt) < 0.75) continue;
    const y = railOf(task, pdu.dir === 'down' ? 'client' : 'server');
    const alpha = strength(task, pdu.msgs);
    list.line(x(pdu.arrivedAt), y, x(until), y, shape, 4 * k, { alpha });
  }
}

/**
 * A surviving client's rail: broken while it doubts its connection, dotted while it waits, plain while it opens another
 * and when it has given up, whatever its TCP still has to do for the one before.
 */
function layPhases({ input, list, visible, x, shape, band }: LaneTask): void {
  const k = input.frame.stroke;
  const y = band.client;
  for (const { start, end, phase } of visible.phases) {
    const [left, right] = [x(start), x(Math.min(end, input.playhead))];
    if (phase === 'open' || right <= left) continue;
    list.line(left, y, right, y, 'paper', 3 * k);
    if (phase === 'connecting' || phase === 'closed') list.line(left, y, right, y, 'rail', k);
    else if (phase === 'suspect') list.line(left, y, right, y, shape, 2 * k, { dash: [5 * k, 4 * k] });
    else list.line(left, y, right, y, 'ink2', 1.5 * k, { dash: [1.5 * k, 4 * k] });
  }
}

/** When a message gets, or is due to get, to the client; and how long its last way takes. */
export function wayOf(message: Message): { readonly end: number; readonly travelUs: number } {
  const { flight } = message;
  if (!flight) return { end: message.end, travelUs: message.oneWayUs };
  const course = courseOf(flight);
  if (flight.outcome === 'lost') return { end: Infinity, travelUs: flight.oneWayUs };
  return {
    end: Math.max(message.end === Infinity ? 0 : message.end, course.end),
    travelUs: course.end - flight.start,
  };
}

export function layTints(task: LaneTask, outages: readonly Span[]): void {
  const { input, list, visible, x, shape, band } = task;
  const now = x(input.playhead);
  const flat: number[][] = [];
  let layers: number[] = [];
  const alpha = input.selection.msg === null ? 1 : 0.5;
  for (const message of visible.messages) {
    const { end, travelUs } = wayOf(message);
    const atOnce = message.start + message.oneWayUs;
    // Far enough to the right to be cut at the playhead, near enough to keep the numbers small.
    const right = Number.isFinite(end) ? x(end) : Math.max(now, x(atOnce)) + 4000;
    const rightFoot = Number.isFinite(end) ? x(end - travelUs) : right;
    if (right - x(atOnce) < 1) continue;
    const whole = [
      x(message.start),
      band.server,
      x(atOnce),
      band.client,
      right,
      band.client,
      rightFoot,
      band.server,
    ];
    const polygon = clipRight(whole, now);
    if (polygon.length === 0) continue;
    const middle = x(message.start + Math.min(end, input.playhead) - message.start);
    list.within({ lane: task.lane, msg: message.msg, event: null, x: middle, y: band.client }, polygon);
    const cut = outages.some((outage) => outage.start < end && outage.end > message.start);
    layers = layers.filter((until) => until > x(message.start));
    const depth = layers.length;
    if (depth <= MAX_LAYERS) layers.push(Math.min(right, now));
    if (input.selection.msg === message.msg)
      list.add({ kind: 'tint', polygons: [polygon], ink: shape, alpha: 2.4 });
    else if (cut || depth >= MAX_LAYERS) flat.push(polygon);
    else list.add({ kind: 'tint', polygons: [polygon], ink: shape, alpha });
  }
  if (flat.length > 0) list.add({ kind: 'tint', polygons: flat, ink: shape, alpha });
}

/** The selected message's whole way: waiting on the server's rail, travelling, held up on the client's. */
export function laySelectedPath(task: LaneTask): void {
  const { input, list, visible, x, shape, band } = task;
  const { msg } = input.selection;
  const message = visible.messages.find((one) => one.msg === msg);
  if (!message) return;
  const { playhead, frame } = input;
  const width = 3.2 * frame.stroke;
  const leaves = message.flight ? message.flight.start : Infinity;
  const waited = Math.min(leaves, playhead);
  if (waited > message.start) list.line(x(message.start), band.server, x(waited), band.server, shape, width);
  if (!message.flight || leaves >= playhead) return;
  const arrived = courseOf(message.flight).end;
  if (message.end > arrived && playhead > arrived)
    list.line(x(arrived), band.client, x(Math.min(message.end, playhead)), band.client, shape, width * 1.25);
}
