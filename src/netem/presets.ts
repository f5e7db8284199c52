/**
 * Lines with names. Each value is its source's: Chrome DevTools' targets (front_end/core/sdk/NetworkManager.ts; round
 * trips, so half each way), Comcast's README (one latency for both ways, so half each way), Apple's Network Link
 * Conditioner (delays are one way).
 */
import type { SessionView } from '#state/contract.ts';

type Values = Parameters<SessionView['set']>[0];
export const SOURCES = ['ours', 'chrome', 'comcast', 'apple'] as const;

export interface Preset {
  readonly id: string;
  /** The source's own name; null for the line that is ours and has a word. */
  readonly name: string | null;
  readonly source: (typeof SOURCES)[number];
  readonly values: Values;
}

function line(delayMs: number, downKbit: number, upKbit: number, lossPct: number): Values {
  return {
    'net.up.delayMs': delayMs,
    'net.down.delayMs': delayMs,
    'net.up.jitterMs': 0,
    'net.down.jitterMs': 0,
    'net.up.lossPct': lossPct,
    'net.down.lossPct': lossPct,
    'net.up.rateKbit': upKbit,
    'net.down.rateKbit': downKbit,
  };
}

export const PRESETS: readonly Preset[] = [
  { id: 'perfect', name: null, source: 'ours', values: line(0, 0, 0, 0) },
  { id: 'fast-4g', name: 'Fast 4G', source: 'chrome', values: line(30, 9000, 1500, 0) },
  { id: 'slow-4g', name: 'Slow 4G', source: 'chrome', values: line(75, 1600, 750, 0) },
  { id: '3g', name: '3G', source: 'chrome', values: line(200, 500, 500, 0) },
  { id: 'edge', name: 'EDGE', source: 'comcast', values: line(150, 250, 250, 1.5) },
  { id: 'gprs', name: 'GPRS', source: 'comcast', values: line(250, 50, 50, 2) },
  { id: 'very-bad', name: 'Very Bad Network', source: 'apple', values: line(500, 1000, 1000, 10) },
];

/** The preset whose every value is in force, or null. */
export function presetInForce(settings: SessionView['settings']): Preset | null {
  const fits = ({ values }: Preset): boolean =>
    Object.entries(values).every(([key, value]) => settings[key as keyof typeof settings] === value);
  return PRESETS.find(fits) ?? null;
}
