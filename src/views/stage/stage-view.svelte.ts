/** The stage's window on time: follows the playhead, glides from page to page, and obeys the hand before both. */
import type { Level } from './layout.ts';
import { levelFor } from './layout.ts';
import { between, bring, follow, pan, resize, shows, spanFor, zoom, type TimeWindow } from './view-window.ts';

const GLIDE_MS = 150;
const LEVELS: readonly Level[] = ['messages', 'frames', 'segments'];

export interface Advance {
  readonly playhead: number;
  readonly playing: boolean;
  readonly speed: number;
  readonly nowMs: number;
  /** Length of the window at normal speed. */
  readonly baseUs: number;
  readonly still: boolean;
}

export class StageView {
  #shown: TimeWindow = $state.raw({ from: -144_000, spanUs: 8_000_000 });
  #override: Level | null = $state.raw(null);
  #target: TimeWindow = this.#shown;
  #start: TimeWindow = this.#shown;
  #startMs = 0;
  #playhead = -1;
  #spanKey = '';
  #byHand = false;
  /** While the hand drags the playhead the window stays: it would run away under the pointer. */
  held = false;

  get window(): TimeWindow {
    return this.#shown;
  }

  get level(): Level {
    return this.#override ?? levelFor(this.#shown.spanUs);
  }

  /** The level that was chosen over the zoom's, until the next reset. */
  get chosen(): Level | null {
    return this.#override;
  }

  get gliding(): boolean {
    return this.#shown !== this.#target;
  }

  /** Once a frame: turns the page, takes the length that suits the speed, moves a glide on. */
  advance({ playhead, playing, speed, nowMs, baseUs, still }: Advance): void {
    const key = `${String(speed)}/${String(Math.round(baseUs))}`;
    if (key !== this.#spanKey && !this.#byHand) {
      const first = this.#spanKey === '';
      this.#glide(resize(spanFor(speed, baseUs), playhead), nowMs, still || first);
    }
    this.#spanKey = key;
    if (playhead !== this.#playhead && !this.held) {
      // A window that was panned away stays there while the run plays on; a scrub brings it back.
      const seen = this.#playhead < 0 || shows(this.#target, this.#playhead);
      if (seen || !playing) {
        const next = follow(this.#target, playhead, playhead < this.#playhead);
        if (next !== this.#target) this.#glide(next, nowMs, still);
      }
      this.#playhead = playhead;
    }
    if (!this.gliding) return;
    const share = (nowMs - this.#startMs) / GLIDE_MS;
    this.#shown = share >= 1 ? this.#target : between(this.#start, this.#target, Math.max(0, share));
  }

  /** Zooms about the instant `t`. */
  zoom(factor: number, t: number): void {
    this.#byHand = true;
    this.#set(zoom(this.#target, factor, t));
  }

  pan(byUs: number): void {
    this.#set(pan(this.#target, byUs));
  }

  /** Shows what lasts from `start` to `end`. */
  bring(start: number, end: number, nowMs: number, still: boolean): void {
    const next = bring(this.#target, start, end);
    if (next !== this.#target) this.#glide(next, nowMs, still);
  }

  /** Back to the length that suits the speed, with the playhead in view. */
  reset(): void {
    this.#byHand = false;
    this.#override = null;
    this.#spanKey = 'reset';
  }

  /** One level finer (1) or coarser (-1) than now, until the next reset. */
  detail(by: 1 | -1): void {
    const next = LEVELS[LEVELS.indexOf(this.level) + by];
    if (next) this.#override = next;
  }

  /** This level whatever the zoom; null: the zoom's. */
  choose(level: Level | null): void {
    this.#override = level;
  }

  #set(window: TimeWindow): void {
    this.#target = window;
    this.#shown = window;
  }

  #glide(target: TimeWindow, nowMs: number, still: boolean): void {
    if (still) {
      this.#set(target);
      return;
    }
    this.#start = this.#shown;
    this.#target = target;
    this.#startMs = nowMs;
  }
}
