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

/** Puts a key into the address without a new history entry and without a jump. */
export function putInHash(key: string, value: string | null): void {
  history.replaceState(
    history.state,
    '',
    withHashValue(location.hash, key, value) || location.pathname + location.search,
  );
}

export class Preferences {
  #locale = $state<Locale>('en');
  #theme = $state<Theme>('auto');

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
