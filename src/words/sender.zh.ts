/** What a sender has in hand, and how much detail the stage shows, in Chinese. */
import type { sender as en } from './sender.en.ts';

export const sender: typeof en = {
  detail: {
    label: '细到',
    hint: '画到多细：整条消息、装着它的请求和帧，还是每个 TCP 报文段。也可以按上下方向键。',
    auto: '随缩放',
    level: { messages: '消息', frames: '帧', segments: '报文段' },
  },

  strip: {
    title: (lane) => `${lane}：TCP 手里有什么`,
    side: '看哪一边发送',
    sends: { down: '服务器发', up: '客户端发' },
    rows: { cwnd: '拥塞窗口', inFlight: '在途', rto: 'RTO', queue: '队列' },
    hints: {
      cwnd: '拥塞窗口：TCP 允许同时在路上的报文段数，以最近一次发送时为准。',
      inFlight: '发了还没得到确认的报文段。上面颜色更浅的，是等着发的。',
      rto: '重传超时：TCP 等确认最多等多久，以最近一次发送时为准。',
      queue: '线路限速，排队等着上线路的包。',
    },
    now: {
      cwnd: (segments) => `拥塞窗口 ${segments}`,
      inFlight: (bytes) => `在途 ${bytes}`,
      rto: (span) => `RTO ${span}`,
      queue: (packets) => `队列 ${packets}`,
      unsent: (bytes) => `还没发 ${bytes}`,
    },
    at: (instant, what) => `${instant}：${what}`,
    none: '没有连接',
  },
};
