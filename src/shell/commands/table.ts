/** All commands there are, in the order of their names. */
import type { Command } from '../command.ts';
import { base64, opensslBase64, opensslDgst } from './encode.ts';
import { grep } from './grep.ts';
import { jq } from './jq.ts';
import { echo, printf } from './printf.ts';
import { clear, help, history, jobs, ls, man, no, wait, yes } from './shell.ts';
import { cat, head, seq } from './text.ts';
import { date, sleep } from './time.ts';
import { xxd } from './xxd.ts';

export const COMMANDS: readonly Command[] = [
  base64,
  cat,
  clear,
  date,
  echo,
  no,
  grep,
  head,
  help,
  history,
  jobs,
  jq,
  ls,
  man,
  opensslBase64,
  opensslDgst,
  printf,
  seq,
  sleep,
  yes,
  wait,
  xxd,
];
