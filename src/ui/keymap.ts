/** Which key does what, apart from what a focused widget does with it and the zoom, which is the stage's own. */

export type KeyAction =
  | { readonly do: 'toggle' | 'next' | 'previous' | 'live' | 'release' | 'keys' }
  | { readonly do: 'scrub'; readonly byMs: number };

export interface KeyPress {
  readonly key: string;
  readonly shift: boolean;
  /** Ctrl, Alt or Meta: the key belongs to the browser. */
  readonly modified: boolean;
  /** Name of the focused element in lower case, "input" or "button". */
  readonly focus: string;
}

const TYPING = ['input', 'textarea', 'select'];
const PRESSABLE = ['button', 'a', 'summary'];

/** The action of a key press, or null when the key is not ours. */
export function keyAction({ key, shift, modified, focus }: KeyPress): KeyAction | null {
  if (modified || TYPING.includes(focus)) return null;
  switch (key) {
    case ' ':
      return PRESSABLE.includes(focus) ? null : { do: 'toggle' };
    case '>':
    case '.':
      return { do: 'next' };
    case '<':
    case ',':
      return { do: 'previous' };
    case 'ArrowLeft':
      return shift ? { do: 'scrub', byMs: -10 } : { do: 'previous' };
    case 'ArrowRight':
      return shift ? { do: 'scrub', byMs: 10 } : { do: 'next' };
    case 'End':
      return { do: 'live' };
    case 'Escape':
      return { do: 'release' };
    case '?':
      return { do: 'keys' };
    default:
      return null;
  }
}
