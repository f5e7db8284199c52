/** The stage's Chinese texts. */
import { changeZh } from './change.zh.ts';
import { formatBytes, formatClock, formatCountdown, formatDelay, formatSpan } from './format.ts';
import { regionZh } from './region.zh.ts';
import { sender } from './sender.zh.ts';
import type { LaneKind, LossRule, StageFact, StageWords, UnitKind } from './types-stage.ts';

const LANE = {
  polling: '轮询',
  longpoll: '长轮询',
  sse: 'SSE',
  ws: 'WebSocket',
  'ws-bare': '裸 WebSocket',
} as const;

/** Beside the rails there is little room. */
const LABEL = { ...LANE, 'ws-bare': '裸 WS' } as const;

/** Latin names stand apart from the characters after them. */
function name(lane: LaneKind): string {
  return /[a-z]$/i.test(LANE[lane]) ? `${LANE[lane]} ` : LANE[lane];
}

const UNIT: Readonly<Record<UnitKind, string>> = {
  'tls.client-hello': 'TLS 的 ClientHello',
  'tls.server-flight': 'TLS 的 ServerHello 到 Finished，附有证书',
  'tls.finished': '客户端的 TLS Finished',
  'http.request': 'HTTP 请求',
  'http.response': 'HTTP 响应',
  'http.head': '响应的首部，消息体还没完',
  'sse.event': 'SSE 事件',
  'sse.comment': '事件流里的注释，当作心跳',
  'http.last-chunk': '响应到此结束',
  'ws.request': '请求升级为 WebSocket',
  'ws.response': '对升级请求的响应',
  'ws.frame': 'WebSocket 帧',
};

const SEGMENT = { syn: 'SYN', data: 'TCP 报文段', ack: 'ACK', fin: 'FIN', rst: 'RST' } as const;

const RULE: Readonly<Record<LossRule, string>> = {
  random: '途中丢了。',
  burst: '赶上一阵连续丢包，丢了。',
  corrupt: '途中坏了，校验和对不上，被丢弃。',
  outage: '线路断着，丢了。',
  queue: '队列满了，丢了。',
  picked: '是你让它丢的。',
  forgotten: 'NAT 已经忘了这条连接，扔掉了。',
};

/** Lines that the user typed have ids of their own: "u1". */
const isYours = (msg: string): boolean => msg.startsWith('u');

function message(msg: string): string {
  return isYours(msg) ? `你的第 ${msg.slice(1)} 句` : `第 ${msg} 条`;
}

function messages(msgs: readonly string[]): string {
  const first = msgs[0] ?? '';
  const last = msgs.at(-1) ?? '';
  if (msgs.length === 1) return message(first);
  if (isYours(first) || isYours(last)) return msgs.map(message).join('、');
  return msgs.length === 2 ? `第 ${first}、${last} 条` : `第 ${first} 到 ${last} 条`;
}

function card(fact: StageFact): string {
  switch (fact.kind) {
    case 'published':
      return `${message(fact.msg)}，${formatClock(fact.atUs)} 发布。`;
    case 'delivered':
      return fact.lateUs > 0
        ? `${name(fact.lane)}用了 ${formatDelay(fact.delayUs)} 才收到${message(fact.msg)}，比路上所需的时间多 ${formatDelay(fact.lateUs)}。`
        : `${name(fact.lane)}只用 ${formatDelay(fact.delayUs)} 就收到${message(fact.msg)}，一刻没等。`;
    case 'waiting':
      return `${message(fact.msg)}已发布 ${formatDelay(fact.sinceUs)}，客户端还没收到。`;
    case 'unit': {
      const brings = fact.empty ? '，没有新消息' : fact.msgs.length > 0 ? `，带着${messages(fact.msgs)}` : '';
      const way =
        fact.tookUs === null
          ? `正发往${fact.up ? '服务器' : '客户端'}`
          : `${formatDelay(fact.tookUs)} 后收全`;
      return `${UNIT[fact.unit]}${brings}；${formatBytes(fact.bytes)}，${way}。`;
    }
    case 'segment': {
      const octets = fact.len > 0 ? `，第 ${String(fact.seq)}–${String(fact.seq + fact.len - 1)} 字节` : '';
      const way =
        fact.tookUs === null
          ? `正发往${fact.up ? '服务器' : '客户端'}`
          : `${formatDelay(fact.tookUs)} 后到达`;
      return `${fact.again ? '重传的 ' : ''}${SEGMENT[fact.what]}${octets}；连首部共 ${formatBytes(fact.wireBytes)}，${way}。${fact.twice ? '线路把它变成了两个：到了两次。' : ''}`;
    }
    case 'lost': {
      const what = fact.msgs.length > 0 ? `里面是${messages(fact.msgs)}。` : '';
      const repair =
        fact.resentAfterUs === null
          ? '还没有重传。'
          : `首次发出 ${formatDelay(fact.resentAfterUs)} 后，TCP 重传了它。`;
      return `${RULE[fact.rule]}${what}${repair}`;
    }
    case 'held':
      return fact.answered
        ? `服务器把这个请求挂起了 ${formatDelay(fact.forUs)} 才回答。`
        : `服务器已把这个请求挂起 ${formatDelay(fact.forUs)}，在等新消息。`;
  }
}

export const stageZh: StageWords = {
  sender,
  lane: LANE,
  laneLabel: LABEL,
  laneNote: (lane, intervalUs) =>
    ({
      polling: `每 ${formatSpan(intervalUs / 1000)} 问一次`,
      longpoll: '请求挂起等消息',
      sse: '响应一直开着',
      ws: '双向一直通着',
      'ws-bare': '没有防护',
      closed: '已关闭',
    })[lane],
  phaseNote: (phase, leftUs) =>
    phase === 'waiting' && leftUs !== null
      ? `再等 ${formatCountdown(leftUs)}`
      : {
          connecting: '正在连接',
          suspect: '没有动静',
          waiting: '等着重连',
          offline: '离线',
          closed: '不再重连',
        }[phase],
  client: '客户端',
  server: '服务器',
  empty: '空',
  region: regionZh,
  interval: (us) => `间隔 ${formatSpan(us / 1000)}`,
  intervalHandle: '拖动：两次轮询隔多久',
  change: changeZh,
  mishap: { restart: '服务器重启', sleep: '电脑睡眠' },
  said: '你发的',
  msgLabel: (msg) => (isYours(msg) ? `我 ${msg.slice(1)}` : msg),
  card,
  quote: (text) => `“${text}”`,
  nothingHere: '这里什么也没发生。按 − 缩小。',
  at: (time, what) => `${time}，${what}`,
  lose: '弄丢这个包',
  loseHint: '回到它发出的时刻，让它丢掉，再从那里接着跑。',
  stageLabel: '舞台上的时刻',
  stageHint:
    '左右键逐个事件移动，加 Shift 每次 10 毫秒。加减号缩放，按 0 恢复跟随。回车选中离播放头最近的。点一个图形即可选中。',
  summary(published, lanes) {
    if (published === 0) return '还没有发布消息。';
    const counts = lanes.map(({ lane, delivered }) => `${LANE[lane]} ${String(delivered)} 条`).join('，');
    return `已发布 ${String(published)} 条；已送达：${counts}。`;
  },
  openLane: (lane) => `放大 ${LABEL[lane]}`,
};
