/** English texts of the herd: many clients that come back to one server. Numbers arrive formatted. */
export const herd = {
  title: 'The herd',
  heading: 'Everyone comes back at once',
  intro:
    'The server restarts, and every client loses its connection in the same instant. How they wait decides what the server meets. A and B have the same clients, the same server and one time axis.',
  name: { a: 'A', b: 'B' },

  /** "doubling from 1 s to 30 s, full jitter" */
  policy: {
    immediate: 'at once',
    fixed: (first: string) => `every ${first}`,
    exponential: (first: string, cap: string) => `doubling from ${first} to ${cap}`,
    jitter: { none: 'no jitter', full: 'full jitter', equal: 'equal jitter' },
    decorrelated: (first: string, cap: string) =>
      `${first} to three times the last wait, at most ${cap}: decorrelated jitter`,
    join: ', ',
  },

  picture: {
    /** What the text equivalent is called. */
    label: (name: string, policy: string) => `Attempts to connect, ${name}: ${policy}`,
    /** `top` is where the scale ends. */
    perSecond: (top: string) => `below: attempts in the last second, up to ${top}`,
    clients: 'above: a row a client, a dot an attempt',
    capacity: (perS: string) => `the server takes ${perS}/s`,
    away: 'server away',
    allBack: 'all back',
    letIn: 'let in, or waiting at the door',
    refused: 'refused',
    at: (t: string, attempts: string, refused: string, connected: string) =>
      `${t}: ${attempts} attempts in the last second, ${refused} of them refused; ${connected} clients connected`,
    move: 'Point at a picture, or press the arrow keys, to read it at an instant.',
  },

  figures: {
    caption: 'What the server met, and how long it took',
    figure: 'Times count from when the server is back',
    peak: 'most attempts in a second, server up',
    half: 'half of all connected after',
    most: '95 % connected after',
    all: 'all connected after',
    attempts: 'attempts in all',
    vain: 'of them while the server was away',
    refusals: 'refused',
    timeouts: 'given up while they waited',
    never: 'not within an hour',
  },

  run: {
    running: (name: string, connected: string, t: string) => `${name}: ${connected} connected at ${t}`,
    cancel: 'Cancel',
    again: 'Run',
    cancelled: 'Cancelled. The picture is of the settings before.',
    failed: (why: string) => `The herd could not run: ${why}. Reload the page.`,
  },

  scene: {
    title: 'The server and its clients',
    clients: 'Clients',
    clientsHint: 'How many lose their connection at once.',
    rate: 'Server takes',
    rateHint: 'Connections that it can accept in a second, one after another.',
    perS: (rate: string) => `${rate}/s`,
    backlog: 'May wait',
    backlogHint: 'Connections that wait for the server to accept them (listen backlog). One more is refused.',
    patience: 'Clients give up after',
    patienceHint: 'How long an attempt may take. The server accepts it all the same, in vain.',
    away: 'Server is away for',
    awayHint: 'How long the restart takes. Who comes meanwhile is refused.',
    crashes: 'Goes away',
    crashesHint: 'More than once: it comes back, and fails again.',
    times: (n: string) => `${n}×`,
    up: 'Stays up between',
    upHint: 'How long it is there before it fails again.',
    seed: 'Seed',
    seedHint: 'Decides each round trip, 20 to 200 ms, and every random wait. The same number, the same run.',
    /** What to write into the field instead. */
    advice: (least: string, most: string) => `Write a whole number from ${least} to ${most}.`,
  },

  waits: {
    title: (name: string) => `How the clients of ${name} wait`,
    kind: 'Wait',
    kindHint: 'Before each further attempt.',
    kinds: { immediate: 'none', fixed: 'fixed', exponential: 'exponential' },
    first: 'First wait',
    firstHint: 'After the first failure; of a fixed wait, each.',
    cap: 'Longest wait',
    capHint: 'No wait grows beyond it (cap).',
    jitter: 'Jitter',
    jitterHint:
      'Full: anything from 0 to the wait. Equal: from half of it. Decorrelated: from the first wait to three times the last one.',
    jitters: { none: 'none', full: 'full', equal: 'equal', decorrelated: 'decorrelated' },
    stable: 'Begins anew after',
    stableHint: 'A connection that stood so long was a success: the next wait is the first again.',
  },

  code: 'The code that decides how long to wait',
  codeNote: 'The very file that runs, here and in the lab’s clients:',
  lesson: 'The lesson: back-off and jitter',
  leftOut:
    'Left out: TCP and TLS, the cost of refusing, and clients that behave differently from one another. Round trips are drawn between 20 and 200 ms.',
};

/** The texts, with what differs between languages left open. */
export type HerdWords = typeof herd;
