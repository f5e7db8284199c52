/** The theme of an element, read again when the page's theme, language or fonts change. */
import { readTheme, type Theme } from './theme.ts';

export interface WatchedTheme {
  readonly current: Theme | null;
  readonly attach: (element: HTMLElement) => () => void;
}

export function watchTheme(): WatchedTheme {
  let current = $state.raw<Theme | null>(null);
  return {
    get current() {
      return current;
    },
    attach(element) {
      const read = (): void => {
        current = readTheme(element);
      };
      read();
      const dark = matchMedia('(prefers-color-scheme: dark)');
      const observer = new MutationObserver(read);
      observer.observe(document.documentElement, {
        attributes: true,
        attributeFilter: ['data-theme', 'lang'],
      });
      dark.addEventListener('change', read);
      window.addEventListener('resize', read);
      document.fonts.addEventListener('loadingdone', read);
      return () => {
        observer.disconnect();
        dark.removeEventListener('change', read);
        window.removeEventListener('resize', read);
        document.fonts.removeEventListener('loadingdone', read);
      };
    },
  };
}
