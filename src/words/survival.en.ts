/** English texts of the panel in which clients survive a weak network. */

export type PhaseName = 'connecting' | 'open' | 'suspect' | 'waiting' | 'offline' | 'closed';

export const survivalEn = {
  tabs: { clients: 'Clients', strategies: 'Strategies', scenarios: 'Scenarios' },
  parts: 'Parts of the panel',
  lane: 'Lane',

  scenarios: {
    about: 'Each starts a run: a bare WebSocket beside three clients with every strategy.',
    playing: 'on the stage now',
    again: 'Begin it anew',
    watch: 'Watch: ',
    free: 'Back to free play',
    herd: 'Everyone comes back at once: the herd',
    open: 'See what the clients do',
    all: {
      lift: {
        name: 'Lift',
        what: 'The device’s own link is gone for 10\u00a0s, and its browser knows.',
        watch: 'what was said in the lift: who still gets it through?',
      },
      tunnel: {
        name: 'Tunnel',
        what: 'No link for a minute, and more is published meanwhile than the server keeps.',
        watch: 'who comes back too late for the history gets a snapshot.',
      },
      flapping: {
        name: 'Flapping Wi-Fi',
        what: 'The link comes and goes every few seconds, and one packet in ten dies.',
        watch: 'lines said just before a gap: said once, heard once?',
      },
      'half-open': {
        name: 'Half-open',
        what: 'A cable is pulled somewhere on the way, and nobody is told: both ends say OPEN.',
        watch: 'only who asks finds out. How long does the bare WebSocket believe in its connection?',
      },
      captive: {
        name: 'Captive network',
        what: 'For a minute, a box on the way takes Upgrade out of every request: no WebSocket can be opened.',
        watch: 'the fallback carries on at once; the bare client gives up for good.',
      },
      'proxy-idle': {
        name: 'Impatient proxy',
        what: 'A proxy closes a connection when the server has been silent for 60\u00a0s, and there is little to say.',
        watch: 'a sign of life every few seconds keeps the connection.',
      },
      restart: {
        name: 'Server restart',
        what: 'The server goes with close code 1012; another is there 5\u00a0s later. Until then it refuses.',
        watch: 'who tries again, when, and how often in vain.',
      },
      'slow-consumer': {
        name: 'Slow line',
        what: '60 long lines are said within 3\u00a0s; the line up takes 32\u00a0kbit/s.',
        watch: 'where do they wait: in bufferedAmount, or in the client’s own queue?',
      },
      sleep: {
        name: 'Laptop sleeps',
        what: 'The lid is shut for 30\u00a0s: no timer fires, and nothing gets through.',
        watch: 'what each client does when it wakes.',
      },
      'nat-rebinding': {
        name: 'Forgetful NAT',
        what: 'A NAT forgets a connection after 30\u00a0s of silence, and drops what comes after.',
        watch: 'neither end is told. Who keeps the entry alive?',
      },
      'lost-ack': {
        name: 'Lost acknowledgement',
        what: 'A line has reached the server, and the acknowledgement dies on its way back.',
        watch: 'sent again it takes effect once only if the server knows its id.',
      },
    },
  },

  clients: {
    about: 'What each client’s script sees, and what is really so.',
    does: 'What it does',
    sees: 'What its script sees',
    really: 'What is really so',
    queue: 'Its lines and messages',
    /** On the nodes of the state machine: as short as can be. */
    nodes: {
      connecting: 'connecting',
      open: 'open',
      suspect: 'suspect',
      waiting: 'waiting',
      offline: 'offline',
      closed: 'closed',
    },
    phases: {
      connecting: 'opens a connection',
      open: 'is connected',
      suspect: 'has heard nothing for too long, and doubts that the server is there',
      waiting: 'waits before another attempt',
      offline: 'waits until the browser says that there is a network',
      closed: 'is closed, and will not try again',
    },
    waits: (left: string) => `waits ${left}`,
    phase: (attempt: string, does: string) => `attempt ${attempt}: ${does}`,
    left: (time: string) => `${time} left`,
    plain: 'does nothing about its connection',
    attempt: (n: string) => `attempt ${n}`,
    none: 'nothing yet',
    pending: (time: string) => `fetch() pending for ${time}`,
    idle: 'no fetch() pending',
    buffered: (bytes: string) => `bufferedAmount ${bytes}`,
    bufferedHint: 'Octets of frames that TCP has not sent. The script’s figure leaves their headers out',
    closeEvent: (code: string, reason: string) => `close ${code}${reason === '' ? '' : ` “${reason}”`}`,
    clean: 'wasClean true',
    unclean: 'wasClean false',
    offline: 'onLine false',
    hidden: 'hidden',
    /** What is really so, and for how long. */
    truths: {
      none: () => 'no connection',
      opening: (since: string) => `opening for ${since}`,
      cut: (since: string) => `line dead for ${since}`,
      forgotten: (since: string) => `the NAT forgot it ${since} ago`,
      'peer-gone': (since: string) => `server’s end gone for ${since}`,
      alive: () => 'line alive',
    },
    noLine: (since: string) => `none; line dead for ${since}`,
    lie: 'The script sees OPEN, and nothing gets through.',
    /** States of RFC 9293 section 3.3.2, and how a closed one ended. */
    tcpStates: {
      none: '–',
      opening: 'SYN-SENT',
      established: 'ESTABLISHED',
      closing: 'FIN sent',
      closed: 'CLOSED',
    },
    ends: { fin: 'FIN', reset: 'RST', timeout: 'time-out', lost: 'lost' },
    ended: (state: string, how: string) => `${state} (${how})`,
    tcp: (client: string, server: string) => `client ${client}, server ${server}`,
    tcpBoth: (state: string) => `both ends ${state}`,
    heard: (time: string) => `last heard ${time} ago`,
    orphans: (n: string) => `${n} given up, still open at the server`,
    waiting: 'queued',
    unacknowledged: 'unacknowledged',
    noLines: 'no line waits',
    more: (n: string) => `+${n}`,
    last: (client: string, written: string, published: string) =>
      `has ${client} · written ${written} · of ${published}`,
    lastHint:
      'The last message that the client has, that the server wrote to a connection of its, and that there is',
    history: (oldest: string) => `kept from ${oldest} on`,
  },

  strategies: {
    about: 'A change counts from the playhead on; looking back, it makes another run.',
    lanes: 'Strategy',
    all: 'all',
    allHint: 'Every strategy that applies to this lane',
    nothing: 'none',
    nothingHint: 'The simplest client of this transport',
    simple:
      'The clients of this run are the simplest of their kind. Start a scenario to give them strategies.',
    choose: (strategy: string) => `${strategy}: what it is for, and its code`,
    toggle: (strategy: string, lane: string) => `${strategy}, ${lane}`,
    solves: 'For: ',
    costs: 'Costs: ',
    measured: (metric: string, scenario: string) => `Without it: ${metric}. Clearest in “${scenario}”.`,
    againWithout: (lane: string) => `Run again without it: ${lane}`,
    againWith: (lane: string) => `Run again with it: ${lane}`,
    againHint:
      'The same messages and the same network from the start, with this one difference; the old run stays, to compare',
    became: (run: string) =>
      `Run ${run} is the one with this difference. “Verdict” sets it beside the other.`,
    code: 'The code that runs',
    showCode: 'Show the code',
    hideCode: 'Back to the switches',
    loading: 'Loading …',
    failed: 'The file could not be loaded. Check the connection and choose the strategy again.',
    each: {
      heartbeat: {
        name: 'Heartbeat',
        for: 'a connection may die in silence. Scripts in a browser have no ping: the client asks with a message of its own, or expects a sign of life from the server.',
        costs: 'octets and a radio that wakes up every few seconds, though nobody says anything.',
      },
      timeout: {
        name: 'Time limit',
        for: 'an attempt or an answer may hang: TCP by itself tries a handshake for about two minutes.',
        costs: 'too short a limit gives up on a network that is merely slow.',
      },
      reconnect: {
        name: 'Reconnection',
        for: 'a WebSocket that is closed stays closed. Somebody has to open another.',
        costs: 'attempts that fail, and a server that has to answer each.',
      },
      backoff: {
        name: 'Back-off, jitter',
        for: 'clients that lost their connections together shall not come back together: the waits grow, and part of each is random.',
        costs: 'whoever waits is late when the network is back.',
      },
      ack: {
        name: 'Acknowledgement',
        for: 'send() only hands a line over. It is kept until the server says that it has it, and sent again if not.',
        costs: 'an answer to every line, memory, and lines that reach the server twice.',
      },
      dedupe: {
        name: 'Known ids',
        for: 'a line that was sent again shall take effect once: the server knows its id.',
        costs: 'ids that the server has to remember.',
      },
      resume: {
        name: 'Resume',
        for: 'who comes back has missed something: it names the last message it has, and gets the rest.',
        costs: 'the server has to keep what it said.',
      },
      backpressure: {
        name: 'Backpressure',
        for: 'send() takes everything, as fast as it is called. Above a limit of bufferedAmount lines wait in the client’s own queue.',
        costs: 'nothing gets faster: who writes has to be told to wait.',
      },
      signals: {
        name: 'Browser signals',
        for: 'online, offline and visibilitychange: no attempt in vain without a network, and one at once when it is back.',
        costs: 'online means a link, not that the server can be reached: alone it proves nothing.',
      },
      fallback: {
        name: 'Fallback',
        for: 'some networks let no WebSocket through. The client goes on by long polling.',
        costs: 'headers with each answer, and two ways to write and to test.',
      },
      deflate: {
        name: 'Compression',
        for: 'text repeats itself: permessage-deflate sends fewer octets.',
        costs: 'memory and processor time for every connection.',
      },
      snapshot: {
        name: 'Snapshot',
        for: 'the server keeps only so much. Who comes back too late gets the present state instead.',
        costs: 'what lies between is never seen message by message.',
      },
    },
    worse: 'its figures are worse',
    metrics: {
      lostDown: 'messages are lost',
      lostUp: 'lines of the user’s are lost',
      repeated: 'lines take effect twice',
      detectUs: 'a dead connection is noticed late',
      recoverUs: 'it takes longer to be back',
      attempts: 'more attempts',
      peakUnsentBytes: 'more octets pile up in bufferedAmount',
      wireBytes: 'more octets on the line',
    },
  },
};

export type SurvivalWords = typeof survivalEn;
