/** The English texts of the page, and with them the type of every catalogue. Parameters arrive formatted. */
import { events } from './events.en.ts';
import { panels } from './panels.en.ts';
import { tcp } from './tcp.en.ts';

export const en = {
  brand: 'PushPull',
  mode: 'Free play',
  allLessons: 'All lessons',
  /** Names the first lesson (state/first-lesson.ts). */
  start: 'Start here: Polling, 8 minutes',
  pageTitle: 'PushPull: see how the web goes real-time',
  otherLanguage: '中文',

  blackout: 'Black page. Any key brings it back.',

  theme: {
    label: 'Colours',
    auto: 'Auto',
    light: 'Light',
    dark: 'Dark',
    projector: 'Projector',
    hint: 'Colours of the page. Projector: large type and bold lines for the back row.',
  },

  lanes: {
    polling: { name: 'Polling', how: (interval: string) => `every ${interval}; hollow V: empty poll` },
    longpoll: { name: 'Long polling', how: () => 'thick bar: a held request' },
    sse: { name: 'SSE', how: () => 'lit rail: one open stream' },
    ws: { name: 'WebSocket', how: () => 'two lit rails: both ways' },
    'ws-bare': { name: 'Bare WebSocket', how: () => 'two lit rails, and no strategy' },
  },

  /** A message by its id: "52" comes from the feed, "u1" is a line the learner sent. */
  message: (id: string) => (id.startsWith('u') ? `your line ${id.slice(1)}` : `message ${id}`),

  prose: {
    title: 'The same messages, four ways',
    rate: (perS: string) =>
      perS === '1'
        ? 'Here one publishes about a message a second.'
        : `Here one publishes about ${perS} messages a second.`,
    feed: 'Here one publishes messages as they come in.',
    line: (delay: string, loss: string) => `Four clients on the same line: ${delay}, ${loss}.`,
    intro: (publishing: string, line: string) =>
      `A server cannot call a browser: the browser has to ask first. ${publishing} ${line}`,
    bothWays: (delay: string) => `${delay} each way`,
    upDown: (up: string, down: string) => `${up} up, ${down} down`,
    lossless: 'no packet lost',
    losing: (percent: string) => `${percent} of the packets lost`,
    reading:
      'A tinted stretch is time a message had to wait; only late ones carry their delay. ' +
      'Red ×: a lost packet, the dots TCP waiting to send it again. ' +
      'Click dots and strokes; drag the round handle under polling.',
    lanes: 'The four lanes',
    tryLoss: 'Nothing is lost yet. Set loss to 5% and look for the first red ×.',
    tryCut: 'Now cut the line. Which lane is the first to catch up when it is back?',
    tryPick: 'Click a message that came late: its delay falls apart into its causes.',
    tryScore: 'Now open the scoreboard: how many bytes does each lane pay for being early?',
  },

  legend: {
    about:
      'How to read a lane: published on the server rail, it waits, travels, is delivered on the client rail.',
    published: 'published',
    waits: 'waits',
    travels: 'travels',
    delivered: 'delivered',
    client: 'client',
    server: 'server',
  },

  controls: {
    group: 'Controls of the run',
    play: 'Play',
    pause: 'Pause',
    playHint: 'Lets virtual time run, or stops it. Space',
    step: 'Step',
    stepHint: 'On to the next thing that happens. Key >, and < goes back',
    speed: 'Speed',
    speedHint: 'Virtual seconds in one real second. 1× is real time',
    latency: 'Latency, one way',
    latencyHint: 'How long a packet travels, in ms. A round trip takes twice as long',
    loss: 'Loss',
    lossHint: 'How many of 100 packets die on the way',
    cut: 'Cut the line',
    cutHint: 'For 10 s every packet dies, both ways. Connections stay open and wait',
    mend: (left: string) => `Mend it (${left})`,
    mendHint: 'The line is dead now. Click to mend it early',
  },

  status: {
    starting: 'starting',
    playing: '',
    paused: 'paused',
    catchingUp: (percent: string) => `catching up, ${percent}`,
    failed: 'stopped',
    behind: (time: string) => `${time} behind the newest`,
    ignored: (what: string) => `ignored in the address: ${what}`,
    noScenario: (id: string, ids: string) =>
      `There is no scenario “${id}”; scenario= in the address may be one of ${ids}.`,
    newest: 'To the newest',
    hidden: 'paused while the tab was hidden',
    fork: (parent: string, at: string) => `fork of run ${parent} at ${at}`,
  },

  badge: {
    question: 'How real is this?',
    apiReal: 'browser API real',
    apiStandIn: 'browser API stood in for',
    model: 'bytes, TCP modelled',
    omitted: 'TLS omitted',
    counted: 'TLS counted, not encrypted',
    worker: 'through the service worker',
    inPage: 'computed in the page',
    reasons: {
      'no-service-worker': 'computed in the page, there is no service worker here',
      'worker-failed': 'computed in the page, the service worker did not start',
      'skipped-ahead': 'computed in the page since you skipped ahead',
      forked: 'a fork is computed in the page',
    },
    explainWorker:
      'Real: the client and server code, and your browser’s own fetch and EventSource; a service worker passes their calls to the server code in this tab. ' +
      'WebSocket, which no service worker sees, is MSW’s stand-in. ' +
      'Computed: bytes, TCP segments and the line. Left out: encryption and routing.',
    explainInPage:
      'Real: the client and server code. Stand-ins with the same behaviour replace the fetch, EventSource and WebSocket of your browser, ' +
      'so that a run can be computed faster than it plays; its events are the same. ' +
      'Computed: bytes, TCP segments and the line. Left out: encryption and routing.',
  },

  drawer: {
    join: ', ',
    open: 'Scoreboard, network, messages, events',
    close: 'Close',
    tabs: {
      scoreboard: 'Scoreboard',
      survival: 'Survive',
      verdict: 'Verdict',
      network: 'Network',
      feed: 'Messages',
      events: 'Events',
      inspector: 'Inspector',
      layers: 'Layers',
      run: 'Run',
    },
    loading: 'Loading …',
    failed: 'This panel could not be loaded. Check the connection and choose it again.',
  },

  explain: {
    title: (message: string) => `Why ${message} is late`,
    published: (at: string) =>
      `Published at ${at}, and each lane went its own way. The parts add up to exactly its delay.`,
    titleSent: (message: string) => `How long ${message} took, up and back`,
    sent: (at: string) =>
      `Sent at ${at}: up to the server, then back down. The parts add up to exactly its round trip.`,
    notPublished: 'Not in the server’s room yet at this instant.',
    soFar: (time: string) => `not there yet, ${time} so far`,
    close: 'Back to the overview',
    part: {
      pollWait: (t: string) => `waits for the next poll ${t}`,
      reRequest: (t: string) => `waits until the client has asked again ${t}`,
      setup: (t: string) => `waits for the connection ${t}`,
      proxy: (t: string) => `is held back by a proxy ${t}`,
      sendQueue: (t: string) => `queues for its turn to be sent ${t}`,
      serialization: (t: string) => `goes onto the wire bit by bit ${t}`,
      propagation: (t: string) => `travels ${t}`,
      jitter: (t: string) => `jitter ${t}`,
      lossRepair: (t: string) => `is lost and sent again ${t}`,
      headOfLine: (t: string) => `waits behind an earlier loss ${t}`,
      hold: (t: string) => `waits in the client ${t}`,
    },
    /** The way up of a line the learner sent; it stands before the parts. */
    up: {
      setup: (t: string) => `opens a connection ${t}`,
      resend: (t: string) => `is lost on the way up and sent again ${t}`,
      way: (t: string) => `goes up ${t}`,
    },
    join: ', ',
    moral: {
      wait: 'The network was not slow. The message lay on the server until somebody asked for it.',
      setup: 'Without a connection nothing can be sent, and opening one costs at least one round trip.',
      queue: 'The line or TCP’s window was full: the message had to queue behind earlier ones.',
      proxy:
        'A proxy collected the answer before it passed it on. The server had sent the message long before.',
      resend:
        'The packet was lost. TCP had to wait for a sign of that before it sent it again: the message is late, not gone.',
      behind:
        'TCP loses time, not messages: an earlier packet was lost, and what arrived after it had to wait in line.',
      none: 'No lane had to wait here. What is left is the way itself.',
    },
  },

  keys: {
    black: 'black page; any key brings it back',
    title: 'Keys',
    close: 'Close',
    list: [
      ['Space', 'play or pause'],
      ['← →', 'previous, next event; with Shift 10 ms'],
      ['< >', 'the same'],
      ['End', 'back to the newest instant'],
      ['+ − 0', 'zoom the time axis, follow again'],
      ['Enter', 'on the stage: select what is nearest'],
      ['Esc', 'let go of the selection'],
      ['P', 'projector, and back'],
      ['?', 'this list'],
    ],
  },

  trouble: {
    happened: (what: string) => `Something broke: ${what}`,
    start: (what: string) => `The run could not start: ${what}`,
    restart: 'Restart',
    dismiss: 'Close',
  },

  panels,
  events,
  tcp,
};

/** What every language provides. */
export type ShellWords = typeof en;
