/** Published ticks, delivered dots and their labels. Decision 3: flip left, then drop the delay, before colliding. */
import { formatDelay } from '#words/format.ts';
import { isInside, textBox, type Box } from './labels.ts';
import { strength, type LaneTask } from './lane-task.ts';
import type { Message } from './scene-types.ts';

/** Messages that one answer delivered, the longest waiting first: it stands lowest. */
type Stack = readonly Message[];

export function layDots(task: LaneTask): void {
  const { band } = task;
  const stacks = stacksOf(task);
  if (band.slim) laySlim(task, stacks);
  else {
    const dots = stacks.flatMap((stack) => layStack(task, stack));
    const chosen = task.input.selection.msg;
    dots.sort((a, b) => Number(b.message.msg === chosen) - Number(a.message.msg === chosen));
    for (const dot of dots) layLabel(task, dot);
  }
  layTicks(task);
  if (!band.slim && task.input.frame.kind !== 'compact') layNotes(task);
}

function stacksOf({ visible, input }: LaneTask): Stack[] {
  const delivered = visible.messages.filter((message) => message.end <= input.playhead);
  delivered.sort((a, b) => a.end - b.end || a.start - b.start);
  const stacks: Message[][] = [];
  for (const message of delivered) {
    const stack = stacks.at(-1);
    if (stack?.[0]?.end === message.end) stack.push(message);
    else stacks.push([message]);
  }
  return stacks;
}

interface Dot {
  readonly message: Message;
  readonly x: number;
  readonly y: number;
}

function addDot(task: LaneTask, message: Message, y: number): Dot {
  const { input, list, x, shape, lane, room } = task;
  const at = x(message.end);
  const chosen = input.selection.msg === message.msg;
  const hovered = input.hovered.msg === message.msg;
  const radius = input.frame.radius * (chosen ? 1.2 : hovered ? 1.15 : 1);
  const alpha = strength(task, [message.msg]);
  list.add({ kind: 'glyph', x: at, y, radius, shape, alpha });
  const event = message.flight?.pdus.find((pdu) => pdu.msgs.includes(message.msg))?.id ?? message.delivered;
  list.spot({ lane, msg: message.msg, event, x: at, y }, radius);
  const reach = radius * 1.25;
  room.take({ left: at - reach, right: at + reach, top: y - radius, bottom: y + radius });
  return { message, x: at, y };
}

function layStack(task: LaneTask, stack: Stack): Dot[] {
  const { band, input, list, x, room } = task;
  const { frame } = input;
  const lowest = band.client - frame.radius - 3 * frame.stroke;
  // Compact bands leave a strip free above them, the tall one of the phone has the lane's name there.
  const above = band.top + { full: -2, projector: -4, compact: -13, phone: 18 }[frame.kind];
  const fit = Math.max(1, Math.floor((lowest - above - frame.radius) / frame.pitch) + 1);
  const shown = stack.length <= fit ? [...stack] : stack.slice(0, Math.max(1, fit - 1));
  const chosen = stack.find((message) => message.msg === input.selection.msg);
  if (chosen && !shown.includes(chosen)) shown[shown.length - 1] = chosen;
  const dots = shown.map((message, i) => addDot(task, message, lowest - i * frame.pitch));
  const top = dots.at(-1);
  if (top && shown.length < stack.length) {
    const text = `+${String(stack.length - shown.length)}`;
    const y = top.y - Math.max(frame.pitch, frame.fontPx * 0.95);
    const at = x(top.message.end);
    room.take(textBox(at, y, input.measure(text, true), frame.fontPx, 'center'));
    const alpha = strength(
      task,
      stack.map((message) => message.msg),
    );
    list.add({ kind: 'text', x: at, y, text, align: 'center', ink: 'ink', bold: true, alpha, halo: false });
  }
  return dots;
}

/** One mark for a whole delivery; marks too near to each other for a label between them share one: "4–7". */
function laySlim(task: LaneTask, stacks: readonly Stack[]): void {
  const { band, input, list, room } = task;
  const { frame, words, measure } = input;
  const gap = frame.radius + 4;
  const groups: { readonly dots: Dot[]; readonly messages: Message[] }[] = [];
  const textOf = (messages: readonly Message[]): string => {
    const [first, last] = [messages[0]?.msg ?? '', messages.at(-1)?.msg ?? ''];
    return first === last ? words.msgLabel(first) : `${words.msgLabel(first)}–${words.msgLabel(last)}`;
  };
  for (const stack of stacks) {
    const [first] = stack;
    if (!first) continue;
    const dot = addDot(task, first, band.client - frame.radius - 2.5);
    const before = groups.at(-1);
    const end = before?.dots.at(-1);
    if (before && end && dot.x - end.x < 2 * gap + measure(textOf(before.messages), true)) {
      before.dots.push(dot);
      before.messages.push(...stack);
    } else groups.push({ dots: [dot], messages: [...stack] });
  }
  for (const { dots, messages } of groups) {
    const [first, last] = [dots[0], dots.at(-1)];
    if (!first || !last) continue;
    const text = textOf(messages);
    const width = measure(text, true);
    const spots = [
      { x: last.x + gap, align: 'left' as const },
      { x: first.x - gap, align: 'right' as const },
    ];
    const boxes = spots.map((one) => textBox(one.x, first.y, width, frame.fontPx, one.align));
    const found = boxes.findIndex((box) => isInside(box, frame.width) && room.isFree(box));
    const [spot, box] = [spots[found], boxes[found]];
    if (!spot || !box) continue;
    room.take(box);
    const alpha = strength(
      task,
      messages.map((message) => message.msg),
    );
    list.add({ kind: 'text', ...spot, y: first.y, text, ink: 'ink', bold: true, alpha, halo: false });
  }
}

