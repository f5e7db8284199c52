/** The English texts about sharing a run and opening one, and the type of both languages. */

export const shareEn = {
  button: 'Share',
  hint: 'This run as a link, a QR code or a file',
  title: 'Share this run',
  from: 'Who opens it sees it',
  now: (at: string) => `at this instant, ${at}`,
  start: 'from the start',
  link: 'Link to this run',
  copy: 'Copy link',
  copied: 'Copied',
  refused: 'The browser did not allow it. The link is selected: press Ctrl+C, on a Mac ⌘C.',
  about: 'The link holds the run itself: seed, settings and all that you did to it. Nothing is uploaded.',
  leftOut: (name: string, rows: string) =>
    `${name} with its ${rows} rows is too large for a link: the run would have other messages. Save it as a file instead.`,
  tooManyRows: (name: string, limit: string) =>
    `${name} has more than ${limit} rows: it goes into neither link nor file. Hand it on beside them.`,
  long: (characters: string) =>
    `The link has ${characters} characters: mail and chat programs may cut it. A file is safer.`,
  qr: 'QR code of the link',
  qrAbout: 'Scan it to open this run on a phone.',
  qrTooLong: 'The link is too long for a QR code. Save the run as a file instead.',
  save: 'Save as file',
  open: 'Open a file',
  drop: 'or drop it on the page',
  loading: 'Loading …',
  unread: 'This could not be loaded. Check the connection and open it again.',

  opening: {
    computing: (percent: string) => `Opening the run: ${percent}`,
    stop: 'Stop',
    stopped: 'Stopped. The run stands at its start: Play goes on from there.',
    close: 'Close',
    file: (name: string, what: string) => `${name}: ${what}`,
    brokenLink: 'This link is cut off or has a wrong character. Copy it once more, all of it.',
    notJson: 'This is no valid JSON. If it was edited, undo that; if it was sent, ask for it again.',
    noCapsuleLink: 'There is no run in this link. Ask for it again.',
    noCapsuleFile:
      'This is JSON, but no run saved here. Messages of your own come as CSV, NDJSON or plain text.',
    linkTooLarge: (limit: string) => `This link holds more than ${limit}. A run that large comes as a file.`,
    fileTooLarge: (limit: string) => `The file is larger than ${limit}. Runs saved here are smaller.`,
    tooManyInterventions: (limit: string) =>
      `More was done to this run than ${limit} steps: that is too much to open.`,
    tooManyRows: (limit: string) => `It brings more than ${limit} messages: that is too much to open.`,
    unreadable: (reason: string) => `The browser could not read it: ${reason}. Choose it again.`,
    /** Two sentences in a row. */
    both: (first: string, second: string) => `${first} ${second}`,
    otherRun: 'What you see is another run.',
    newer: (version: string) =>
      `It comes from a newer PushPull (format ${version}). What this one knows of it is shown; reload the page to get the newest.`,
    dropped: (what: string) => `Left out, as unknown or invalid: ${what}.`,
    more: (count: string) => `and ${count} more`,
    scenario: (id: string) => `There is no scenario “${id}” here: the run stands on the usual one.`,
    fileLeftOut: (name: string, rows: string) =>
      `The file ${name} (${rows} rows) did not fit into the link, so the messages are others. Ask for the run as a file.`,
  },
};

export type ShareWords = typeof shareEn;
