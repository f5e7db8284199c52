/** The lesson for whoever has just seen the four lanes; the page's words name it, and its minutes. */
export const FIRST_LESSON = 'polling';
