/** A way to wait in one line: "doubling from 1 s to 30 s, full jitter". */
import type { BackoffOptions } from '#state/herd-link.ts';
import { formatSpan } from '#words/format.ts';
import type { HerdWords } from '#words/herd.en.ts';

export function policyText(policy: BackoffOptions, { policy: w }: HerdWords): string {
  const { reconnect, reconnectMs, reconnectCapMs, jitter } = policy;
  if (reconnect === 'immediate' || reconnect === 'no') return w.immediate;
  const first = formatSpan(Math.min(reconnectMs, reconnectCapMs));
  const cap = formatSpan(reconnectCapMs);
  // It grows from its own last wait, whatever was chosen.
  if (jitter === 'decorrelated') return w.decorrelated(first, cap);
  const wait = reconnect === 'fixed' ? w.fixed(first) : w.exponential(first, cap);
  return `${wait}${w.join}${w.jitter[jitter]}`;
}
