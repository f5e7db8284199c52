/** Which stretch of time the stage shows, and when it turns the page. Virtual microseconds. */

export interface TimeWindow {
  readonly from: number;
  readonly spanUs: number;
}

/** At this share of the window the page turns, and the playhead then stands at `AFTER_PAGE`: the past is what one reads. */
const PAGE_AT = 0.94;
const AFTER_PAGE = 0.62;
/** Going back, the page turns already here, and the playhead then stands at `AFTER_BACK`. */
const BACK_AT = 0.25;
const AFTER_BACK = 0.7;
/** The run's start stands a little inside the left edge. */
const MARGIN = 0.018;
export const MIN_SPAN_US = 20_000;
export const MAX_SPAN_US = 180_000_000;

/** The length that suits a speed; `baseUs` is that at normal speed and depends on the width of the stage. */
export function spanFor(speed: number, baseUs: number): number {
  if (speed <= 0.01) return 250_000;
  if (speed <= 0.1) return 1_000_000;
  if (speed > 2) return Math.min(MAX_SPAN_US, (baseUs * speed) / 2);
  return baseUs;
}

export function earliest(spanUs: number): number {
  return -spanUs * MARGIN;
}

/** A window as long as this; from the run's start if that shows the playhead, else with it at `share`. */
function place(playhead: number, spanUs: number, share: number): TimeWindow {
  if (playhead < spanUs * (PAGE_AT - 2 * MARGIN)) return { from: earliest(spanUs), spanUs };
  return { from: Math.max(earliest(spanUs), playhead - share * spanUs), spanUs };
}

/** The window after the playhead has moved: the same one, or another page. `back`: it moved to an earlier instant. */
export function follow(window: TimeWindow, playhead: number, back = false): TimeWindow {
  const share = (playhead - window.from) / window.spanUs;
  if (share >= (back ? BACK_AT : 0) && share < PAGE_AT) return window;
  const next = place(playhead, window.spanUs, back ? AFTER_BACK : AFTER_PAGE);
  return next.from === window.from ? window : next;
}

/** The window that shows what lasts from `start` to `end`: the same one if it shows a part of it already. */
export function bring(window: TimeWindow, start: number, end: number): TimeWindow {
  const { from, spanUs } = window;
  if (start <= from + spanUs && end >= from) return window;
  // What is longer than the window shows its beginning.
  const before = Math.max(0.2 * spanUs, (spanUs - (end - start)) / 2);
  return { from: Math.max(earliest(spanUs), start - before), spanUs };
}

export function shows(window: TimeWindow, t: number): boolean {
  return t >= window.from && t <= window.from + window.spanUs;
}

/** Another length, with the instant `t` kept where it stands. */
export function zoom(window: TimeWindow, factor: number, t: number): TimeWindow {
  const spanUs = Math.min(MAX_SPAN_US, Math.max(MIN_SPAN_US, window.spanUs * factor));
  const share = (t - window.from) / window.spanUs;
  return { from: Math.max(earliest(spanUs), t - share * spanUs), spanUs };
}

/** In slow motion one looks at what comes, else at what was. */
const SLOW_SPAN_US = 3_000_000;

/** A length of its own, around the playhead. */
export function resize(spanUs: number, playhead: number): TimeWindow {
  return place(playhead, spanUs, spanUs > SLOW_SPAN_US ? 0.8 : 0.5);
}

export function pan(window: TimeWindow, byUs: number): TimeWindow {
  return { ...window, from: Math.max(earliest(window.spanUs), window.from + byUs) };
}

/** Between two windows; `share` from 0 to 1. */
export function between(a: TimeWindow, b: TimeWindow, share: number): TimeWindow {
  const eased = 1 - (1 - share) ** 3;
  return { from: a.from + (b.from - a.from) * eased, spanUs: a.spanUs + (b.spanUs - a.spanUs) * eased };
}
