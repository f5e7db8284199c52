/** Which language, and the key=value pairs behind the # of the address. Pure: the caller reads and writes the page. */

export const LOCALES = ['en', 'zh'] as const;
export type Locale = (typeof LOCALES)[number];

export function isLocale(text: string | null | undefined): text is Locale {
  return text === 'en' || text === 'zh';
}

/** The value of `lang` on elements: the script matters to fonts. */
export function languageTag(locale: Locale): string {
  return locale === 'zh' ? 'zh-Hans' : 'en';
}

/** The value of one key in a hash like "#lang=zh&seed=7"; null when it isn't there. */
export function hashValue(hash: string, key: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get(key);
}

/** The hash with one key set, or removed when the value is null. All other keys keep their values and order. */
export function withHashValue(hash: string, key: string, value: string | null): string {
  const pairs = new URLSearchParams(hash.replace(/^#/, ''));
  if (value === null) pairs.delete(key);
  else pairs.set(key, value);
  const text = pairs.toString();
  return text === '' ? '' : `#${text}`;
}

/** What the address asks for, else what was chosen before, else the first language of the browser that we have. */
export function chooseLocale(hash: string, stored: string | null, preferred: readonly string[]): Locale {
  const asked = hashValue(hash, 'lang') ?? stored;
  const primary = asked?.split('-')[0];
  if (isLocale(primary)) return primary;
  for (const tag of preferred) {
    const language = tag.split('-')[0]?.toLowerCase();
    if (isLocale(language)) return language;
  }
  return 'en';
}
