/** The code that decides how long to wait, as it is: the same file that runs. */
export { default as BACKOFF_CODE } from '#clients/survival/backoff.ts?raw';
