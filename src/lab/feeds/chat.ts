/** Made-up chat lines in ASCII, cut or filled so that the message as JSON has the size that is set. */
import { drawU32 } from '#base/random.ts';

const LINES = [
  'hello from the room',
  'is anyone else here?',
  'the build is green',
  'who has the projector?',
  'see you in five minutes',
  'I sent the notes',
  'try turning it off and on',
  'works on my machine',
  'that took longer than I hoped',
  'coffee, anyone?',
  'next slide, please',
  'good question',
  'can you hear me now?',
  'one moment, reconnecting',
  'the answer is 42',
  'done, have a look',
];

/** Octets of `{"id":,"t":1795232880000,"text":""}` around id and text. */
const FRAME_BYTES = 35;

/** The text of chat message `n`, so that the whole JSON has `messageBytes` octets. */
export function chatText(seed: number, n: number, messageBytes: number): string {
  const line = LINES[drawU32(seed, -1, 1, n, 'text') % LINES.length] ?? '';
  const length = Math.max(0, messageBytes - FRAME_BYTES - String(n).length);
  return `${line} ${'. '.repeat(length)}`.slice(0, length);
}
