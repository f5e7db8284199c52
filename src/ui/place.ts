/** Which page the address asks for: the lab with its lanes (also under a lesson), or one of those around the lessons. */
import type { Locale } from '#words/locale.ts';

export const PLACES = ['home', 'glossary', 'teacher', 'herd'] as const;
export type Place = 'lab' | (typeof PLACES)[number];

/** `#home`, `#glossary`, `#glossary=rto`, `#lesson=polling&teacher`, `#herd`; all else is the lab. */
export function placeIn(hash: string): Place {
  const keys = new URLSearchParams(hash.replace(/^#/, ''));
  if (keys.has('teacher') && keys.has('lesson')) return 'teacher';
  return PLACES.find((place) => place !== 'teacher' && keys.has(place)) ?? 'lab';
}

/** An address with these keys and the look of the page. A key whose value is '' stands alone. */
export function addressOf(
  values: Readonly<Record<string, string>>,
  look: { readonly locale: Locale; readonly theme: string },
): string {
  const all = { ...values, lang: look.locale, ...(look.theme === 'auto' ? {} : { theme: look.theme }) };
  const pairs = Object.entries(all).map(([key, value]) =>
    value === '' ? key : `${key}=${encodeURIComponent(value)}`,
  );
  return `#${pairs.join('&')}`;
}
