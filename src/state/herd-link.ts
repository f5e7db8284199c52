/** A herd in the address: `#herd&clients=1000&rate=100&a=exponential-1000-30000-none-5000`. Only what differs is written. */
import type { BackoffOptions } from '#clients/survival/backoff.ts';
import {
  DEFAULT_POLICY,
  DEFAULT_SCENE,
  HERD_BOUNDS,
  HERD_JITTERS,
  HERD_WAITS,
  type HerdChoice,
  type HerdScene,
} from '#lab/herd/options.ts';

export type { HerdChoice, HerdScene } from '#lab/herd/options.ts';
export type { BackoffOptions } from '#clients/survival/backoff.ts';

/** The page's first picture: the same wait, without jitter and with. */
export const FIRST_HERD: HerdChoice = {
  scene: DEFAULT_SCENE,
  policies: [{ ...DEFAULT_POLICY, jitter: 'none' }, DEFAULT_POLICY],
};

const SCENE_KEYS = {
  clients: 'clients',
  acceptPerS: 'rate',
  backlog: 'backlog',
  timeoutMs: 'patience',
  restartMs: 'away',
  crashes: 'crashes',
  upMs: 'up',
} as const satisfies Record<Exclude<keyof HerdScene, 'seed'>, string>;

const POLICY_KEYS = ['a', 'b'] as const;

/** Every key that `herdLink` may write; null where the default holds. */
export function herdLink({ scene, policies }: HerdChoice): Record<string, string | null> {
  const differs = (value: number, usual: number): string | null => (value === usual ? null : String(value));
  const link: Record<string, string | null> = { seed: differs(scene.seed, DEFAULT_SCENE.seed) };
  for (const [id, key] of Object.entries(SCENE_KEYS) as [keyof typeof SCENE_KEYS, string][])
    link[key] = differs(scene[id], DEFAULT_SCENE[id]);
  for (const [i, key] of POLICY_KEYS.entries()) {
    const [policy, usual] = [policies[i], FIRST_HERD.policies[i]];
    const text = policy && usual && policyText(policy) !== policyText(usual) ? policyText(policy) : null;
    link[key] = text;
  }
  return link;
}

/** The herd that an address asks for; what is missing or can't be read is as usual, and bounds hold. */
export function herdFromLink(hash: string): HerdChoice {
  const keys = new URLSearchParams(hash.replace(/^#/, ''));
  const scene = { ...DEFAULT_SCENE, seed: wholeOr(keys.get('seed'), 0, 0xffff_ffff, DEFAULT_SCENE.seed) };
  for (const [id, key] of Object.entries(SCENE_KEYS) as [keyof typeof SCENE_KEYS, string][]) {
    const { least, most } = HERD_BOUNDS[id];
    scene[id] = wholeOr(keys.get(key), least, most, DEFAULT_SCENE[id]);
  }
  const policies = POLICY_KEYS.map((key, i) =>
    readPolicy(keys.get(key), FIRST_HERD.policies[i] ?? DEFAULT_POLICY),
  );
  return { scene, policies };
}

/** A way to wait as the address has it: `exponential-1000-30000-full-5000`. */
export function policyText({
  reconnect,
  reconnectMs,
  reconnectCapMs,
  jitter,
  stableMs,
}: BackoffOptions): string {
  return [reconnect, reconnectMs, reconnectCapMs, jitter, stableMs].join('-');
}

/** The way to wait that was written so; what can't be read is as usual. */
export function policyFrom(text: string): BackoffOptions {
  return readPolicy(text, DEFAULT_POLICY);
}

function readPolicy(text: string | null, usual: BackoffOptions): BackoffOptions {
  const [reconnect, first, cap, jitter, stable] = text?.split('-') ?? [];
  const bounded = (written: string | undefined, id: 'reconnectMs' | 'reconnectCapMs' | 'stableMs'): number =>
    wholeOr(written ?? null, HERD_BOUNDS[id].least, HERD_BOUNDS[id].most, usual[id]);
  return {
    reconnect: HERD_WAITS.find((one) => one === reconnect) ?? usual.reconnect,
    reconnectMs: bounded(first, 'reconnectMs'),
    reconnectCapMs: bounded(cap, 'reconnectCapMs'),
    jitter: HERD_JITTERS.find((one) => one === jitter) ?? usual.jitter,
    stableMs: bounded(stable, 'stableMs'),
  };
}

/** A whole number within its bounds; `usual` where there is none. */
function wholeOr(text: string | null, least: number, most: number, usual: number): number {
  if (text === null || !/^\d{1,10}$/.test(text)) return usual;
  return Math.min(most, Math.max(least, Number(text)));
}
