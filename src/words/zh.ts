/** 页面上的中文。参数传进来时已带好格式和单位。 */
import type { ShellWords } from './en.ts';
import { events } from './events.zh.ts';
import { panels } from './panels.zh.ts';
import { tcp } from './tcp.zh.ts';

export const zh: ShellWords = {
  brand: '推拉实验室',
  mode: '自由实验',
  allLessons: '全部课程',
  start: '从这里开始：轮询，8 分钟',
  pageTitle: '推拉实验室：看网页怎样做到实时',
  otherLanguage: 'English',

  blackout: '黑屏。按任意键恢复。',

  theme: {
    label: '配色',
    auto: '跟随系统',
    light: '浅色',
    dark: '深色',
    projector: '投影',
    hint: '页面的配色。投影：大字粗线，最后一排也看得清',
  },

  lanes: {
    polling: { name: '轮询', how: (interval) => `每 ${interval} 问一次，空心尖角是空轮询` },
    longpoll: { name: '长轮询', how: () => '粗条是挂起的请求' },
    sse: { name: 'SSE', how: () => '亮着的线是一直开着的流' },
    ws: { name: 'WebSocket', how: () => '两条线都亮，随时收发' },
    'ws-bare': { name: '裸 WebSocket', how: () => '两条线都亮，但没有任何防护' },
  },

  message: (id) => (id.startsWith('u') ? `你的第 ${id.slice(1)} 句` : `第 ${id} 条`),

  prose: {
    title: '同样的消息，四种送法',
    rate: (perS) => (perS === '1' ? '这里它大约每秒发布一条消息，' : `这里它大约每秒发布 ${perS} 条消息，`),
    feed: '这里消息一来，它就发布出去，',
    line: (delay, loss) => `四个客户端各用各的办法去取，走的是同样的线路：${delay}，${loss}。`,
    intro: (publishing, line) => `服务器没法主动找浏览器，得等浏览器先开口。${publishing}${line}`,
    bothWays: (delay) => `单程 ${delay}`,
    upDown: (up, down) => `上行 ${up}，下行 ${down}`,
    lossless: '一个包也不丢',
    losing: (percent) => `丢包 ${percent}`,
    reading:
      '涂了颜色的一段，是消息在等；来晚的才标出用时。' +
      '红色 × 是丢掉的包，点线是 TCP 在等着重发。圆点和线条都能点，轮询下面的圆钮可以拖。',
    lanes: '四条路',
    tryLoss: '现在还没丢过包。把丢包调到 5%，等第一个红色 × 出现。',
    tryCut: '接着剪断线路。接回来以后，哪条路最先补齐？',
    tryPick: '点一条迟到的消息，看看它的时间都花在哪儿。',
    tryScore: '打开记分板看看：为了早一点收到，每条路各花了多少字节？',
  },

  legend: {
    about: '怎样看一条路：消息在服务器那条线上发布，先等，再上路，到客户端那条线上送达。',
    published: '发布',
    waits: '等待',
    travels: '在路上',
    delivered: '送达',
    client: '客户端',
    server: '服务器',
  },

  controls: {
    group: '实验的控制',
    play: '播放',
    pause: '暂停',
    playHint: '让虚拟时间走起来，或者停住。空格键',
    step: '下一步',
    stepHint: '走到下一件事发生的时刻。按 > 也行，按 < 退回',
    speed: '速度',
    speedHint: '真实的一秒里走多少虚拟的秒。1× 就是真实快慢',
    latency: '单程延迟',
    latencyHint: '一个包在路上要走多久（ms）。来回要两倍',
    loss: '丢包',
    lossHint: '每 100 个包里有几个死在半路',
    cut: '剪断线路',
    cutHint: '10 s 之内，两个方向的包全都到不了。连接不断，只能等',
    mend: (left) => `接上（${left}）`,
    mendHint: '线路现在是断的。点一下提前接上',
  },

  status: {
    starting: '正在启动',
    playing: '',
    paused: '已暂停',
    catchingUp: (percent) => `正在追赶，${percent}`,
    failed: '停住了',
    behind: (time) => `比最新时刻早 ${time}`,
    ignored: (what) => `地址里有一处读不懂，没有采用：${what}`,
    noScenario: (id, ids) => `没有叫“${id}”的场景；地址里 scenario= 后面可以是 ${ids}。`,
    newest: '回到最新',
    hidden: '标签页不在前台，已暂停',
    fork: (parent, at) => `从第 ${parent} 次实验的 ${at} 处分出`,
  },

  badge: {
    question: '这有多真？',
    apiReal: '浏览器 API 真实',
    apiStandIn: '浏览器 API 用替身',
    model: '字节与 TCP 为模型',
    omitted: '省略 TLS',
    counted: 'TLS 只计数，不加密',
    worker: '经由 Service Worker',
    inPage: '在页面内计算',
    reasons: {
      'no-service-worker': '在页面内计算，这里没有 Service Worker',
      'worker-failed': '在页面内计算，Service Worker 没能启动',
      'skipped-ahead': '快进之后在页面内计算',
      forked: '分支在页面内计算',
    },
    explainWorker:
      '真实的：客户端和服务器的代码，还有浏览器自己的 fetch 和 EventSource：它们的请求由 Service Worker 转交给这个标签页里的服务器代码。Service Worker 看不到 WebSocket，所以它由 MSW 的替身代劳。算出来的：字节、TCP 报文段和线路。没有模拟的：加密和路由。',
    explainInPage:
      '真实的：客户端和服务器的代码。浏览器自己的 fetch、EventSource 和 WebSocket 换成了行为相同的替身，这样算得比播放还快，发生的事完全一样。算出来的：字节、TCP 报文段和线路。没有模拟的：加密和路由。',
  },

  drawer: {
    join: '、',
    open: '记分板、网络、消息、事件',
    close: '收起',
    tabs: {
      scoreboard: '记分板',
      survival: '抗弱网',
      verdict: '评判',
      network: '网络',
      feed: '消息',
      events: '事件',
      inspector: '检查',
      layers: '分层',
      run: '实验',
    },
    loading: '正在载入……',
    failed: '这一栏没能载入。看看网络连上没有，再点一次。',
  },

  explain: {
    title: (message) => `${message}为什么晚`,
    published: (at) => `${at} 发布，四条路各走各的。每一段加起来，正好是它花的全部时间。`,
    titleSent: (message) => `${message}来回用了多久`,
    sent: (at) => `${at} 发出，先上行到服务器，再下行回来。每一段加起来，正好是来回的全部时间。`,
    notPublished: '在这一刻，它还没有到服务器。',
    soFar: (time) => `还没到，已经过了 ${time}`,
    close: '回到总览',
    part: {
      pollWait: (t) => `等下一次轮询 ${t}`,
      reRequest: (t) => `等客户端再来问 ${t}`,
      setup: (t) => `等连接建好 ${t}`,
      proxy: (t) => `被代理扣着 ${t}`,
      sendQueue: (t) => `排队等发送 ${t}`,
      serialization: (t) => `一位一位送上线路 ${t}`,
      propagation: (t) => `在路上 ${t}`,
      jitter: (t) => `抖动 ${t}`,
      lossRepair: (t) => `丢了再重发 ${t}`,
      headOfLine: (t) => `排在先前丢的包后面 ${t}`,
      hold: (t) => `在客户端里等 ${t}`,
    },
    up: {
      setup: (t) => `建连接 ${t}`,
      resend: (t) => `上行时丢了再重发 ${t}`,
      way: (t) => `上行 ${t}`,
    },
    join: '，',
    moral: {
      wait: '网络并不慢。消息一直躺在服务器上，等着有人来问。',
      setup: '没有连接就什么也送不了，而建一次连接至少要来回一趟。',
      queue: '线路或者 TCP 的窗口满了，消息只好排在别的消息后面。',
      proxy: '代理要先攒够响应的内容才放行。服务器其实早就发出了这条消息。',
      resend: '包丢了。TCP 要等到看出它丢了，才会再发一次：消息晚了，但没有丢。',
      behind: 'TCP 丢的是时间，不是消息：前面的包丢了，后面的先到了也只能等。',
      none: '这一条，哪条路都没有耽误。剩下的只是路上的时间。',
    },
  },

  keys: {
    black: '黑屏，按任意键恢复',
    title: '按键',
    close: '关闭',
    list: [
      ['空格', '播放或暂停'],
      ['← →', '上一个、下一个事件；按住 Shift 挪 10 ms'],
      ['< >', '同上'],
      ['End', '回到最新时刻'],
      ['+ − 0', '放大、缩小时间轴，恢复跟随'],
      ['回车', '在舞台上：选中离播放头最近的'],
      ['Esc', '取消选中'],
      ['P', '投影，再按恢复'],
      ['?', '这张表'],
    ],
  },

  trouble: {
    happened: (what) => `出错了：${what}`,
    start: (what) => `实验没能启动：${what}`,
    restart: '重新开始',
    dismiss: '关闭',
  },

  panels,
  events,
  tcp,
};
