/**
 * The contract between the inspector's shell and its modes.
 *
 * The shell finds what is selected, and shows above it where it stands (message, unit, segment), the way to its
 * neighbours, and "larger". All below is the mode's: a component that takes `ModeProps`. It begins with one plain
 * sentence (`<p class="sentence">`), and puts `OctetPanes` (octets/OctetPanes.svelte: grid, hexadecimal, tree) where it
 * wants them. Every picture of the mode's own follows `cursor.shown`, reports the pointer to `cursor.hover` and a click
 * to `cursor.select`: so all are linked. Pointing never scrolls.
 *
 * `draft.octets` are what is shown: the unit's, or the learner's changed copy of them. Annotate those, not
 * `unit.octets`: `fields` are their fields. The shell has the button that sends a changed copy.
 *
 * A mode is mounted anew for another unit: state inside starts afresh.
 */
import type { Component } from 'svelte';
import type { Field } from '#codecs/fields.ts';
import type { SessionView } from '#state/contract.ts';
import type { Inspected, InspectMode } from '#trace/inspect.ts';
import type { Words } from '#words/catalogue.ts';
import type { Locale } from '#words/locale.ts';
import type { InspectorWords } from '#words/inspector.en.ts';
import type { Cursor } from './cursor.svelte.ts';
import type { Draft } from './draft.svelte.ts';

export interface ModeProps {
  readonly session: SessionView;
  readonly words: Words;
  /** The inspector's own words; a mode with more of them chooses its catalogue by `locale`. */
  readonly w: InspectorWords;
  readonly locale: Locale;
  /** `unit.event` is `NO_EVENT` for octets that were pasted: then there is no run behind them. */
  readonly unit: Inspected;
  /** The fields of `draft.octets`. */
  readonly fields: readonly Field[];
  readonly cursor: Cursor;
  readonly draft: Draft;
  /** The inspector has the stage's room. */
  readonly large: boolean;
}

/** Each mode is fetched when it is first shown. */
export const MODES: Readonly<Record<InspectMode, () => Promise<{ default: Component<ModeProps> }>>> = {
  frame: () => import('./modes/frame/Frame.svelte'),
  handshake: () => import('./modes/handshake/Handshake.svelte'),
  http: () => import('./modes/http/Http.svelte'),
  sse: () => import('./modes/sse/Sse.svelte'),
  segment: () => import('./modes/segment/Segment.svelte'),
  tls: () => import('./modes/tls/Tls.svelte'),
};
