/**
 * Lines with names. Each figure is its source's, and what the name stands for: the target, not what a tool applies to
 * each request to come near it.
 */
import { IDEAL_LINK, type PathParams } from './model.ts';

/**
 * Where the figures are from. `chrome`: Chrome DevTools' targets (front_end/core/sdk/NetworkManager.ts). `lighthouse`:
 * Lighthouse's simulated throttling (core/config/constants.js; its upload is that of the same name in DevTools).
 * `firefox`: Firefox DevTools (devtools/client/shared/components/throttling/profiles.js, where K is 1024). These three
 * name a round trip: half of it each way. `comcast`: the README of the tool Comcast, one latency for both ways.
 * `apple`: Network Link Conditioner, whose delays are one way.
 */
export const PRESET_SOURCES = ['chrome', 'lighthouse', 'firefox', 'comcast', 'apple'] as const;
export type PresetSource = (typeof PRESET_SOURCES)[number];

export interface Preset {
  readonly id: string;
  /** The source's own name. */
  readonly name: string;
  readonly source: PresetSource;
  readonly path: PathParams;
}

interface Figures {
  readonly rttMs: number;
  /** 0 is no limit. */
  readonly downKbit: number;
  readonly upKbit: number;
  readonly lossPct?: number;
}

function preset(
  source: PresetSource,
  name: string,
  { rttMs, downKbit, upKbit, lossPct = 0 }: Figures,
): Preset {
  const way = { ...IDEAL_LINK, delayMs: rttMs / 2, lossPct };
  return {
    id: `${source}: ${name}`,
    name,
    source,
    path: { up: { ...way, rateKbit: upKbit }, down: { ...way, rateKbit: downKbit } },
  };
}

/** Firefox counts in 1024s: its kilobits and megabits as kbit/s. */
function firefox(name: string, down: number, up: number, rttMs: number): Preset {
  return preset('firefox', name, { rttMs, downKbit: (down * 1024) / 1000, upKbit: (up * 1024) / 1000 });
}

function comcast(name: string, rttMs: number, kbit: number, lossPct: number): Preset {
  return preset('comcast', name, { rttMs, downKbit: kbit, upKbit: kbit, lossPct });
}

export const PRESETS: readonly Preset[] = [
  preset('chrome', 'Fast 4G', { rttMs: 60, downKbit: 9000, upKbit: 1500 }),
  preset('chrome', 'Slow 4G', { rttMs: 150, downKbit: 1600, upKbit: 750 }),
  preset('chrome', '3G', { rttMs: 400, downKbit: 500, upKbit: 500 }),
  preset('lighthouse', 'Mobile Slow 4G', { rttMs: 150, downKbit: 1638.4, upKbit: 750 }),
  preset('lighthouse', 'Mobile Regular 3G', { rttMs: 300, downKbit: 700, upKbit: 700 }),
  firefox('Wi-Fi', 30 * 1024, 15 * 1024, 2),
  firefox('DSL', 2 * 1024, 1024, 5),
  firefox('Regular 4G/LTE', 4 * 1024, 3 * 1024, 20),
  firefox('Good 3G', 1.5 * 1024, 750, 40),
  firefox('Regular 3G', 750, 250, 100),
  firefox('Good 2G', 450, 150, 150),
  firefox('Regular 2G', 250, 50, 300),
  firefox('GPRS', 50, 20, 500),
  comcast('Starlink', 20, 0, 2.5),
  comcast('WiFi', 40, 30_000, 0.2),
  comcast('DSL (good)', 40, 8000, 0.5),
  comcast('DSL (poor)', 70, 2000, 2),
  comcast('Dial-up', 185, 40, 2),
  comcast('3G', 250, 750, 1.5),
  comcast('EDGE', 300, 250, 1.5),
  comcast('GPRS', 500, 50, 2),
  preset('apple', 'Very Bad Network', { rttMs: 1000, downKbit: 1000, upKbit: 1000, lossPct: 10 }),
];
