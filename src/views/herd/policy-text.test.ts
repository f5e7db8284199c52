import { expect, test } from 'vitest';
import { policyFrom } from '#state/herd-link.ts';
import { herdCatalogue } from '#words/herd-catalogue.ts';
import { policyText } from './policy-text.ts';

test.each([
  [{}, 'doubling from 1\u2009s to 30\u2009s, full jitter'],
  [{ jitter: 'none' }, 'doubling from 1\u2009s to 30\u2009s, no jitter'],
  [{ reconnect: 'fixed', reconnectMs: 500, jitter: 'equal' }, 'every 500\u2009ms, equal jitter'],
  // A cap below the first wait is the wait.
  [
    { reconnect: 'fixed', reconnectMs: 5000, reconnectCapMs: 2000, jitter: 'none' },
    'every 2\u2009s, no jitter',
  ],
  // Neither fixed nor doubling: it grows from its own last wait.
  [
    { reconnect: 'fixed', jitter: 'decorrelated' },
    '1\u2009s to three times the last wait, at most 30\u2009s: decorrelated jitter',
  ],
  [{ reconnect: 'immediate' }, 'at once'],
] as const)('%o is said so that it is true', (policy, text) => {
  expect(policyText({ ...policyFrom(''), ...policy }, herdCatalogue('en'))).toBe(text);
});
