/** The pages around the lessons in English, and the type of both languages. They come with the first of these pages. */

const plural = (n: string, one: string, many: string): string => `${n} ${n === '1' ? one : many}`;

export const home = {
  title: 'Lessons',
  intro:
    'From the first poll to a choice you can defend. In each lesson you guess first, then let it run, then prove it on the trace.',
  begin: (lesson: string) => `Begin: ${lesson}`,
  goOn: (lesson: string) => `Continue: ${lesson}`,
  allDone: 'All lessons that are written are done.',
  freePlay: 'Free play',
  glossary: 'Glossary',
  storms: 'Weak networks: who survives',
  herd: 'The herd: everyone reconnects',
  allLessons: 'All lessons',
  minutes: (n: string) => `${n} min`,
  loading: 'The lessons are being fetched …',
  unread: 'The lessons could not be fetched. Check the connection and load the page again.',
  needs: (numbers: string) => `after ${numbers}`,
  needsNames: (names: string) => `Take these before it: ${names}`,
  join: ', ',
  state: {
    planned: 'not written yet',
    'not-begun': 'not begun',
    done: 'done',
  },
  atStep: (step: string, count: string) => `step ${step} of ${count}`,
  teacher: 'For teachers',
  teacherOf: (lesson: string) => `For teachers: ${lesson}`,
  broken: (count: string) => `${plural(count, 'mistake', 'mistakes')} in the lessons’ files:`,

  /** Parts of the course, by their ids. */
  sections: {
    basis: 'What lies beneath',
    asking: 'Asking again',
    streaming: 'One open stream',
    websocket: 'Both ways',
    failing: 'When the line fails',
    around: 'What stands around it',
    judging: 'Judging',
  },

  /** Titles of lessons that are planned; a written one says its own. */
  planned: {
    layers: 'Layers: who carries whom',
    polling: 'Polling: freshness against waste',
    'long-polling': 'Long polling: the held request',
    'keep-alive': 'Keep-alive: a connection is not a request',
    'sse-format': 'SSE: a stream you can write by hand',
    'sse-resume': 'Resuming: who stores what',
    'websocket-handshake': 'The handshake: proof that the server understood',
    'frame-header': 'Frames: length and mask',
    'frame-order': 'Frames: fragments, control, close',
    'websocket-api': 'The API: events, states, the buffer',
    heartbeat: 'Heartbeats and half-open connections',
    backoff: 'Back-off and jitter',
    delivery: 'Acknowledge, queue, drop duplicates',
    replay: 'Resuming by sequence number',
    compression: 'Compression and formats',
    'socket-io': 'Socket.IO: a protocol above WebSocket',
    http2: 'HTTP/2: many streams, one connection',
    proxies: 'Proxies: the hidden middle',
    security: 'Security: whose cookies travel',
    choosing: 'Choosing by constraint',
    myths: 'Myths and evidence',
  },

  progress: {
    title: 'Your progress',
    about: 'Kept in this browser only.',
    save: 'Save as a file',
    open: 'Add from a file',
    added: (name: string) => `Added what ${name} has. Nothing was lost.`,
    unreadable: (name: string, why: string) => `${name} could not be read: ${why}`,
    refused: (name: string) => `${name} was not added.`,
    errors: {
      'no-json': (detail: string) => `It is no JSON: ${detail}. Choose a file that was saved here.`,
      'other-format': (detail: string) =>
        `It is no file of progress: one says "format": "${detail}". Choose a file that was saved here.`,
      newer: (detail: string) =>
        `A newer version of this page wrote it (version ${detail}). Load the page again, then add it.`,
      broken: (detail: string) =>
        `Its part “${detail}” is missing or damaged. Save it anew where it came from.`,
      'too-large': (detail: string) =>
        `It has ${detail}; progress is far smaller. Choose a file that was saved here.`,
    },
  },

  outside: {
    title: 'A lesson of your own',
    about: 'Drop its folder or its files anywhere on this page. They are read, never run.',
    choose: 'Choose a folder',
    reading: 'Reading the lesson …',
    mark: 'from outside',
    refused: (name: string) => `${name} cannot be opened`,
    mistakes: (count: string) => `Its files have ${plural(count, 'mistake', 'mistakes')}:`,
    more: (count: string) => `and ${count} more`,
    errors: {
      none: 'There is no lesson.yaml among the files. Choose the folder that holds lesson.yaml, en.md and zh.md.',
      several: (folders: string) => `There are several lessons: ${folders}. Choose the folder of one.`,
      'too-many': (detail: string) =>
        `There are more than ${detail} files. Choose the folder of one lesson only.`,
      'too-large': (detail: string) => `${detail} is larger than a lesson’s file may be. Shorten it.`,
      'no-text': (detail: string) => `${detail} is no UTF-8 text. Save it as UTF-8.`,
      unread: (detail: string) => `The files could not be read: ${detail}. Choose them again.`,
    },
  },

  terms: {
    title: 'Glossary',
    intro: 'The words of the field in both languages, as the specifications spell them.',
    search: 'Search',
    found: (count: string) => plural(count, 'term', 'terms'),
    none: (query: string) => `No term has “${query}”. Try a shorter word, in either language.`,
  },

  teach: {
    title: 'Teacher’s page',
    heading: (lesson: string) => `${lesson}: teacher’s page`,
    objective: 'Objective',
    notes: 'Notes',
    steps: 'Steps as the learner reads them',
    kinds: {
      read: 'Read',
      watch: 'Watch',
      predict: 'Predict',
      sort: 'Sort',
      write: 'Write',
      task: 'Task',
      herd: 'Task',
      sandbox: 'Try it out',
    },
    sources: 'Sources',
    wall: 'On a wall: P brings the projector’s colours and takes them away. PgUp and PgDn, a clicker’s keys, go from step to step; at a prediction PgDn first reveals the answer. B blackens the page.',
    open: 'Open the lesson',
    print: 'Print',
    answers: 'With answers',
    answer: 'Answer',
    unknown: (id: string) => `There is no lesson “${id}”.`,
    hidden: 'This page is for the teacher’s own screen. In the projector’s colours it shows nothing.',
    lightAgain: 'Show it in light colours',
  },
};

/** What every language provides for the pages around the lessons. */
export type HomeWords = typeof home;
