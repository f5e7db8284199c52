/** The learner's language and theme: in the address, so that a link carries them, and kept for the next visit. */
import { chooseLocale, hashValue, languageTag, withHashValue, type Locale } from '#words/locale.ts';

export const THEMES = ['auto', 'light', 'dark', 'projector'] as const;
export type Theme = (typeof THEMES)[number];

function isTheme(text: string | null): text is Theme {
  return THEMES.some((theme) => theme === text);
}

/** The kept value; null where the browser forbids storage. */
function stored(key: string): string | null {
  try {
    return localStorage.getItem(`pushpull.${key}`);
  } catch {
    return null; // Storage is forbidden: the choice lives in the address only.
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(`pushpull.${key}`, value);
  } catch {
    // Storage is forbidden: the choice lives in the address only.
  }
}

/** What this tab remembers across a reload; null when nothing, or where the browser forbids storage. */
export function recall(key: string): string | null {
  try {
    return sessionStorage.getItem(`pushpull.${key}`);
  } catch {
    return null; // Storage is forbidden: nothing is remembered.
  }
}

export function remember(key: string, value: string | null): void {
  try {
    if (value === null) sessionStorage.removeItem(`pushpull.${key}`);
    else sessionStorage.setItem(`pushpull.${key}`, value);
  } catch {
    // Storage is forbidden: nothing is remembered.
  }
}

/** The state of our own history entries: one without it was made by hand. */
export const OURS = 'pushpull';

/** Puts keys into the address without a jump. With `step` the browser's Back takes them away again. */
export function putAllInHash(values: Readonly<Record<string, string | null>>, { step = false } = {}): void {
  const changed = Object.entries(values).filter(([key, value]) => hashValue(location.hash, key) !== value);
  if (changed.length === 0) return;
  let { hash } = location;
  for (const [key, value] of changed) hash = withHashValue(hash, key, value);
  const address = hash || location.pathname + location.search;
  if (step) history.pushState(OURS, '', address);
  else history.replaceState(history.state, '', address);
}

export function putInHash(key: string, value: string | null, options: { step?: boolean } = {}): void {
  putAllInHash({ [key]: value }, options);
}

export class Preferences {
  #locale = $state<Locale>('en');
  #theme = $state<Theme>('auto');
  #atDesk: Theme = 'auto';

  constructor() {
    this.read();
  }

  get locale(): Locale {
    return this.#locale;
  }

  get theme(): Theme {
    return this.#theme;
  }

  /** Takes both from the address, what was kept, and the browser. Call it again when the address changes. */
  read(): void {
    this.#locale = chooseLocale(location.hash, stored('lang'), navigator.languages);
    const theme = hashValue(location.hash, 'theme') ?? stored('theme');
    this.#theme = isTheme(theme) ? theme : 'auto';
    this.#show();
  }

  setLocale(locale: Locale): void {
    this.#locale = locale;
    keep('lang', locale);
    putInHash('lang', locale);
    this.#show();
  }

  /** To the projector's theme, or from it to the one before. */
  toggleProjector(): void {
    if (this.#theme !== 'projector') this.#atDesk = this.#theme;
    this.setTheme(this.#theme === 'projector' ? this.#atDesk : 'projector');
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    keep('theme', theme);
    putInHash('theme', theme === 'auto' ? null : theme);
    this.#show();
  }

  #show(): void {
    const root = document.documentElement;
    root.lang = languageTag(this.#locale);
    if (this.#theme === 'auto') delete root.dataset['theme'];
    else root.dataset['theme'] = this.#theme;
  }
}
