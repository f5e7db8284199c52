/** Segments as slanted strokes: at the level of messages and frames those that carry something, else every one. */
import { FIN, RST, SYN } from '#trace/events.ts';
import { formatBytes, formatDelay } from '#words/format.ts';
import { arrivedBefore } from './lane-scene.ts';
import { courseOf, courseUntil } from './course.ts';
import { textBox, type Box } from './labels.ts';
import { railOf, strength, type LaneTask } from './lane-task.ts';
import type { Ink } from './marks.ts';
import type { Flight, Pdu, ResendWait } from './scene-types.ts';

const HANDSHAKE_DASH = [3, 2.5];
const WAIT_DASH = [2, 3];

export function layFlights(task: LaneTask): void {
  for (const wait of task.visible.waits) layWait(task, wait);
  // Strokes that would fall on the pixel of the one before add cost and no picture.
  let last = '';
  const strokes: Stroke[] = [];
  for (const flight of task.visible.flights) {
    const key = `${flight.dir}${String(Math.round(task.x(flight.start) * 2))}${roleOf(task, flight)}`;
    if (key === last && flight.outcome === 'received') continue;
    last = key;
    const stroke = layFlight(task, flight);
    if (stroke) strokes.push(stroke);
  }
  if (task.input.level === 'messages' || task.input.frame.kind === 'compact') return;
  // Labels last, when all strokes are known: none may stand on one.
  for (const stroke of strokes) layUnitLabel(task, stroke, strokes);
}

/** A flight as drawn, in pixels of the plot. */
interface Stroke {
  readonly flight: Flight;
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly alpha: number;
}

/** Whether a stroke runs through a box; what only touches its rim does not count. */
function strikes({ x1, y1, x2, y2 }: Stroke, box: Box): boolean {
  const rim = 2;
  let [enter, leave] = [0, 1];
  for (const [from, by, low, high] of [
    [x1, x2 - x1, box.left + rim, box.right - rim],
    [y1, y2 - y1, box.top + rim, box.bottom - rim],
  ] as const) {
    if (by === 0) {
      if (from < low || from > high) return false;
      continue;
    }
    const [a, b] = [(low - from) / by, (high - from) / by];
    enter = Math.max(enter, Math.min(a, b));
    leave = Math.min(leave, Math.max(a, b));
  }
  return enter < leave;
}

type Role = 'handshake' | 'message' | 'copy' | 'empty' | 'plain' | 'bare' | 'hidden';

function roleOf({ input }: LaneTask, flight: Flight): Role {
  if (flight.flags & SYN) return 'handshake';
  if (flight.len === 0) {
    const shown = input.level === 'segments' || (input.level === 'frames' && flight.flags & (FIN | RST));
    // A lost acknowledgement may cost a whole time-out: every lost packet is seen.
    return shown || flight.outcome === 'lost' ? 'bare' : 'hidden';
  }
  if (arrivedBefore(flight)) return 'copy';
  if (flight.pdus.some((pdu) => pdu.msgs.length > 0)) return 'message';
  const poll = flight.pdus[0]?.poll;
  const asks = poll?.purpose === 'poll' || poll?.purpose === 'long-poll';
  return asks && poll.answeredAt <= input.playhead && poll.brought === 0 ? 'empty' : 'plain';
}

