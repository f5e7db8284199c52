/** The narrator's Chinese sentences. */
import { formatBytes, formatClock, formatCount, formatDelay, formatSpan } from './format.ts';
import { stageZh } from './stage.zh.ts';
import type { LaneKind, LatePart, NarratorFact, NarratorWords, PollingSide } from './types-stage.ts';

/** Latin names stand apart from the characters after them. */
function name(lane: LaneKind): string {
  const text = stageZh.lane[lane];
  return /[a-z]$/i.test(text) ? `${text} ` : text;
}

/** Latin names stand apart from the characters before them, too. */
function after(lane: LaneKind): string {
  const text = name(lane);
  return /^[a-z]/i.test(text) ? ` ${text}` : text;
}

/** "长轮询、SSE 和 WebSocket ". */
function lanes(kinds: readonly LaneKind[]): string {
  const [first = 'polling'] = kinds;
  if (kinds.length < 2) return name(first);
  const before = kinds.slice(0, -1).map((lane) => name(lane).trim());
  const last = kinds.at(-1) ?? first;
  const space = /[a-z]$/i.test(before.at(-1) ?? '') ? ' ' : '';
  return `${before.join('、')}${space}和${after(last)}`;
}

/** "5", "5、6", "5 到 8". */
function numbers(ids: readonly string[]): string {
  return ids.length < 3 ? ids.join('、') : `${ids[0] ?? ''} 到 ${ids.at(-1) ?? ''}`;
}

/** "第 5 条", "第 5、6 条", "你的第 1 句": what the learner sent is called so. */
function messages(msgs: readonly string[]): string {
  const feed = msgs.filter((id) => !id.startsWith('u'));
  const yours = msgs.filter((id) => id.startsWith('u')).map((id) => id.slice(1));
  return [
    ...(feed.length > 0 ? [`第 ${numbers(feed)} 条`] : []),
    ...(yours.length > 0 ? [`你的第 ${numbers(yours)} 句`] : []),
  ].join('和');
}

function polling(side: PollingSide | null): string {
  if (side === null) return '。';
  if (side.kind === 'has') return `；轮询用了 ${formatDelay(side.delayUs)}。`;
  if (side.kind === 'not-yet') return '；轮询还没有拿到。';
  return `；轮询最早要到 ${formatClock(side.atUs)}。`;
}

const PART: Readonly<Record<LatePart, string>> = {
  pollWait: '在等下一次轮询',
  reRequest: '在等客户端再来问',
  setup: '在等连接建好',
  proxy: '被代理扣着',
  sendQueue: '在排队等发送',
  lossRepair: '花在重传丢掉的包上',
};

const PHASE: Readonly<
  Record<Extract<NarratorFact, { kind: 'phase' }>['what'], (lane: LaneKind, forUs: number | null) => string>
> = {
  suspects: (lane) => `${name(lane)}好一会儿没听到动静：服务器还在吗？`,
  'gives-up': (lane, forUs) =>
    `服务器一点动静都没有：${name(lane)}不要这条连接了，${forUs === null ? '马上' : ` ${formatDelay(forUs)} 后`}另连一条。`,
  retries: (lane, forUs) =>
    `${name(lane)}没有连接了，${forUs === null ? '马上' : ` ${formatDelay(forUs)} 后`}再试一次。`,
  offline: (lane) => `浏览器说没有网络：${name(lane)}不白费力气，等有网了再连。`,
};

const BOX: Readonly<Record<Extract<NarratorFact, { kind: 'box' }>['what'], (lane: LaneKind) => string>> = {
  held: (lane) => `服务器已经发了，却被代理攒着：缓冲区不满，${name(lane)}什么也收不到。`,
  closed: (lane) => `代理太久没听到服务器出声，把${after(lane)}的连接关了。`,
  'answered-504': (lane) => `代理等不下去了，替服务器回答${after(lane).trimEnd()}：504，网关超时。`,
  stripped: (lane) => `代理从${after(lane)}的请求里去掉了 Upgrade 首部，服务器只好拒绝。`,
  forgot: (lane) => `NAT 忘了${after(lane)}的连接，两端却都以为它还在。`,
};

