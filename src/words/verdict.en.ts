/** English texts of the verdict: what each lane lost, noticed and spent. Numbers arrive formatted. */

/** One figure: its name, and what it counts in the learner's words. */
interface FigureWords {
  readonly name: string;
  readonly hint: string;
}

/** How one figure differs from another: the size of the difference, formatted, in words. */
interface DifferenceWords {
  less(size: string): string;
  more(size: string): string;
}

const figures = {
  lostDown: {
    name: 'Messages lost',
    hint: 'Published and passed over: the client has a later one already, or has stopped for good',
  },
  waiting: {
    name: 'Still to come',
    hint: 'Published and not delivered yet: on their way, or waiting for a client that may come back',
  },
  lostUp: {
    name: 'Own lines lost',
    hint: 'Lines you sent that never reached the server, and that neither the client nor TCP holds any more',
  },
  duplicates: {
    name: 'Delivered twice',
    hint: 'Messages that the client’s code was handed again',
  },
  repeated: {
    name: 'Took effect twice',
    hint: 'Lines that reached the server again and took effect again',
  },
  reordered: {
    name: 'Out of order',
    hint: 'Messages delivered after one that was published later',
  },
  detectUs: {
    name: 'Dead, unnoticed',
    hint: 'The longest time in which the client waited on a dead connection: until it gave the connection up, or TCP brought it back',
  },
  recoverUs: {
    name: 'Back after trouble',
    hint: 'From the moment everything on the way was whole again to the first message; the longest',
  },
  worstGapUs: {
    name: 'Longest gap',
    hint: 'The longest time in which there was something new and nothing was delivered',
  },
  delayP50Us: { name: 'Delay p50', hint: 'Half of the messages arrive within this time' },
  delayP95Us: {
    name: 'Delay p95',
    hint: '95 of 100 messages arrive within this time. Shown from 20 messages on',
  },
  delayP99Us: {
    name: 'Delay p99',
    hint: '99 of 100 messages arrive within this time. Shown from 100 messages on',
  },
  attempts: { name: 'Connections begun', hint: 'Attempts to connect, whether or not anything came of them' },
  heartbeatBytesPerHour: {
    name: 'Heartbeats',
    hint: 'Octets on the wire for pings, pongs, comments and TCP’s probes, packet headers and acknowledgements included; at this rate in an hour',
  },
  wakeUpsPerHour: {
    name: 'Radio woken up',
    hint: 'How often in an hour a heartbeat would find a phone’s radio asleep: after 10 s without a packet',
  },
  radioOnUsPerHour: {
    name: 'Radio kept on',
    hint: 'How long in an hour a phone’s radio would be on for nothing but heartbeats: it stays on for 10 s after each packet',
  },
  ackBytes: {
    name: 'Acknowledgements',
    hint: 'Octets on the wire by which the server said that it has your lines: ack messages, or answers to POST',
  },
  peakUnsentBytes: {
    name: 'Send buffer, peak',
    hint: 'The most that was handed to the WebSocket and not yet to the network: bufferedAmount, and the frames’ headers',
  },
  wireBytes: { name: 'On the wire', hint: 'All IP packets, both ways' },
} as const satisfies Record<string, FigureWords>;

const counted: DifferenceWords = { less: (n) => `${n} fewer`, more: (n) => `${n} more` };
const timed: DifferenceWords = { less: (t) => `${t} sooner`, more: (t) => `${t} later` };
const lasting: DifferenceWords = { less: (t) => `${t} shorter`, more: (t) => `${t} longer` };
const measured: DifferenceWords = { less: (n) => `${n} less`, more: (n) => `${n} more` };

