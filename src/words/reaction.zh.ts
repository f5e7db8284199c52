/** The Chinese texts about what a peer makes of octets. */
import { frameZh } from './inspector-frame.zh.ts';
import type { ReactionFact, ReactionWords } from './types-reaction.ts';

const FAULTS: Readonly<Record<string, string>> = {
  ...frameZh.rules,
  'http-line-too-long': '有一行超过了它接受的长度。',
  'http-head-too-large': '头部总量超过了它接受的大小。',
  'http-bare-lf': '有一行只以换行符结尾，前面缺回车符。',
  'http-bare-cr': '回车符后面没有换行符。',
  'http-request-line': '第一行不是合法的请求行。',
  'http-status-line': '第一行不是合法的状态行。',
  'http-version': '版本既不是 HTTP/1.0 也不是 HTTP/1.1。',
  'http-header-line': '有一行头部不是“名称、冒号、值”的写法。',
  'http-obs-fold': '头部折到了第二行，这种写法早已废除。',
  'http-content-length': '正文长度不是唯一的一个数。',
  'http-length-conflict': '正文长度和传输编码同时出现，互相矛盾。',
  'http-transfer-encoding': '按这个传输编码，无法判断正文在哪里结束。',
  'http-chunk-size': '分块的大小不是十六进制数。',
  'http-chunk-end': '分块没有在它声明的位置结束。',
  'http-truncated': '报文还没完，连接就结束了。',
  'sse-line-too-long': '流里有一行超过了它接受的长度。',
  'sse-event-too-large': '有一个事件超过了它接受的大小。',
};

const WHO = { client: '客户端', server: '服务器' } as const;

function step(peer: 'client' | 'server', fact: ReactionFact): string {
  const who = WHO[peer];
  switch (fact.kind) {
    case 'not-arrived':
      return `${who}还没有收到。`;
    case 'fault': {
      const why = FAULTS[fact.code] ?? fact.code;
      return fact.later ? `等下一个单元到了，${who}才发现错误：${why}` : `${who}发现错误：${why}`;
    }
    case 'waits':
      return fact.octets === null
        ? `${who}一直等着：读到的内容还没有结束。`
        : `${who}还在等 ${String(fact.octets)} 个字节。`;
    case 'closes':
      return fact.code === 1005
        ? `${who}发出不带关闭码的关闭帧。`
        : `${who}以关闭码 ${String(fact.code)} 关闭。`;
    case 'answers':
      return fact.status >= 400
        ? `${who}拒绝，状态码 ${String(fact.status)}。`
        : `${who}应答，状态码 ${String(fact.status)}。`;
    case 'pongs':
      return `${who}收到探测帧，回了一个应答帧。`;
    case 'resets':
      return `${who}重置连接（RST）。`;
    case 'ends':
      return `${who}结束自己这个方向的连接（FIN）。`;
    case 'page-closed':
      return '页面得知连接已经关闭，不会自动恢复。';
    case 'delivered':
      return `页面收到消息 ${fact.msg}。`;
    case 'published':
      return `房间收下了消息 ${fact.msg}。`;
    case 'asks-again':
      return '页面重新发出请求。';
    case 'ignored':
      return `${who}读完了，什么也没有发生。`;
  }
}

export const reactionZh: ReactionWords = { heading: '对方的反应', step };
