/** Chinese texts of the inspector's frame mode. */
import type { FrameWords } from './inspector-frame.en.ts';

const WHAT: Readonly<Record<number, string>> = {
  0x0: '接着发一条消息的后续部分',
  0x1: '发来文本',
  0x2: '发来二进制数据',
  0x8: '要求关闭',
  0x9: '问一声“你还在吗”（心跳）',
  0xa: '回应对方的心跳',
};

const CLOSE: Readonly<Record<number, string>> = {
  1000: '正常关闭：事情办完了',
  1001: '要走了：服务器停机，或者页面被离开',
  1002: '协议错误',
  1003: '收到了不能接受的数据类型',
  1004: '保留，没有含义',
  1005: '没有收到关闭码。只给接口用，从不发送',
  1006: '连关闭帧都没收到。只给接口用，从不发送',
  1007: '数据与类型不符，比如文本不是 UTF-8',
  1008: '违反了它的规定',
  1009: '消息太大',
  1010: '客户端指望的扩展服务器没有答应',
  1011: '服务器遇到了意外情况',
  1012: '服务正在重启',
  1013: '请稍后再试',
  1014: '网关从后面的服务器得到了坏响应',
  1015: 'TLS 握手失败。只给接口用，从不发送',
};

function closeCode(code: number): string {
  const known = CLOSE[code];
  if (known !== undefined) return known;
  if (code >= 3000 && code <= 3999) return '登记给某个库或框架';
  if (code >= 4000 && code <= 4999) return '应用自己定的';
  return '不允许发送的关闭码';
}

