/** The frame of a lesson in English, and the type of both languages: what stands around the lesson's own prose. */

const plural = (n: string, one: string, many: string): string => `${n} ${n === '1' ? one : many}`;

/** A key, and what it does. */
type KeyLine = readonly [string, string];

export const lesson = {
  allLessons: 'All lessons',
  leave: 'Free play',
  leaveHint: 'Leaves the lesson for the four lanes. What you have done is kept.',
  loading: 'The lesson is being opened …',

  broken: 'This lesson cannot be shown',
  brokenWhy: (count: string) => `Its files have ${plural(count, 'mistake', 'mistakes')}:`,
  unknown: (id: string) => `There is no lesson “${id}”. Those that exist:`,
  unread: 'The lesson could not be loaded. Check the connection and open it again.',

  kinds: {
    read: 'Read',
    watch: 'Watch',
    predict: 'Predict',
    sort: 'Sort',
    write: 'Write',
    task: 'Task',
    sandbox: 'Try it out',
  },
  where: (step: string, count: string, kind: string) => `Step ${step} of ${count}: ${kind}`,
  spoken: (step: string, count: string, title: string) => `Step ${step} of ${count}. ${title}`,
  steps: 'Steps of the lesson',
  previous: 'Previous',
  reset: 'Reset',
  hint: 'Hint',
  solution: 'Solution',
  next: 'Next',
  finish: 'Finish',
  resetHint: 'Begins this step anew. Your run so far stays under Run.',
  hintHint: 'What is missing first, and where to see it. Key H',
  solutionHint: 'Shows what passes, in a run of its own. Yours stays under Run.',

  glossary: 'Glossary',
  term: (name: string, other: string) => `${name} · ${other}`,

  predict: {
    options: 'Your guess',
    lock: 'Lock the guess',
    locked: (option: string) => `Locked: ${option}`,
    change: 'Change my mind',
    reveal: 'Reveal',
    revealFor: (span: string) => `Reveal, run ${span}`,
    running: 'Watch: the run shows it.',
    right: 'Your guess was right.',
    wrong: 'Your guess was not right.',
    yours: 'your guess',
    shown: 'so it is',
  },

  figures: {
    before: 'before',
    now: 'now',
    every: (lane: string, interval: string) => `${lane} every ${interval}`,
    late: (delay: string) => `late by ${delay} on average`,
    emptyOf: (empty: string, requests: string) => `${empty} of ${requests} requests empty`,
    deliveredOf: (delivered: string, published: string) => `${delivered} of ${published} messages delivered`,
    none: 'nothing delivered',
    join: ', ',
  },

  sort: {
    items: 'What belongs where',
    choose: 'choose',
    lock: 'Check the sorting',
    left: (count: string) => `${count} still without a place`,
    result: (right: string, count: string) => `${right} of ${count} are right.`,
    right: 'right',
    wrong: 'not here',
    change: 'Sort again',
  },

  write: {
    field: 'Your event stream',
    result: 'What the browser makes of it',
    nothing: 'Nothing yet. Write a line.',
    event: (type: string, data: string) => `event “${type}”: ${data}`,
    id: (id: string) => `id ${id}`,
    comment: (text: string) => (text === '' ? 'comment, ignored' : `comment, ignored: ${text}`),
    retry: (span: string) => `reconnects after ${span}`,
    unknownField: (line: string) => `ignored, no such field: ${line}`,
    badRetry: (line: string) => `ignored, digits only: ${line}`,
    badId: (line: string) => `ignored, an id holds no U+0000: ${line}`,
    noData: 'a blank line without data before it: nothing fires',
    pending: 'No blank line yet: nothing fires.',
    pendingNoData: 'No data and no blank line yet: nothing fires.',
    line: (n: string) => `line ${n}`,
    empty: '(empty)',
  },

  checks: {
    list: 'To be reached',
    pass: 'reached',
    fail: 'not yet',
    waiting: 'being measured',
    needs: (span: string) => `needs ${span} more`,
    now: (value: string, bound: string) => `${value} (${bound})`,
    atMost: (value: string) => `at most ${value}`,
    atLeast: (value: string) => `at least ${value}`,
    between: (low: string, high: string) => `${low} to ${high}`,
    exactly: (value: string) => `wanted ${value}`,
    meanDelayMs: (span: string) => `${span} late on average`,
    p95DelayMs: (span: string) => `95 of 100 within ${span}`,
    requestsPerMinute: (n: string) => `${plural(n, 'request', 'requests')} a minute`,
    emptyReplies: (n: string) => plural(n, 'empty answer', 'empty answers'),
    lost: (n: string) => `${n} lost`,
    duplicates: (n: string) => `${n} twice`,
    connections: (n: string) => plural(n, 'connection', 'connections'),
    bytes: (size: string) => `${size} a message`,
    times: (n: string) => `${n}×`,
    proven: (facts: string) => `Shown by the trace: ${facts}.`,
    passed: 'Shown by the trace. Everything on the list is reached.',
    written: 'The parser agrees: everything on the list is reached.',
    join: '; ',
  },

  solved: {
    run: 'This is the solution’s run. Yours stays under Run.',
    shown: 'This is the solution.',
    back: 'Back to mine',
    again: 'Try it myself',
  },

  controls: {
    interval: 'Interval',
    intervalHint: 'Time from one poll to the next',
    hold: 'Hold',
    holdHint: 'How long the server keeps a request open when it has nothing to say',
    jitter: 'Jitter',
    jitterHint: 'How much a packet’s delay may differ, more or less',
    rate: 'Bandwidth',
    rateHint: 'Bits a second that the line takes, each way',
    noRate: 'no limit',
    cursor: 'Cursor',
    cursorHint: 'Each long poll names the last message that the client has',
    publish: 'Publish one',
    published: (n: string) => `Extra message ${n}`,
  },

  noHint: 'Nothing is missing here. Go on.',
  hintPredict: 'There is no harm in guessing wrong. Choose what you would bet on, then lock it.',
  hintSort: 'Give every line a place first. Then the check says which one to think over.',
  watched: 'Seen. Play on, or go to the next step.',
  story: 'The message you picked',
  nextLesson: (title: string) => `Next lesson: ${title}`,
  done: 'Lesson done. Your progress is kept in this browser.',

  keys: [
    ['PgUp PgDn', 'previous, next step'],
    ['Enter', 'the solid button'],
    ['H', 'hint'],
  ] as readonly KeyLine[],
};

/** What every language provides for the frame of a lesson. */
export type LessonWords = typeof lesson;
