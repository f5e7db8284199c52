/** English texts of the panel that peels a message. */

const NAMES = {
  message: 'The message',
  envelope: 'JSON around it',
  event: 'Server-sent event',
  http: 'HTTP answer: status line and header fields',
  chunk: 'HTTP chunk',
  frame: 'WebSocket frame header',
  tls: 'TLS record',
  tcp: 'TCP header',
  ip: 'IP header',
};

/** A layer around a message: trace/skins.ts, `SkinLayer`. */
export type SkinName = keyof typeof NAMES;

const HINTS: Readonly<Record<SkinName, string>> = {
  message: 'What the application wanted to say.',
  envelope: 'A list, for an answer may bring several messages.',
  event: 'Field names, and the blank line that ends the event.',
  http: 'Says that all went well, what kind of content follows and how long it is.',
  chunk: 'The length of this piece of an answer that goes on.',
  frame: 'Kind of message, last piece or not, length. To the server, a masking key of four octets is added.',
  tls: 'Keeps it secret on the way, and betrays any change. Modelled: counted, not encrypted.',
  tcp: 'Which program’s port, which place in the stream, what has arrived. TCP sends again what is lost.',
  ip: 'From which host to which: routers go by that.',
};

export const layersEn = {
  title: (msg: string) => `Message ${msg} on its way down`,
  none: 'Nothing was delivered yet. Press play, or pick a message on the stage.',
  lane: 'by',
  colon: ': ',
  name: (layer: SkinName) => NAMES[layer],
  hint: (layer: SkinName) => HINTS[layer],
  adds: (bytes: string) => `+${bytes}`,
  /** Other messages in the same answer. */
  with: (companions: string, n: number) => `shared with message${n > 1 ? 's' : ''} ${companions}`,
  sum: (total: string, message: string, packets: number) =>
    `${total} in ${packets === 1 ? 'one packet' : `${String(packets)} packets`}; the message itself is ${message} of that.`,
  request: 'The request for it is not counted here.',
  peel: 'Peel off a layer',
  back: 'Put it back',
  left: (layers: number) =>
    layers === 0 ? 'Only the message is left.' : `Layers around it: ${String(layers)}.`,
};

export type LayersWords = typeof layersEn;
