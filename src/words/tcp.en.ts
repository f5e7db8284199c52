/** What TCP did for a message, in English. Numbers arrive as words, with their units. */

export const tcp = {
  repair: {
    title: 'What was lost, and what repaired it',
    segment: (n: string, from: string, to: string) => `Segment ${n} (octets ${from} to ${to})`,
    syn: (n: string) => `Segment ${n} (SYN, which opens the connection)`,
    lost: (what: string, rule: string) => `${what} was lost: ${rule}.`,
    lostToo: (rule: string) => `This copy was lost too: ${rule}.`,
    rule: {
      random: (draw: string, share: string) => `random loss, draw ${draw} < ${share}`,
      burst: (draw: string, share: string) => `a burst of losses, draw ${draw} < ${share}`,
      corrupt: (draw: string, share: string) =>
        `a bit was flipped, draw ${draw} < ${share}; the checksum found it`,
      outage: 'the line was cut',
      queue: 'the queue was full',
      picked: 'you chose so',
      forgotten: 'the NAT had forgotten the connection',
    },
    /** A burst of which it can't be told how likely the loss was. */
    burst: (draw: string) => `a burst of losses, draw ${draw}`,
    timer: {
      rto: (span: string, since: string, at: string) =>
        `Retransmission time-out of ${span}: its timer was last set at ${since} and fired at ${at}.`,
      tlp: (span: string, since: string, at: string) =>
        `Tail-loss probe: its timer of ${span} was set at ${since} and fired at ${at}.`,
      rack: (span: string, since: string, at: string) =>
        `RACK waited ${span}, in case it was not lost but only overtaken: from ${since} to ${at}.`,
      syn: (span: string, since: string, at: string) =>
        `No answer to SYN: time-out of ${span}, set at ${since}, fired at ${at}.`,
    },
    selective: (at: string) => `An acknowledgement at ${at} named later octets (SACK): TCP took it for lost.`,
    ack: (at: string) => `An acknowledgement at ${at} let TCP send again what it took for lost.`,
    again: (n: string, at: string) => `Sent again as segment ${n} at ${at}.`,
    arrived: (n: string, at: string) => `Sent again as segment ${n}, arrived at ${at}.`,
    more: (count: string) => `${count} more copies were lost in the same way.`,
    behind: (count: string) =>
      count === '1'
        ? 'Only then could 1 later segment go on that had waited behind it.'
        : `Only then could ${count} later segments go on that had waited behind it.`,
  },
};
