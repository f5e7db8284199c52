/** Which key does what, apart from what a focused widget does with it and the zoom, which is the stage's own. */

export type KeyAction =
  | { readonly do: 'toggle' | 'next' | 'previous' | 'live' | 'release' | 'keys' }
  | { readonly do: 'scrub'; readonly byMs: number }
  /** Of a lesson, and of a page on a wall. */
  | { readonly do: 'step-on' | 'step-back' | 'primary' | 'hint' | 'blackout' }
  /** Puts the page on a wall, or takes it down again. */
  | { readonly do: 'project' };

export interface KeyPress {
  readonly key: string;
  readonly shift: boolean;
  /** Ctrl, Alt or Meta: the key belongs to the browser. */
  readonly modified: boolean;
  /** Name of the focused element in lower case, "input" or "button"; of one option among several "radio". */
  readonly focus: string;
  /** A lesson is open. */
  readonly lesson?: boolean;
  /** The page stands on a wall. */
  readonly projected?: boolean;
}

const TYPING = ['input', 'textarea', 'select'];
const PRESSABLE = ['button', 'a', 'summary'];
/** Moves within itself by the arrow keys. */
const RADIO = 'radio';

/** What a lesson adds: the keys of clickers, and what leads on. */
function lessonAction(key: string, focus: string): KeyAction | null {
  switch (key) {
    case 'PageDown':
      return { do: 'step-on' };
    case 'PageUp':
      return { do: 'step-back' };
    case 'Enter':
      return PRESSABLE.includes(focus) ? null : { do: 'primary' };
    case 'h':
    case 'H':
      return { do: 'hint' };
    default:
      return null;
  }
}

/** The action of a key press, or null when the key is not ours. */
export function keyAction({
  key,
  shift,
  modified,
  focus,
  lesson = false,
  projected = false,
}: KeyPress): KeyAction | null {
  if (modified || TYPING.includes(focus)) return null;
  if (projected && ['b', 'B', '.'].includes(key)) return { do: 'blackout' };
  const ofLesson = lesson ? lessonAction(key, focus) : null;
  if (ofLesson) return ofLesson;
  if (focus === RADIO) return null;
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
    case 'p':
    case 'P':
      return { do: 'project' };
    case '?':
      return { do: 'keys' };
    default:
      return null;
  }
}
