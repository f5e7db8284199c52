/** English texts for bytes of one's own. */

export const buildEn = {
  title: 'Your own bytes',
  intro: 'Paste a frame as Wireshark, wscat, the RFC or a program shows it, or make one below.',
  hex: 'Octets in hexadecimal',
  placeholder: '81 85 37 fa 21 3d 7f 9f 4d 51 58',
  explain: 'Explain',
  examples: 'From the RFCs',
  example: {
    hello: '“Hello”, one frame',
    masked: '“Hello”, masked',
    fragments: '“Hel”, “lo”',
    ping: 'ping “Hello”',
    pong: 'pong, masked',
    binary256: '256 octets',
    binary64k: '65 536 octets',
    close: 'close 1000',
    deflate: '“Hello”, compressed',
    deflateTwice: 'compressed twice, with context',
    deflateFragments: 'compressed, two fragments',
  },
  make: 'Or make one',
  text: 'Text',
  opcode: 'Opcode',
  mask: 'masked, as from a client',
  fin: 'FIN',
  done: 'Make the frame',
  share: 'Copy a link to these bytes',
  copied: 'Link copied.',
  copyFailed: 'The browser does not let the page copy. The address above is the link.',
  tooLong: (most: string) => `Too long for a link: it takes up to ${most}.`,
  sentence: (frames: number) => (frames === 1 ? 'One frame.' : `${String(frames)} frames.`),
  problem: {
    empty: 'There is nothing to read. Paste hexadecimal digits, such as 81 05 48 65 6c 6c 6f.',
    digit: (text: string, line: number, column: number) =>
      `Line ${String(line)}, column ${String(column)}: “${text}” is not hexadecimal. Use 0–9 and a–f, two digits an octet.`,
    odd: (text: string, line: number, column: number) =>
      `Line ${String(line)}, column ${String(column)}: “${text}” has an odd digit. Write each octet with two digits, such as 05.`,
    large: (most: string) => `That is more than ${most}. Paste fewer octets.`,
    control: 'The payload of a close, ping or pong has at most 125 octets. Shorten the text.',
  },
};

export type BuildWords = typeof buildEn;
