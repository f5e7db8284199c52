/** 终端自己的文字。真实工具的输出不在这里：它在各种语言里都一样。 */
import type { TerminalWords } from './terminal.en.ts';

const commands: TerminalWords['commands'] = {
  base64: {
    about: '把字节写成 Base64 文本（RFC 4648），或还原',
    options: { decode: '从 Base64 还原成字节', wrap: '每 COLS 个字符换行；0 表示不换行' },
  },
  cat: { about: '输出文件或标准输入的内容', options: { number: '给每行编号' } },
  clear: { about: '清屏', options: {} },
  date: { about: '输出虚拟的日期和时间，或按 +FORMAT 输出', options: { utc: '用 UTC；这里始终如此' } },
  echo: {
    about: '原样输出参数',
    options: {
      bare: '末尾不换行',
      escapes: '解释 \\n、\\t、\\xHH 等转义',
      plain: '不解释转义，与不写它相同',
    },
  },
  false: { about: '什么都不做，退出码为 1', options: {} },
  grep: {
    about: '输出与模式匹配的行',
    options: {
      ignoreCase: '不分大小写',
      invert: '输出不匹配的行',
      number: '给行编号',
      count: '只数有多少行',
      extended: '扩展正则表达式：+ ? | ( ) 前不加反斜杠',
      fixed: '按普通文本查找，不当作模式',
      only: '只输出匹配的部分，每处一行',
      quiet: '什么都不输出，只看退出码',
      pattern: '指定模式，也可以用 - 开头',
    },
  },
  head: {
    about: '输出开头的部分',
    options: { lines: '这么多行；-K 表示除最后 K 行外的全部', bytes: '这么多字节' },
  },
  help: { about: '列出所有命令', options: {} },
  history: { about: '列出输入过的命令', options: {} },
  jobs: { about: '列出后台运行的任务', options: {} },
  jq: {
    about: '从 JSON 中取值：. .a.b .["a"] .[0] .[] | length keys',
    options: { raw: '字符串不加引号', compact: '每个值占一行' },
  },
  ls: { about: '列出临时文件', options: { long: '同时显示大小', one: '每行一个；这里始终如此' } },
  man: { about: '说明一个命令和它的选项', options: {} },
  'openssl base64': {
    about: '把字节写成 Base64 文本，每行 64 个字符，或还原',
    options: { encode: '写成 Base64，与不写它相同', decode: '从 Base64 还原成字节', one: '全部写在一行' },
  },
  'openssl dgst': {
    about: '计算文件或标准输入的散列值',
    options: {
      sha1: 'SHA-1，WebSocket 握手用的就是它',
      sha256: 'SHA-256，与不写它相同',
      binary: '直接输出字节',
      hex: '用十六进制，与不写它相同',
    },
  },
  printf: { about: '按格式输出：%s %b %d %x %c %% 和转义', options: {} },
  seq: {
    about: '输出一列数：LAST、FIRST LAST 或 FIRST STEP LAST',
    options: { separator: '数与数之间用它分隔，而不是换行', width: '用零补齐到同样的宽度' },
  },
  sleep: { about: '等待一段虚拟时间', options: {} },
  true: { about: '什么都不做，退出码为 0', options: {} },
  wait: { about: '等后台任务全部结束', options: {} },
  xxd: {
    about: '用十六进制显示字节，或还原',
    options: {
      plain: '只输出数字',
      reverse: '从十六进制还原成字节',
      length: '到 LEN 个字节为止',
      seek: '从这个字节开始',
    },
  },
};

export const terminalZh: TerminalWords = {
  commands,
  synopsis: '用法',
  options: '选项',
  name: '名称',
  helpHead:
    '这里有以下命令；man CMD 给出详细说明。管道、引号、$NAME、$(…)、; && || & > >> < 2> 都与 Bash 相同。',
  column: (at) => `第 ${at} 个字符`,
  syntax: (message) => `这一行读不懂：${message}。`,
  unsupported: (text) =>
    `这个终端不执行：${text}。它执行带管道、引号、$NAME、$(…)、; && || &、> >> < 和 2> 的命令。`,
  longLine: (most) => `这一行太长：最多 ${most} 个字符。`,
  supported: (options) => `这里支持：${options}`,
  noOptions: '这个命令在这里没有选项。',
  didYouMean: (name) => `是不是想输入 ${name}？用 help 可以列出所有命令。`,
  listed: '用 help 可以列出所有命令。',
  limit: (mebibytes, commandCount) =>
    `已停止：一行最多产生 ${mebibytes} MiB 数据，最多启动 ${commandCount} 个命令。`,
  tooManyJobs: (most) => `后台最多同时运行 ${most} 个任务：请等其中一个结束。`,
  noFilter: (filter) => `这里的 jq 不认识 ${filter}。它认识 . .a.b .["a"] .[0] .[] 以及 | length keys。`,
  noPattern: (pattern) => `这里的 grep 不认识模式 ${pattern}。`,
  noConversion: (conversion) => `这里的 printf 不认识 ${conversion}。它认识 %s %b %d %i %u %o %x %X %c %%。`,
  noDateFormat: (conversion) => `这里的 date 不认识 ${conversion}。`,
};
