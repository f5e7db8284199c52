/** The card beside a mark: what the pointer is on, else what is selected; and losing the packet that it tells of. */
import { untrack } from 'svelte';
import type { SessionView } from '#state/contract.ts';
import { laneKind } from '#state/lane-kind.ts';
import type { EventId, EventOf } from '#trace/events.ts';
import type { Trace } from '#trace/log.ts';
import type { StageWords } from '#words/types-stage.ts';
import { carriedBy, drawn, factOf, losable, middleOf, quoted, quoteOf, samePacket } from './card.ts';
import { dependOn } from './depend.ts';
import type { Frame } from './frame.ts';
import type { Layout, Level } from './layout.ts';
import type { Scene } from './scene.ts';

type What = SessionView['selection'];

/** What the stage shows, as the card reads it. */
export interface Shown {
  readonly session: SessionView;
  readonly words: StageWords;
  readonly scene: Scene;
  readonly layout: Layout | null;
  readonly frame: Frame;
  readonly playhead: number;
  readonly level: Level;
  /** Where an instant stands in the plot, in pixels. */
  readonly x: (t: number) => number;
}

export interface Card {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

export class CardView {
  readonly #shown: Shown;
  /** The packet that is being lost, until the fork has it; then it is selected there. */
  #losing = $state.raw<{ readonly trace: Trace; readonly sent: EventOf<'segment.sent'> } | null>(null);
  readonly #selected = $derived.by(() => drawn(this.#shown.session.selection, this.#shown.session.trace));
  /** The pointer is on nothing, or on what is selected anyway. */
  readonly #pinned = $derived.by(() => {
    const { lane, msg, event } = this.#shown.session.hovered;
    if (lane === null) return true;
    if (lane !== this.#selected.lane) return false;
    return event === null || this.#selected.event === null
      ? msg === this.#selected.msg && msg !== null
      : event === this.#selected.event;
  });
  readonly card = $derived.by((): Card | null => {
    const { session, layout, frame } = this.#shown;
    dependOn(layout);
    const what = this.#pinned ? this.#selected : session.hovered;
    const spot = this.#spotOf(what);
    if (!spot || spot.x < 0 || spot.x > frame.width) return null;
    const text = this.tell(what);
    return text === null ? null : { text, x: spot.x, y: spot.y };
  });
  /** The segment that the card's button would lose; null where there is none. */
  readonly victim = $derived.by((): EventId | null => {
    const { session, playhead } = this.#shown;
    const { event, lane } = this.#selected;
    return this.#pinned && lane !== null ? losable(event, lane, session.trace, playhead) : null;
  });

  /** `shown` has getters: what they read is followed. Made while the component is. */
  constructor(shown: Shown) {
    this.#shown = shown;
    $effect(() => {
      this.#selectLost();
    });
  }

  /** A mark in words: what it is, and the message's text. */
  tell(what: What): string | null {
    const { scene, session, words, playhead, level } = this.#shown;
    const lane = what.lane === null ? undefined : scene.lanes[what.lane];
    const spec = what.lane === null ? undefined : session.lanes[what.lane];
    if (!lane || !spec) return null;
    const kind = laneKind(spec);
    let fact = factOf(what, lane, kind, playhead);
    // Where segments have no marks of their own, the unit in it is meant, unless the packet died.
    const carrier = level === 'segments' ? null : carriedBy(what, lane);
    if (fact?.kind === 'segment' && carrier) fact = factOf(carrier, lane, kind, playhead) ?? fact;
    if (fact === null) return null;
    const msg = quoted(fact);
    const text = msg === null ? null : quoteOf(msg, session.trace, scene.lanes.length);
    return text === null ? words.card(fact) : `${words.card(fact)} ${words.quote(text)}`;
  }

  lose(segment: EventId): void {
    const { session } = this.#shown;
    this.#losing = { trace: session.trace, sent: session.trace.of(segment, 'segment.sent') };
    session.lose(segment);
  }

  #selectLost(): void {
    const { session } = this.#shown;
    dependOn(session.version);
    if (this.#losing === null || this.#losing.trace === session.trace) return;
    const { sent } = this.#losing;
    const event = samePacket(sent, session.trace);
    if (event === null) return;
    this.#losing = null;
    session.select({ msg: untrack(() => session.selection.msg), event, lane: sent.lane });
  }

  /** Where the card points to; what has no mark at this zoom stands at the middle of its way. */
  #spotOf(what: What): { readonly x: number; readonly y: number } | null {
    const { layout, scene, frame, playhead, x } = this.#shown;
    const found = layout?.find(what);
    const lane = what.lane === null ? undefined : scene.lanes[what.lane];
    const band = what.lane === null ? undefined : frame.bands[what.lane];
    if (found || !lane || !band) return found ?? null;
    const carrier = carriedBy(what, lane);
    const carried = carrier && layout?.find(carrier);
    const middle = middleOf(what, lane, playhead);
    if (carried) return carried;
    return middle === null ? null : { x: x(middle), y: (band.client + band.server) / 2 };
  }
}
