/** What TCP did for a message, in Chinese. */
import type { tcp as en } from './tcp.en.ts';

export const tcp: typeof en = {
  repair: {
    title: '丢了什么，又是怎么补上的',
    segment: (n, from, to) => `报文段 ${n}（第 ${from} 到 ${to} 字节）`,
    syn: (n) => `报文段 ${n}（SYN，用来建立连接）`,
    lost: (what, rule) => `${what}丢了：${rule}。`,
    lostToo: (rule) => `重发的这一份也丢了：${rule}。`,
    rule: {
      random: (draw, share) => `随机丢包，抽到 ${draw}，小于 ${share}`,
      burst: (draw, share) => `赶上一阵连续丢包，抽到 ${draw}，小于 ${share}`,
      corrupt: (draw, share) => `坏了一位，抽到 ${draw}，小于 ${share}；校验和查了出来`,
      outage: '线路断着',
      queue: '队列满了',
      picked: '是你选的',
      forgotten: 'NAT 忘了这条连接',
    },
    burst: (draw) => `赶上一阵连续丢包，抽到 ${draw}`,
    timer: {
      rto: (span, since, at) => `重传超时 ${span}：定时器 ${since} 最后一次设好，${at} 到点。`,
      tlp: (span, since, at) => `尾部丢失探测：定时 ${span}，${since} 开始计时，${at} 到点。`,
      rack: (span, since, at) => `RACK 又等了 ${span}，看是不是只是乱序：从 ${since} 到 ${at}。`,
      syn: (span, since, at) => `SYN 没有回音：超时 ${span}，${since} 开始计时，${at} 到点。`,
    },
    selective: (at) => `${at} 来的确认说后面的字节已经到了（SACK），TCP 于是认定它丢了。`,
    ack: (at) => `${at} 来了确认，TCP 接着重发它认定丢了的。`,
    again: (n, at) => `${at} 重发，这次是报文段 ${n}。`,
    arrived: (n, at) => `重发的是报文段 ${n}，${at} 送到。`,
    more: (count) => `又有 ${count} 份同样丢了。`,
    behind: (count) => `到这时，排在它后面的 ${count} 个报文段才得以放行。`,
  },
};
