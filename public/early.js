// Runs before the first paint: a chosen theme or language must not flash in the default one.
// src/ui/preferences.svelte.ts takes over; the keys are the same.
(() => {
  const hash = new URLSearchParams(location.hash.slice(1));
  const stored = (key) => {
    try {
      return localStorage.getItem('pushpull.' + key);
    } catch {
      return null; // Storage is forbidden: the defaults stand.
    }
  };
  const theme = hash.get('theme') ?? stored('theme');
  if (theme === 'light' || theme === 'dark' || theme === 'projector')
    document.documentElement.dataset.theme = theme;
  const lang = hash.get('lang') ?? stored('lang') ?? navigator.language;
  document.documentElement.lang = lang.startsWith('zh') ? 'zh-Hans' : 'en';
})();