export const frameZh: FrameWords = {
  sentence: ({ from, pasted, opcode, fin, compressed, headerBytes, masked, payloadBytes, missing, text }) => {
    const who = from === 'server' ? '服务器' : pasted ? '客户端' : '浏览器';
    const what = WHAT[opcode] ?? `用了没人定义过的操作码 ${String(opcode)}`;
    const said = text === null || text === '' ? '' : `：${text}`;
    const parts = [
      `帧首部 ${String(headerBytes)} 个字节`,
      ...(masked ? ['掩码键 4 个字节'] : []),
      `${compressed ? '压缩后的' : ''}载荷 ${String(payloadBytes)} 个字节`,
    ];
    return (
      `${who}${what}${said}。${parts.join('，')}。` +
      (fin ? '' : '后面还有分片。') +
      (missing > 0 ? `帧首部答应的字节还差 ${String(missing)} 个：接收方会一直等。` : '')
    );
  },
  header: '帧首部',
  payload: '载荷',
  frameN: (n) => `第 ${String(n)} 帧`,
  byte: (n) => `第 ${String(n)} 字节`,
  more: (n) => `还有 ${String(n)} 个字节：在上面的格子里指一指`,
  about: {
    fin: (set) => (set ? '这条消息的最后一个分片' : '后面还有分片'),
    rsv1: (set) => (set ? '表示消息经过压缩' : '没有压缩，除非接的是一条压缩过的消息'),
    rsv: (set) => (set ? '必须是 0：没有扩展用它' : '没有扩展用它'),
    opcode: (code) =>
      `0x${code.toString(16)}，${{ 0: '延续', 1: '文本', 2: '二进制', 8: '关闭', 9: '心跳询问', 10: '心跳回应' }[code] ?? '保留'}`,
    mask: (set) => (set ? '有掩码：客户端必须有，服务器不许有' : '无掩码：服务器不许有，客户端必须有'),
    length7: (n) => `${String(n)} 个字节，后面不再有更长的长度字段`,
    length16: '126：长度写在接下来的 16 位里',
    length64: '127：长度写在接下来的 64 位里',
    extended: (n, shortest) =>
      shortest ? `${String(n)} 个字节` : `${String(n)} 个字节：更短的写法就够，而规定必须用最短的`,
    key: '4 个字节，不可预测，每帧都换',
    compressed: (n) => `${String(n)} 个字节的压缩数据`,
    data: (n) => `${String(n)} 个字节`,
    closeCode: (code) => `${String(code)}，${closeCode(code)}`,
  },
  forms: '长度的三种写法',
  form: (bits) =>
    bits === 7
      ? '不超过 125 个字节：7 位'
      : bits === 16
        ? '126 到 65 535：先写“126”，再用 16 位'
        : '65 536 以上：先写“127”，再用 64 位',

  plain: '去掉掩码',
  masked: '发送的原样',
  view: '载荷',

  unmask: '逐字节去掩码',
  step: (n, of) => `第 ${String(n)} 步，共 ${String(of)} 步`,
  first: '回到第一个字节',
  back: '后退一个字节',
  on: '前进一个字节',
  playIt: '播放',
  pauseIt: '暂停',
  sent: '发送的载荷',
  keyRepeated: '掩码键，循环使用',
  xor: '异或',
  asText: '读作文本',
  payloadByte: (n) => `载荷第 ${String(n)} 字节`,
  keyByte: (n, k) => `键的第 ${String(k)} 字节，因为 ${String(n)} 除以 4 余 ${String(k)}`,
  result: (glyph) => `结果是 ${glyph}`,
  flips: '键里的 1 把上面那一位翻转。',

  strip: '一帧接一帧',
  stripFrame: (n, name, bytes, fin) =>
    `第 ${String(n)} 帧：${name}，${String(bytes)} 个字节${fin ? '' : '，后面还有'}`,
  names: { 0: '延续', 1: '文本', 2: '二进制', 8: '关闭', 9: '心跳询问', 10: '心跳回应' },
  reserved: '保留',
  together: (frames, bytes) =>
    `${String(frames)} 个分片合成一条 ${String(bytes)} 个字节的消息。控制帧可以插在它们中间。`,

  deflate: '压缩与原文',
  onWire: '线路上',
  tail: '00 00 ff ff：发送方把它截掉，接收方再补回来',
  inflated: '解压后',
  saves: (small, large) =>
    small < large
      ? `原文 ${String(large)} 个字节，线上只有 ${String(small)} 个。`
      : `原文 ${String(large)} 个字节，线上 ${String(small)} 个：文本太短，压缩占不到便宜。`,
  rsv1Says: '第一帧的 RSV1 表示消息经过压缩。',
  noInflate: '无法解压：数据不完整，或者引用了前面的消息。',

  closing: '关闭码',
  never: '从不发送',
  closeCodes: [1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1015],
  closeCode,

  verdict: '接收方怎么看',
  fine: '没有违反规则。',
  breaks: (rule, code) => `${rule}它以 ${String(code)} 断开连接。`,
  rules: {
    'ws-rsv': '保留位被置位，而双方没有约定过它的用途。',
    'ws-opcode': '操作码是保留的。',
    'ws-unmasked': '客户端的帧必须有掩码。',
    'ws-masked': '服务器的帧不许有掩码。',
    'ws-control-fragmented': '控制帧不许分片。',
    'ws-control-too-long': '控制帧最多携带 125 个字节。',
    'ws-length-not-minimal': '长度必须用最短的写法。',
    'ws-length-sign': '64 位长度的第一位必须是 0。',
    'ws-unexpected-continuation': '这是延续帧，可前面没有开始任何消息。',
    'ws-expected-continuation': '上一条消息的分片还没到齐，就开始了新消息。',
    'ws-utf8': '文本必须是合法的 UTF-8。',
    'ws-close-length': '关闭帧要么是空的，要么以两个字节的关闭码开头。',
    'ws-close-code': '这个关闭码不允许发送。',
    'ws-too-big': '消息超过了接收方的上限。',
    'ws-deflate': '压缩数据已损坏。',
  },
  waits: (bytes) => `它还在等 ${String(bytes)} 个字节。`,
  waitsHeader: '帧首部不完整：它还在等。',
  waitsFragments: '它在等剩下的分片。',
};