function layFlight(task: LaneTask, flight: Flight): Stroke | null {
  const { input, list, x, shape, band } = task;
  const { playhead, frame, level } = input;
  const role = roleOf(task, flight);
  if (role === 'hidden' || flight.start > playhead) return null;
  const k = frame.stroke;
  const course = courseOf(flight);
  const shown = courseUntil(course, flight.start, playhead);
  const [fromY, toY] = flight.dir === 'up' ? [band.client, band.server] : [band.server, band.client];
  const x1 = x(flight.start);
  const x2 = x(shown.end);
  const y2 = fromY + (toY - fromY) * shown.share;
  const msgs = flight.pdus.flatMap((pdu) => pdu.msgs);
  const { selection, hovered } = input;
  const mine = (one: typeof selection): boolean =>
    one.lane === task.lane &&
    one.event !== null &&
    (one.event === flight.id || flight.pdus.some((pdu) => pdu.id === one.event));
  const selected = mine(selection) || (selection.msg !== null && msgs.includes(selection.msg));
  const alpha = selected ? 1 : strength(task, msgs);
  const width =
    (selected
      ? 3.2
      : mine(hovered)
        ? 2.8
        : role === 'message'
          ? inner(flight)
            ? 1
            : 2
          : role === 'bare'
            ? 0.75
            : 1.25) * k;
  const ink = role === 'handshake' ? 'ink2' : role === 'bare' ? 'ink3' : shape;
  const again = level === 'segments' ? flight.before : null;
  list.line(x1, fromY, x2, y2, ink, role === 'handshake' ? k : width, {
    alpha,
    hollow: role === 'empty' && !selected,
    dash: role === 'handshake' || role === 'copy' ? HANDSHAKE_DASH : null,
  });
  if (again) {
    const gone = courseOf(again);
    const goneY = fromY + (toY - fromY) * gone.share;
    list.line(x(gone.end), goneY, x1, fromY, 'red', k, { dash: WAIT_DASH, alpha: 0.8 * alpha });
  }
  layDuplicate(task, flight, x1, [fromY, toY], ink, alpha);
  const lost = flight.outcome === 'lost' && shown.end === course.end && playhead >= course.end;
  const event = lost || level === 'segments' ? flight.id : (flight.pdus[0]?.id ?? flight.id);
  const pick = { lane: task.lane, msg: msgs[0] ?? null, event, x: (x1 + x2) / 2, y: (fromY + y2) / 2 };
  list.along(pick, x1, fromY, x2, y2);
  if (lost) {
    const radius = (band.slim ? 3.5 : role === 'bare' ? 3 : 4) * (k > 1 ? 1.9 : 1);
    list.add({ kind: 'cross', x: x2, y: y2, radius, alpha });
    list.spot({ ...pick, x: x2, y: y2 }, radius);
  } else if (playhead < course.end && role === 'message' && !inner(flight)) {
    const radius = frame.radius * 0.8;
    list.add({ kind: 'glyph', x: x2, y: y2, radius, shape, alpha });
    list.spot({ ...pick, x: x2, y: y2 }, radius);
  } else if (playhead < course.end && level !== 'messages') {
    // The packet itself: the tip of its stroke.
    const length = Math.hypot(x2 - x1, y2 - fromY);
    const tip = Math.min(1, (9 * k) / Math.max(1, length));
    list.line(x2 - (x2 - x1) * tip, y2 - (y2 - fromY) * tip, x2, y2, ink, 4.5 * k, { alpha });
  }
  return { flight, x1, x2, y1: fromY, y2, alpha };
}

/** The copy that the line made of a packet, and how often it arrived. */
function layDuplicate(
  { input, list, x, room }: LaneTask,
  flight: Flight,
  x1: number,
  [fromY, toY]: readonly [number, number],
  ink: Ink,
  alpha: number,
): void {
  const { playhead, frame, level } = input;
  if (flight.twiceAt > playhead || level === 'messages') return;
  const x2 = x(flight.twiceAt);
  if (x2 > x(flight.end) + 1) list.line(x1, fromY, x2, toY, ink, 0.75 * frame.stroke, { alpha });
  const text = '×2';
  const y = toY + (toY > fromY ? 1 : -1) * frame.fontPx * 0.7;
  const box = textBox(x2, y, input.measure(text, false), frame.fontPx, 'center');
  if (!room.isFree(box)) return;
  room.take(box);
  list.add({
    ...{ kind: 'text', x: x2, y, text, align: 'center', ink: 'ink2' },
    ...{ bold: false, alpha, halo: true },
  });
}

/** Neither the first nor the last segment of a long PDU. */
function inner(flight: Flight): boolean {
  const [pdu, more] = flight.pdus;
  return pdu !== undefined && more === undefined && flight.seq > pdu.from && flight.seq + flight.len < pdu.to;
}

const UNIT_LABEL: Partial<Record<Pdu['kind'], string>> = {
  'tls.client-hello': 'hello',
  'tls.server-flight': 'hello, cert',
  'tls.finished': 'finished',
  'http.request': 'GET',
  'sse.event': 'event',
  'sse.comment': 'comment',
  'http.last-chunk': '0',
  'ws.request': 'GET',
  'ws.frame': 'frame',
};

