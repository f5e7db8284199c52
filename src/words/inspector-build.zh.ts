/** Chinese texts for bytes of one's own. */
import type { BuildWords } from './inspector-build.en.ts';

export const buildZh: BuildWords = {
  title: '自己的字节',
  intro: '把 Wireshark、wscat、RFC 或程序里显示的帧粘贴进来，也可以在下面自己造一个。',
  hex: '十六进制字节',
  placeholder: '81 85 37 fa 21 3d 7f 9f 4d 51 58',
  explain: '解释',
  examples: 'RFC 里的例子',
  example: {
    hello: '“Hello”，一帧',
    masked: '“Hello”，有掩码',
    fragments: '“Hel”“lo”两个分片',
    ping: '心跳询问“Hello”',
    pong: '心跳回应，有掩码',
    binary256: '256 个字节',
    binary64k: '65 536 个字节',
    close: '关闭 1000',
    deflate: '“Hello”，压缩',
    deflateTwice: '压缩两次，沿用上下文',
    deflateFragments: '压缩，两个分片',
  },
  make: '或者自己造',
  text: '文本',
  opcode: '操作码',
  mask: '有掩码，像客户端发的',
  fin: 'FIN',
  done: '造这个帧',
  share: '复制这些字节的链接',
  copied: '链接已复制。',
  copyFailed: '浏览器不让页面复制。上面的地址就是链接。',
  tooLong: (most) => `放进链接太长：最多 ${most}。`,
  sentence: (frames) => `共 ${String(frames)} 帧。`,
  problem: {
    empty: '没有可读的内容。请粘贴十六进制数字，例如 81 05 48 65 6c 6c 6f。',
    digit: (text, line, column) =>
      `第 ${String(line)} 行第 ${String(column)} 列：“${text}”不是十六进制。请用 0–9 和 a–f，每字节两位。`,
    odd: (text, line, column) =>
      `第 ${String(line)} 行第 ${String(column)} 列：“${text}”少一位数字。每个字节写两位，例如 05。`,
    large: (most) => `超过了 ${most}。请少粘贴一些。`,
    control: '关闭帧和心跳帧的载荷最多 125 个字节。请把文本缩短。',
  },
};
