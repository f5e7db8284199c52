/** 千万客户端一起重连：中文。 */
import type { HerdWords } from './herd.en.ts';

export const herd: HerdWords = {
  title: '蜂拥重连',
  heading: '断线的全都同时回来',
  intro:
    '服务器一重启，所有客户端在同一瞬间断线。各自等多久再连，决定了服务器要面对什么。甲、乙两幅图，客户端、服务器和时间轴全都一样。',
  name: { a: '甲', b: '乙' },

  policy: {
    immediate: '马上重连',
    fixed: (first) => `每隔 ${first}`,
    exponential: (first, cap) => `从 ${first} 起翻倍，最长 ${cap}`,
    jitter: { none: '不打散', full: '完全抖动', equal: '均等抖动' },
    decorrelated: (first, cap) => `从 ${first} 到上一次的三倍，最长 ${cap}：去相关抖动`,
    join: '，',
  },

  picture: {
    label: (name, policy) => `连接尝试，${name}：${policy}`,
    perSecond: (top) => `下面：最近一秒内的尝试次数，满格 ${top}`,
    clients: '上面：一行一个客户端，一点一次尝试',
    capacity: (perS) => `服务器每秒接纳 ${perS} 个`,
    away: '服务器不在',
    allBack: '全部连上',
    letIn: '放进来的，或在门口排队的',
    refused: '被拒绝的',
    at: (t, attempts, refused, connected) =>
      `${t}：最近一秒有 ${attempts} 次尝试，其中 ${refused} 次被拒；已连上 ${connected} 个`,
    move: '把鼠标移到图上，或按左右方向键，看某一刻的数字。',
  },

  figures: {
    caption: '服务器遇到了什么，花了多久',
    figure: '时间从服务器恢复时算起',
    peak: '服务器在时，一秒内最多的尝试次数',
    half: '一半连上，用时',
    most: '95% 连上，用时',
    all: '全部连上，用时',
    attempts: '尝试总次数',
    vain: '其中服务器不在时的',
    refusals: '被拒绝',
    timeouts: '排队中放弃',
    never: '一小时内没有完成',
  },

  run: {
    running: (name, connected, t) => `${name}：到 ${t} 已连上 ${connected}`,
    cancel: '取消',
    again: '运行',
    cancelled: '已取消。图中还是改动之前的结果。',
    failed: (why) => `没能运行：${why}。请刷新页面。`,
  },

  scene: {
    title: '服务器和客户端',
    clients: '客户端',
    clientsHint: '同时断线的客户端有多少个。',
    rate: '服务器接纳',
    rateHint: '每秒能接纳几个连接，一个接一个。',
    perS: (rate) => `每秒 ${rate} 个`,
    backlog: '可以排队',
    backlogHint: '等着被接纳的连接最多有几个（监听队列）。再多一个就拒绝。',
    patience: '客户端等多久放弃',
    patienceHint: '一次尝试最多花多久。放弃了的，服务器照样会去接，白费工夫。',
    away: '服务器离开',
    awayHint: '重启要多久。这期间来的一律被拒绝。',
    crashes: '离开次数',
    crashesHint: '不止一次：回来以后又倒下。',
    times: (n) => `${n} 次`,
    up: '两次之间撑',
    upHint: '回来以后，隔多久再次倒下。',
    seed: '种子',
    seedHint: '决定每个客户端的往返时间（20 到 200 毫秒）和每一次随机的等待。数字相同，结果相同。',
    advice: (least, most) => `请填 ${least} 到 ${most} 之间的整数。`,
  },

  waits: {
    title: (name) => `${name}的客户端怎么等`,
    kind: '等待',
    kindHint: '每次再试之前。',
    kinds: { immediate: '不等', fixed: '固定', exponential: '指数' },
    first: '第一次等',
    firstHint: '第一次失败之后等多久；固定的话，每次都是它。',
    cap: '最长等',
    capHint: '再怎么增长也不超过它（上限）。',
    jitter: '抖动',
    jitterHint:
      '完全抖动：从 0 到应等的时间里随便取。均等抖动：从一半取起。去相关：从第一次的时间到上一次的三倍。',
    jitters: { none: '无', full: '完全抖动', equal: '均等抖动', decorrelated: '去相关' },
    stable: '稳定多久算成功',
    stableHint: '连接撑过这么久就算成功：下一次从头等起。',
  },

  code: '决定等多久的代码',
  codeNote: '这里和实验台的客户端，运行的都是这个文件：',
  lesson: '配套的一课：退避与随机错峰',
  leftOut:
    '没有模拟的：TCP 和 TLS、拒绝本身的开销、客户端彼此不同的做法。往返时间在 20 到 200 毫秒之间随机取。',
};
