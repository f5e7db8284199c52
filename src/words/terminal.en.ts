/**
 * The terminal's own texts in English: help, and what it says where it differs from the real tools. What a real tool
 * prints stands with the command, for it is the same in every language.
 */

/** The same shape with other texts. */
type DeepText<T> = T extends string
  ? string
  : T extends (...args: infer Args) => string
    ? (...args: Args) => string
    : { readonly [Key in keyof T]: DeepText<T[Key]> };

const commands = {
  base64: {
    about: 'Octets as Base64 text (RFC 4648), and back',
    options: { decode: 'from Base64 back to octets', wrap: 'break lines after COLS characters; 0: never' },
  },
  cat: { about: 'Print files, or standard input', options: { number: 'number the lines' } },
  clear: { about: 'Clear the screen', options: {} },
  date: {
    about: 'Print the virtual date and time, or what +FORMAT asks for',
    options: { utc: 'in UTC, which it always is here' },
  },
  echo: {
    about: 'Print its arguments',
    options: {
      bare: 'no line feed at the end',
      escapes: 'read \\n, \\t, \\xHH and their like',
      plain: 'read no escapes, as without it',
    },
  },
  false: { about: 'Do nothing, with exit status 1', options: {} },
  grep: {
    about: 'Print the lines that match a pattern',
    options: {
      ignoreCase: 'upper and lower case are the same',
      invert: 'the lines that do not match',
      number: 'number the lines',
      count: 'only count the lines',
      extended: 'an extended regular expression: + ? | ( ) without backslash',
      fixed: 'plain text, no pattern',
      only: 'only what matched, a line each',
      quiet: 'print nothing; the exit status tells',
      pattern: 'the pattern, also one that begins with -',
    },
  },
  head: {
    about: 'Print the beginning',
    options: { lines: 'this many lines; -K: all but the last K', bytes: 'this many octets' },
  },
  help: { about: 'List the commands', options: {} },
  history: { about: 'List what was typed', options: {} },
  jobs: { about: 'List what runs in the background', options: {} },
  jq: {
    about: 'Pick from JSON: . .a.b .["a"] .[0] .[] | length keys',
    options: { raw: 'strings without quotes', compact: 'each value on one line' },
  },
  ls: {
    about: 'List the scratch files',
    options: { long: 'with their sizes', one: 'one a line, as it always is here' },
  },
  man: { about: 'Explain a command and its options', options: {} },
  'openssl base64': {
    about: 'Octets as Base64 text, lines of 64 characters, and back',
    options: {
      encode: 'to Base64, as without it',
      decode: 'from Base64 back to octets',
      one: 'all on one line',
    },
  },
  'openssl dgst': {
    about: 'The hash of files, or of standard input',
    options: {
      sha1: 'SHA-1, which the WebSocket handshake uses',
      sha256: 'SHA-256, as without it',
      binary: 'the octets themselves',
      hex: 'in hexadecimal, as without it',
    },
  },
  printf: { about: 'Print by a format: %s %b %d %x %c %% and escapes', options: {} },
  seq: {
    about: 'Print numbers: LAST, FIRST LAST, or FIRST STEP LAST',
    options: { separator: 'this between them instead of line feeds', width: 'all equally wide, with zeros' },
  },
  sleep: { about: 'Wait, in virtual time', options: {} },
  true: { about: 'Do nothing, with exit status 0', options: {} },
  wait: { about: 'Wait until the background jobs have ended', options: {} },
  xxd: {
    about: 'Octets in hexadecimal, and back',
    options: {
      plain: 'only the digits',
      reverse: 'from hexadecimal back to octets',
      length: 'stop after LEN octets',
      seek: 'begin at this octet',
    },
  },
};

export const terminalEn = {
  commands,
  synopsis: 'SYNOPSIS',
  options: 'OPTIONS',
  name: 'NAME',
  helpHead:
    'What there is here; man CMD tells more. Pipes, quotes, $NAME, $(…), ; && || & > >> < 2> work as in Bash.',
  column: (at: string) => `at character ${at}`,
  syntax: (message: string) => `This line cannot be read: ${message}.`,
  unsupported: (text: string) =>
    `This terminal does not run this: ${text}. It runs commands with pipes, quotes, $NAME, $(…), ; && || &, > >> < and 2>.`,
  longLine: (most: string) => `This line is too long: at most ${most} characters.`,
  supported: (options: string) => `Supported here: ${options}`,
  noOptions: 'This command takes no options here.',
  didYouMean: (name: string) => `Did you mean ${name}? help lists what there is.`,
  listed: 'help lists what there is.',
  limit: (mebibytes: string, commandCount: string) =>
    `Stopped: one line may make ${mebibytes} MiB and start ${commandCount} commands at most.`,
  tooManyJobs: (most: string) => `At most ${most} jobs run in the background: wait for one to end.`,
  noFilter: (filter: string) =>
    `This jq does not know ${filter}. It knows . .a.b .["a"] .[0] .[] and | length keys.`,
  noPattern: (pattern: string) => `grep here does not know the pattern ${pattern}.`,
  noConversion: (conversion: string) =>
    `printf here does not know ${conversion}. It knows %s %b %d %i %u %o %x %X %c %%.`,
  noDateFormat: (conversion: string) => `date here does not know ${conversion}.`,
};

export type TerminalWords = DeepText<typeof terminalEn>;
export type CommandName = keyof typeof commands;
export type OptionName<Name extends CommandName> = keyof (typeof commands)[Name]['options'] & string;
