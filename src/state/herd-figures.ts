/** What views need of a herd's record. */
export { BUCKET_MS, inTheLastSecond } from '#lab/herd/record.ts';
export type { HerdDots, HerdResult, HerdSums } from '#lab/herd/record.ts';