function line(fact: NarratorFact): string {
  switch (fact.kind) {
    case 'cut':
      return '线路断了，两个方向都不通。';
    case 'restored':
      return `断了 ${formatSpan(fact.forUs / 1000)}，线路通了。谁先缓过来？`;
    case 'back':
      return `${name(fact.lane)}最先缓过来：线路恢复 ${formatDelay(fact.afterUs)} 后收到${messages([fact.msg])}。`;
    case 'forked':
      return `从 ${formatClock(fact.atUs)} 起另开一次运行，原来那次还留着。`;
    case 'changed': {
      const what = stageZh.change(fact.key, fact.value);
      return what === null ? '有一项设置改了。' : `从现在起：${what}。`;
    }
    case 'mishap':
      return fact.what === 'restart'
        ? `服务器重启：所有连接都断开，${formatSpan(fact.forMs)} 内谁也连不上，大家都得重新连。`
        : `电脑睡 ${formatSpan(fact.forMs)}：定时器都停了，什么也收发不了，服务器却不知道。`;
    case 'said':
      return '你的话正从四条路同时上行。';
    case 'cut-late':
      return `${messages([fact.msg])}，${name(fact.lane)}用了 ${formatDelay(fact.delayUs)} 才收到：其中 ${formatDelay(fact.cutUs)} 线路是断的，接通以后又过了 ${formatDelay(fact.afterUs)}。`;
    case 'late':
      return `${messages([fact.msg])}，${name(fact.lane)}用了 ${formatDelay(fact.delayUs)} 才收到：其中 ${formatDelay(fact.partUs)} ${PART[fact.part]}。`;
    case 'held-up':
      return `${messages([fact.msg])}其实已经到了，可前面缺一个包，TCP 把它扣了 ${formatDelay(fact.heldUs)} 才交给${after(fact.lane).trimEnd()}。`;
    case 'lost':
      return fact.msg === null
        ? `${name(fact.lane)}${fact.up ? '上行' : '下行'}丢了一个包，要等 TCP 重传。`
        : `${name(fact.lane)}丢了装着${messages([fact.msg])}的包，要等 TCP 重传。`;
    case 'box':
      return BOX[fact.what](fact.lane);
    case 'phase':
      return PHASE[fact.what](fact.lane, fact.forUs);
    case 'polled':
      return fact.msgs.length === 1
        ? `轮询取回${messages(fact.msgs)}，用了 ${formatDelay(fact.delayUs)}。`
        : `一次轮询取回${messages(fact.msgs)}，最早那条用了 ${formatDelay(fact.delayUs)}。`;
    case 'first':
      return `${messages([fact.msg])}，${lanes(fact.lanes)}${fact.lanes.length > 1 ? '都' : ''}用 ${formatDelay(fact.delayUs)} 就收到了${polling(fact.polling)}`;
    case 'empty':
      return `这次轮询扑了个空，白花 ${formatBytes(fact.bytes)} 的 HTTP 流量。`;
    case 'requests':
      return `${formatSpan(fact.atUs / 1000)} 过去，${name(fact.a)}发了 ${formatCount(fact.aCount)} 次请求，${name(fact.b)}只发了 ${formatCount(fact.bCount)} 次。`;
    case 'empties':
      return `${formatSpan(fact.atUs / 1000)} 过去，${formatCount(fact.requests)} 次轮询里有 ${formatCount(fact.empty)} 次扑空。`;
    case 'means':
      return `到现在为止，一条消息走${after(fact.a)}平均要 ${formatDelay(fact.aUs)}，走${after(fact.b)}要 ${formatDelay(fact.bUs)}。`;
    case 'bytes':
      return `${formatSpan(fact.atUs / 1000)} 过去，${name(fact.a)}花了 ${formatBytes(fact.aBytes)}，${name(fact.b)}花了 ${formatBytes(fact.bBytes)}。`;
    case 'none-gone':
      return `${formatSpan(fact.atUs / 1000)} 过去，丢了 ${formatCount(fact.packets)} 个包，消息一条没丢：TCP 会重传。`;
    case 'instant': {
      const at = `现在看到的是 ${formatClock(fact.atUs)}`;
      if (fact.published === 0) return `${at}，还没有发布消息。`;
      const counts = fact.lanes.map(
        ({ lane, delivered }) => `${name(lane).trim()} ${formatCount(delivered)}`,
      );
      return `${at}：发布了 ${formatCount(fact.published)} 条，送到的有${counts.join('、')} 条。`;
    }
  }
}

export const narratorZh: NarratorWords = {
  start: '服务器没法主动找浏览器。这里并排放着四种绕过去的办法。',
  line,
};