export const verdictEn = {
  parts: 'Parts of the verdict',
  tabs: { figures: 'Figures', strategies: 'Strategies', runs: 'Two runs' },
  figure: 'Figure',
  figures: figures as Readonly<Record<keyof typeof figures, FigureWords>>,
  groups: { arrived: 'What arrived', time: 'How fast', cost: 'What it cost' },
  caption: (at: string) => `What each lane lost, noticed and spent, up to ${at}`,
  upTo: (at: string) => `Up to ${at}. Each number leads to its place on the stage.`,
  /** After a number was followed: the stage shows an earlier instant than the one that is judged. */
  back: (at: string) => `Back to ${at}`,
  none: '–',
  noneSays: 'does not apply',
  /** In front of a value that is still growing. */
  atLeast: (value: string) => `≥ ${value}`,
  /** In front of a number that counts losses or errors. */
  amiss: '×',
  anHour: (value: string) => `${value}/h`,
  minutes: (n: string) => `${n}\u2009min`,
  follow: (lane: string, figure: string, value: string) => `${lane}, ${figure}: ${value}. Show where`,
  /** Behind a figure's hint. */
  helps: (strategies: string) => `. Strategies for it: ${strategies}`,
  listJoin: ', ',
  zero: (figures: string) => `None in any lane: ${figures}.`,
  notYet: (figures: string) => `Nothing to tell yet: ${figures}.`,
  quiet: 'Nothing has gone wrong yet. Cut the line, or start a scenario under “Survive”.',

  strategies: {
    about: 'What each strategy is for, and where it is missing. A number leads to the place.',
    simple:
      'The clients of this run are the simplest of their kind. Start a scenario under “Survive”: there each strategy can be switched.',
    strategy: 'Strategy',
    measuredBy: 'Measured by',
    on: 'With it',
    off: 'Without it',
    nowhere: 'in no lane',
  },

  runs: {
    one: 'There is one run so far. Draw an outage into the past, take another seed, or switch a strategy and run again: then compare.',
    a: 'Run A',
    b: 'Run B',
    name: (id: string) => `Run ${id}`,
    fork: (id: string, parent: string, at: string) => `Run ${id}: fork of run ${parent} at ${at}`,
    swap: 'Swap',
    caption: (a: string, b: string, at: string) => `Run ${a} against run ${b}, up to ${at}`,
    alike: (figures: string) => `Alike in every lane: ${figures}.`,
    upTo: (at: string) => `Both up to ${at}.`,
    shorter: (run: string, at: string) => `Run ${run} was played to ${at}: both are compared up to there.`,
    further: (run: string, at: string) => `Compute run ${run} up to ${at}`,
    computing: (run: string) => `Run ${run} is being computed`,
    stop: 'Stop',
    failed: (reason: string) => `The run could not be computed further: ${reason}`,
    noLane: 'The two runs have no lane in common. Choose two of the same scenario.',
    from: (a: string, b: string) => `${a} → ${b}`,
    follow: (lane: string, figure: string, run: string, value: string) =>
      `${lane}, ${figure}, run ${run}: ${value}. Show where`,
    same: 'the same',
    unknown: 'not over yet',
    onlyIn: (run: string) => `only in run ${run}`,
    atLeast: (difference: string) => `at least ${difference}`,
    difference: { counted, timed, lasting, measured } as Readonly<
      Record<'counted' | 'timed' | 'lasting' | 'measured', DifferenceWords>
    >,
    differs: {
      nothing: 'The recipes are the same.',
      title: (list: string) => `What differs: ${list}.`,
      join: '; ',
      more: (n: string) => `and ${n} more`,
      scenario: (a: string, b: string) => `scenario ${a} in A, ${b} in B`,
      seed: (a: string, b: string) => `seed ${a} in A, ${b} in B`,
      feed: 'what the server publishes',
      lanes: 'the lanes',
      strategy: (name: string, lane: string, run: string) => `${name} in ${lane} only in ${run}`,
      setting: (a: string, b: string) => `${a} in A, ${b} in B`,
      inLane: (lane: string, change: string) => `${lane}: ${change}`,
      deed: (what: string, at: string, run: string) => `${what} at ${at} only in ${run}`,
      deeds: {
        set: 'settings changed',
        region: 'a worse line',
        outage: 'a cut line',
        say: 'a line sent up',
        publish: 'a message published',
        break: 'connections broken',
        restart: 'the server restarted',
        sleep: 'the laptop asleep',
        lose: 'a packet picked out',
        tamper: 'bytes changed',
      },
    },
  },
};

export type VerdictWords = typeof verdictEn;
