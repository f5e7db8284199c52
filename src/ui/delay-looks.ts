/** How each kind of lost time looks, in bars as on the stage, and the groups a legend names. */

export const LOOKS = ['wait', 'proxy', 'resend', 'behind', 'travel'] as const;

/** tint: waiting; bars: held by a proxy; red: sent again; hatch: behind an earlier loss; solid: travelling. */
export type Look = (typeof LOOKS)[number];

export const DELAY_LOOKS = {
  pollWait: 'wait',
  reRequest: 'wait',
  setup: 'wait',
  sendQueue: 'wait',
  hold: 'wait',
  proxy: 'proxy',
  lossRepair: 'resend',
  headOfLine: 'behind',
  serialization: 'travel',
  propagation: 'travel',
  jitter: 'travel',
} as const satisfies Record<string, Look>;

/** The parts of a delay summed by look. A negative jitter only shortens the travelling part. */
export function byLook(parts: Readonly<Record<keyof typeof DELAY_LOOKS, number>>): Record<Look, number> {
  const sums: Record<Look, number> = { wait: 0, proxy: 0, resend: 0, behind: 0, travel: 0 };
  for (const [part, look] of Object.entries(DELAY_LOOKS)) {
    sums[look] += parts[part as keyof typeof DELAY_LOOKS];
  }
  return sums;
}
