/** Chinese texts of the panel that peels a message. */
import type { LayersWords, SkinName } from './layers.en.ts';

const NAMES: Readonly<Record<SkinName, string>> = {
  message: '消息本身',
  envelope: '外面的 JSON',
  event: '服务器发送事件',
  http: 'HTTP 响应：状态行和首部字段',
  chunk: 'HTTP 分块',
  frame: 'WebSocket 帧首部',
  tls: 'TLS 记录',
  tcp: 'TCP 首部',
  ip: 'IP 首部',
};

const HINTS: Readonly<Record<SkinName, string>> = {
  message: '应用真正想说的话。',
  envelope: '一个列表：一次响应可能带回几条消息。',
  event: '字段名，还有表示事件到此为止的空行。',
  http: '说明一切正常、后面是什么内容、有多长。',
  chunk: '响应还没完，这里写的是这一块的长度。',
  frame: '消息类型、是不是最后一片、长度。发往服务器时还要加四个字节的掩码。',
  tls: '路上别人看不懂，改了会被发现。此处为模型：只计字节，不真加密。',
  tcp: '给哪个程序的端口、在流里的位置、收到了哪里。丢了由它重发。',
  ip: '从哪台主机到哪台主机：路由器据此转发。',
};

export const layersZh: LayersWords = {
  title: (msg) => `消息 ${msg} 下来的路上`,
  none: '还没有消息送达。按播放，或在舞台上选一条消息。',
  lane: '经由',
  colon: '：',
  name: (layer) => NAMES[layer],
  hint: (layer) => HINTS[layer],
  adds: (bytes) => `+${bytes}`,
  with: (companions) => `与消息 ${companions} 共用`,
  sum: (total, message, packets) =>
    `一共 ${total}，装在 ${String(packets)} 个包里；其中消息本身 ${message}。`,
  request: '取回它的那次请求没有算在内。',
  peel: '剥掉一层',
  back: '套回去',
  left: (layers) => (layers === 0 ? '只剩消息本身。' : `外面还有 ${String(layers)} 层。`),
};
