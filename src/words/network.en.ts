/** English texts of the panel about the line and the path. */

/** Names of the directions where only a short word fits. */
const ways = { both: 'both ways', up: 'up', down: 'down' };

export const network = {
  parts: 'Parts of the network',
  tabs: {
    line: 'Line',
    more: 'More impairments',
    tc: 'tc command',
    outages: 'Outages, breaks',
    path: 'Path',
  },
  /** Said of the number beside a tab. */
  changed: (n: string) => `, ${n} not as by default`,
  planned: (n: string) => `, ${n} of them`,

  linked: 'Both ways alike',
  linkedHint: 'Off: the way up to the server and the way down can differ, as on a mobile line',
  up: 'Up, to the server',
  down: 'Down, to the client',
  both: 'Both ways',
  direction: 'Direction',
  ways,
  latency: 'Latency, one way',
  latencyHint: 'How long a packet travels, in ms',
  jitter: 'Jitter',
  jitterHint: 'About how much longer or shorter a packet may take, in ms',
  loss: 'Loss',
  lossHint: 'How many of 100 packets die on the way',
  inBursts: (percent: string) => `${percent} in bursts`,
  rate: 'Bandwidth',
  rateHint: 'Bits a second that fit through the line',
  unlimited: 'no limit',
  queue: 'Queue',
  queueHint: 'Packets that may wait for a limited bandwidth, in each direction; one more is dropped',
  packets: (n: string) => `${n} packets`,
  inForce:
    'Changes count from the instant shown on. Changed in the past, the run forks and the old one stays.',

  presets: 'Lines you may know',
  perfect: 'Perfect line',
  perfectHint: 'Back to nothing: no delay, no loss, no limit, both ways',
  sources: {
    chrome: 'Chrome DevTools',
    lighthouse: 'Lighthouse',
    firefox: 'Firefox',
    comcast: 'Comcast',
    apple: 'Apple',
  },
  sourceNotes: {
    chrome: 'Target values of Chrome DevTools; its round trip is split over both ways.',
    lighthouse: 'Target values of Lighthouse’s simulated throttling; its round trip is split over both ways.',
    firefox: 'Firefox’s DevTools, where a kilobit is 1024 bits; its latency is split over both ways.',
    comcast: 'From the README of the tool Comcast; its latency is split over both ways.',
    apple: 'Apple’s Network Link Conditioner.',
  },
  source: 'Where the values are from',
  oneWay: (t: string) => `${t} one way`,
  presetLoss: (percent: string) => `${percent} lost`,

  more: {
    none: 'None of these',
    noneHint: 'Takes everything on this page off; what stands under Line stays',
    distribution: 'Spread of jitter',
    distributionHint:
      'How often a packet is a little late, and how often very late. Pareto: seldom, but then very late',
    distributions: ['uniform', 'normal', 'Pareto', 'Pareto-normal'],
    needsJitter: 'For its spread, the line needs jitter: set it under Line.',
    reordering: 'A late packet may be overtaken',
    reorderingHint:
      'Off: jitter never changes the order of packets, as on most lines. On: it does, as with tc netem',
    jitterCorrelation: 'Jitter like the one before',
    losses: 'Losses come',
    lossesHint: 'In bursts: the line turns bad for a while and loses many in a row, as mobile lines do',
    singly: 'one by one',
    bursts: 'in bursts',
    lossCorrelation: 'Loss like the one before',
    correlationHint:
      'How much of the last random number goes into the next. netem’s approximation: the higher it is, the rarer rare things become',
    p: 'Turns bad (p)',
    pHint: 'With each packet: how likely a good line turns bad',
    r: 'Turns good (r)',
    rHint:
      'With each packet: how likely a bad line turns good again. It stays bad for 1/r packets on average',
    bad: 'Loss while bad (1−h)',
    badHint: 'How many of 100 packets die while the line is bad',
    good: 'Loss while good (1−k)',
    goodHint: 'How many of 100 packets die while the line is good',
    means: (percent: string, run: string) =>
      `On average ${percent} of the packets are lost, ${run} in a row.`,
    meansAll: 'Every packet is lost.',
    meansNone: 'No packet is lost.',
    duplicate: 'Duplicates',
    duplicateHint: 'How many of 100 packets arrive twice. TCP drops the second copy',
    duplicateCorrelation: 'Duplicate like the one before',
    corrupt: 'Corruption',
    corruptHint:
      'In how many of 100 packets a bit flips. The checksum no longer fits, so the receiver drops the packet',
    corruptCorrelation: 'Corruption like the one before',
    reorder: 'Overtaking',
    reorderHint: 'How many of 100 packets skip the delay and overtake the others. Needs a latency',
    reorderCorrelation: 'Overtaking like the one before',
    gap: 'Gap',
    gapHint: 'Of so many packets, at most one may overtake',
    every: (n: string) => `one in ${n}`,
    any: 'any',
  },

  tc: {
    about:
      'The same line as a command for two Linux hosts: each spoils what it sends. Change a word and press Enter.',
    host: { up: 'client$', down: 'server$' },
    label: { up: 'Command on the client, for the way up', down: 'Command on the server, for the way down' },
    apply: 'Apply',
    restore: 'Undo',
    copy: 'Copy',
    copied: 'Copied',
    cannotCopy: 'The browser does not let the page copy. The line is selected: press Ctrl+C.',
    unapplied: 'Changed, but not in force yet.',
    done: 'In force.',
    seeded: 'In force, but for the seed: the run’s seed stands under Run.',
    orderKept:
      'tc would let this jitter reorder packets. Here their order is kept, unless More impairments allows it.',
    refused: (why: string) => `tc would refuse this line. ${why}`,
    queueShared: 'limit is one for both ways here: packets that wait for the rate.',
  },

  outages: {
    cutFor: 'Cut the line for',
    cutHint: 'Every packet dies, both ways; connections don’t notice at once',
    mend: 'Mend it',
    cutUntil: (t: string) => `The line is dead until ${t}.`,
    title: 'Stretches of trouble',
    region: (n: string) => `Stretch ${n}`,
    from: 'from',
    lasts: 'for',
    seconds: 's',
    where: 'direction',
    kind: 'kind',
    kinds: { outage: 'dead', worse: 'worse line' },
    asIs: 'as is',
    latency: 'latency',
    loss: 'loss',
    bandwidth: 'bandwidth',
    add: 'Add a stretch',
    addHint:
      'An outage of 10 s that begins soon. Then move it, or make it a worse line instead of a dead one',
    remove: 'Remove',
    none: 'None is planned. Add one here, or draw it on the line above the lanes.',
    number: (least: string, most: string) => `Write a number from ${least} to ${most}.`,
    settled: (from: string, span: string) => `The address asks for an outage from ${from} for ${span}.`,
    fork: 'What has happened is not rewritten: a change in the past plays a new run from there. The old one stays under Run.',
  },

  breaks: {
    title: 'Break connections now',
    server: 'Server',
    client: 'Client',
    reset: 'resets all',
    forget: 'forgets all',
    hints: {
      resetServer:
        'Its program is gone: its kernel sends RST on every connection. The clients get an error as it arrives. Polls and EventSource try again; a WebSocket stays closed until its program opens a new one',
      forgetServer:
        'Half-open: it crashed and came back without its connections. It answers RST to the next segment a client sends. A client that only listens never learns of it, unless TCP keepalive asks',
      resetClient:
        'Its program is gone: its kernel sends RST on every connection. The server lets go of held polls and streams as it arrives',
      forgetClient:
        'Half-open: it crashed and came back without its connections. The server believes in them until it sends something and gets RST for an answer',
    },
    done: {
      resetServer: 'The server has reset all its connections.',
      forgetServer: 'The server has forgotten its connections. The clients do not know it yet.',
      resetClient: 'The client has reset all its connections.',
      forgetClient: 'The client has forgotten its connections. The server does not know it yet.',
    },
  },

  path: {
    modelled: 'modelled',
    modelledHint: 'Times and bytes are counted as they would be; the rest is left out',
    defaults: 'As by default',
    defaultsHint: 'Nothing on the path but the line, connections kept alive',
    fresh: 'Holds for connections that are opened from now on.',
    connection: 'Connections',
    tls: 'TLS 1.3',
    tlsHint:
      'Each new connection needs one round trip more, for its handshake, and each record 22 B. Nothing is really encrypted here',
    keepAlive: 'Keep-alive',
    keepAliveHint:
      'Off: every answer carries Connection: close, and each poll pays for a TCP connection of its own. Streams and WebSocket stay open',
    probes: 'TCP keepalive',
    probesHint:
      'After this much silence the kernel sends an empty probe; after nine without an answer it gives up. Linux waits 2 h unless told otherwise, Chrome 45 s',
    off: 'off',
    six: 'A browser opens at most six HTTP/1.1 connections to a host: a seventh request waits until one is free. An event stream holds one of them in every tab; a WebSocket is not counted among them.',
    between: 'A box on the way',
    box: 'In between',
    boxHint: 'What stands on the way of new connections',
    boxes: {
      none: 'nothing',
      buffering: 'a proxy that buffers',
      idle: 'a proxy with a time-out',
      'strips-upgrade': 'a proxy that strips Upgrade',
      nat: 'a NAT that forgets',
    },
    does: {
      none: 'Client and server talk to each other directly.',
      buffering:
        'It collects an answer until its buffer is full or the answer ends: SSE events come in clumps. Polls end, so they pass at once; WebSocket passes too.',
      idle: 'When the server is silent for too long it ends the connection: a long poll gets 504, an event stream or a WebSocket breaks off. Short polls pass.',
      'strips-upgrade':
        'It removes Upgrade, which is meant for the next hop only: the WebSocket is refused with 426. The HTTP lanes pass.',
      nat: 'After this much silence it forgets the connection and drops its packets; both ends still believe in it. A server that sends learns of it when its TCP gives up; a client that only listens never does.',
    },
    fix: 'What helps',
    buffer: 'Its buffer',
    bufferHint: 'Bytes of an answer that it collects before it passes them on',
    idle: 'Its patience',
    idleHint: 'Silence after which it acts',
    noBuffering: 'X-Accel-Buffering: no',
    noBufferingHint: 'The server asks, in the head of the event stream, not to be buffered',
    heartbeat: 'Heartbeat of the server',
    heartbeatHint:
      'How often the server sends a comment line on an event stream and a ping on a WebSocket. The HTML standard suggests a comment every 15 s',
    useTls: 'wss: with TLS the proxy sees only ciphertext, and has no header to strip.',
    shortHold:
      'A long poll must be answered sooner than that: set how long the server holds it on the stage.',
    probesHelp: 'TCP keepalive helps too: its probes keep the NAT’s memory fresh.',
  },
};