function flightLabel({ input, band }: LaneTask, flight: Flight): string {
  const rails = band.server - band.client;
  if (input.level === 'frames') {
    const pdu = flight.pdus[0];
    if (!pdu || flight.seq > pdu.from) return '';
    const verb =
      pdu.poll?.purpose === 'upward' && pdu.dir === 'up'
        ? 'POST'
        : (UNIT_LABEL[pdu.kind] ?? String(pdu.status ?? ''));
    return `${verb} ${formatBytes(pdu.to - pdu.from)}`;
  }
  // A label needs about as much room as the stroke is wide.
  if ((flight.oneWayUs / input.spanUs) * input.frame.width < rails * 1.2) return '';
  if (flight.flags & SYN) return flight.dir === 'up' ? 'SYN' : 'SYN ACK';
  if (flight.flags & RST) return 'RST';
  if (flight.flags & FIN) return 'FIN';
  if (flight.len === 0) return `ACK ${String(flight.ack)}`;
  return `seq ${String(flight.seq)} len ${String(flight.len)}`;
}

/** Where along the part of a stroke that is seen its label may stand, the best place first. */
const PLACES = [0.5, 0.3, 0.7] as const;

/** Beside the middle of a stroke, on whichever side there is room. */
function layUnitLabel(task: LaneTask, stroke: Stroke, strokes: readonly Stroke[]): void {
  const { input, list, room } = task;
  const { flight, alpha } = stroke;
  const text = flightLabel(task, flight);
  if (text === '') return;
  const { frame } = input;
  const width = input.measure(text, false);
  const now = task.x(input.playhead);
  // The part that is in the window.
  const seen = [Math.max(0, stroke.x1), Math.min(frame.width, stroke.x2)] as const;
  if (seen[1] - seen[0] < frame.fontPx) return;
  const slope = (stroke.y2 - stroke.y1) / (stroke.x2 - stroke.x1);
  const gap = 6 * frame.stroke;
  // Where the slant leaves room: below it on one side, above it on the other.
  const lean = (flight.dir === 'down' ? 1 : -1) * frame.fontPx * 0.45;
  const spots = PLACES.flatMap((share) => {
    const x = seen[0] + (seen[1] - seen[0]) * share;
    const y = stroke.y1 + slope * (x - stroke.x1);
    const right = { x: x + gap, y: y + lean, align: 'left' } as const;
    const left = { x: x - gap, y: y - lean, align: 'right' } as const;
    return flight.dir === 'down' ? [right, left] : [left, right];
  });
  const boxes = spots.map((one) => textBox(one.x, one.y, width, frame.fontPx, one.align));
  const found = boxes.findIndex(
    (box) =>
      box.right < Math.min(now, frame.width) &&
      box.left >= 0 &&
      room.isFree(box) &&
      !strokes.some((other) => strikes(other, box)),
  );
  const [spot, box] = [spots[found], boxes[found]];
  if (!spot || !box) return;
  room.take(box);
  const ink = flight.len === 0 ? 'ink3' : 'ink2';
  list.add({ kind: 'text', ...spot, text, ink, bold: false, alpha, halo: true });
}

/** Red dots along the sender's rail: the time until a lost segment is sent again. */
function layWait(task: LaneTask, { flight, end }: ResendWait): void {
  const { input, list, x, band, room } = task;
  const { playhead, frame } = input;
  if (flight.start >= playhead) return;
  const side = flight.dir === 'up' ? 'client' : 'server';
  const inward = (side === 'client' ? 1 : -1) * 4.5 * (band.slim ? 0.8 : frame.stroke > 1 ? 1.9 : 1);
  const y = railOf(task, side) + inward;
  const left = x(flight.start);
  const right = x(Math.min(end, playhead));
  const alpha = strength(
    task,
    flight.pdus.flatMap((pdu) => pdu.msgs),
  );
  list.line(left, y, right, y, 'red', 1.25 * frame.stroke, { dash: WAIT_DASH, alpha });
  if (end > playhead || end !== flight.resentAt || band.slim || frame.kind === 'compact') return;
  if (input.level === 'segments')
    for (const edge of [left, right]) list.line(edge, y - 3, edge, y + 3, 'red', frame.stroke, { alpha });
  const text = formatDelay(end - flight.start);
  const width = input.measure(text, false);
  const seenLeft = Math.max(0, left);
  const seenRight = Math.min(frame.width, right);
  const middle = (seenLeft + seenRight) / 2;
  const labelY = y + Math.sign(inward) * frame.fontPx * 0.85;
  const box = textBox(middle, labelY, width, frame.fontPx, 'center');
  if (seenRight - seenLeft < width + 24 || !room.isFree(box)) return;
  room.take(box);
  list.add({
    ...{ kind: 'text', x: middle, y: labelY, text, align: 'center', ink: 'red' },
    ...{ bold: false, alpha, halo: true },
  });
}