/** Whether a delay is so much more than the way takes that it is worth its number. */
function isLate(message: Message): boolean {
  return message.end - message.start > message.oneWayUs * 1.05 + 2000;
}

function layLabel(task: LaneTask, { message, x, y }: Dot): void {
  const { input, list, room, band } = task;
  const { frame, measure, words } = input;
  const chosen = input.selection.msg === message.msg;
  if ((!band.labels && !chosen) || x < -frame.radius) return;
  const delay = isLate(message) || chosen ? formatDelay(message.end - message.start) : '';
  const space = frame.fontPx * 0.45;
  const label = words.msgLabel(message.msg);
  const nameWidth = measure(label, true);
  const fullWidth = nameWidth + (delay === '' ? 0 : space + measure(delay, chosen));
  const gap = frame.radius * 1.25 + 4 * Math.sqrt(frame.stroke);
  const box = (width: number, right: boolean): Box =>
    right
      ? textBox(x + gap, y, width, frame.fontPx, 'left')
      : textBox(x - gap, y, width, frame.fontPx, 'right');
  const tries = [
    { width: fullWidth, right: true },
    { width: fullWidth, right: false },
    { width: nameWidth, right: true },
    { width: nameWidth, right: false },
  ];
  const boxes = tries.map((one) => box(one.width, one.right));
  const found = boxes.findIndex((one) => isInside(one, frame.width) && room.isFree(one));
  const taken = boxes[found];
  if (taken) room.take(taken);
  // What was asked for is always told, over whatever stands there.
  const spot = chosen && found !== 1 ? tries[0] : tries[found];
  if (!spot) return;
  const left = spot.right ? x + gap : x - gap - spot.width;
  const alpha = strength(task, [message.msg]);
  // The playhead passes behind what it has just written.
  const now = task.x(input.playhead);
  const halo = chosen || (left < now + 3 && left + spot.width > now - 3);
  const common = { kind: 'text', y, align: 'left', alpha, halo } as const;
  list.add({ ...common, x: left, text: label, ink: 'ink', bold: true });
  if (delay === '' || spot.width < fullWidth) return;
  list.add({
    ...common,
    x: left + nameWidth + space,
    text: delay,
    ink: chosen ? 'ink' : 'ink2',
    bold: chosen,
  });
}

function layTicks(task: LaneTask): void {
  const { input, list, room, band, visible, x, lane } = task;
  const { frame, playhead, selection } = input;
  const half = (band.slim ? 4 : 5) * (frame.stroke > 1 ? 1.9 : 1);
  const y = band.server + frame.fontPx * 1.25;
  let last = -Infinity;
  for (const message of visible.messages) {
    if (message.start > playhead) continue;
    const at = x(message.start);
    const chosen = selection.msg === message.msg;
    // Far out, many fall on one pixel.
    if (at - last < 0.5 && !chosen) continue;
    last = at;
    const alpha = strength(task, [message.msg]);
    list.line(at, band.server - half, at, band.server + half, 'ink', 1.5 * frame.stroke, { alpha });
    list.spot({ lane, msg: message.msg, event: message.published, x: at, y: band.server }, 2);
    if (!band.numbers) continue;
    const label = input.words.msgLabel(message.msg);
    const width = input.measure(label, chosen);
    const box = textBox(at, y, width, frame.fontPx, 'center');
    if (!isInside(box, frame.width) || !room.isFree(box)) continue;
    room.take(box);
    const ink = chosen ? 'ink' : 'ink2';
    list.add({
      kind: 'text',
      x: at,
      y,
      text: label,
      align: 'center',
      ink,
      bold: chosen,
      alpha,
      halo: Math.abs(at - x(playhead)) < width,
    });
  }
  for (const line of visible.upward) {
    if (line.start > playhead) continue;
    const at = x(line.start);
    list.line(at, band.client - half, at, band.client + half, 'ink', 1.5 * frame.stroke);
    list.spot({ lane, msg: line.msg, event: line.id, x: at, y: band.client }, 2);
  }
}

/** Small words: an empty poll, the handshake, the answer that opens a stream. */
function layNotes(task: LaneTask): void {
  const { input, visible, band, x } = task;
  const { playhead, words, frame } = input;
  for (const poll of visible.polls) {
    const asks = poll.purpose === 'poll' || poll.purpose === 'long-poll';
    if (!asks || poll.brought > 0 || poll.answeredAt > playhead) continue;
    const end = Number.isFinite(poll.end) ? poll.end : poll.answeredAt;
    note(task, (x(poll.start) + x(end)) / 2, band.client - frame.fontPx * 0.95, words.empty, 'center');
  }
  if (frame.kind === 'projector') return;
  const below = band.server + frame.fontPx * 1.25;
  for (const flight of visible.flights)
    if (flight.why === 'syn' && flight.dir === 'up' && flight.before === null && flight.start <= playhead)
      note(task, x(flight.start) + 2, below, 'TCP', 'left');
  for (const stream of visible.streams)
    if (stream.side === 'server' && stream.start <= playhead)
      note(task, x(stream.start), below, task.shape === 'ws' ? '101' : '200', 'center');
}

function note(task: LaneTask, x: number, y: number, text: string, align: 'left' | 'center'): void {
  const { input, list, room } = task;
  const box = textBox(x, y, input.measure(text, false), input.frame.fontPx, align);
  if (!isInside(box, input.frame.width) || !room.isFree(box)) return;
  room.take(box);
  const alpha = input.selection.msg === null ? 1 : 0.5;
  const now = task.x(input.playhead);
  const halo = box.left < now && now < box.right;
  list.add({ kind: 'text', x, y, text, align, ink: 'ink3', bold: false, alpha, halo });
}
