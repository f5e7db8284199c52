/** What a sender has in hand, and how much detail the stage shows, in English. Numbers arrive as words. */

export const sender = {
  detail: {
    label: 'Detail',
    hint: 'What the stage draws: whole messages, the requests and frames that carry them, or every TCP segment. Keys: up and down.',
    auto: 'by zoom',
    level: { messages: 'messages', frames: 'frames', segments: 'segments' },
  },

  /** The strip under the lanes. */
  strip: {
    title: (lane: string) => `${lane}: what TCP has in hand`,
    side: 'Which side sends',
    sends: { down: 'server sends', up: 'client sends' },
    rows: { cwnd: 'cwnd', inFlight: 'in flight', rto: 'RTO', queue: 'queue' },
    hints: {
      cwnd: 'Congestion window: how many segments TCP lets be under way at once, as of the last segment sent.',
      inFlight: 'Segments that were sent and are not acknowledged yet. On top, paler: what waits to be sent.',
      rto: 'Retransmission time-out: how long TCP waits for an acknowledgement, as of the last segment sent.',
      queue: 'Packets that wait for the line because its rate is limited.',
    },
    now: {
      cwnd: (segments: string) => `cwnd ${segments}`,
      inFlight: (bytes: string) => `in flight ${bytes}`,
      rto: (span: string) => `RTO ${span}`,
      queue: (packets: string) => `queue ${packets}`,
      unsent: (bytes: string) => `not sent yet ${bytes}`,
    },
    at: (instant: string, what: string) => `${instant}: ${what}`,
    none: 'no connection',
  },
};
