/** A step's herd: many clients that come back to one server, and how they wait. */
import * as v from 'valibot';
import {
  DEFAULT_POLICY,
  DEFAULT_SCENE,
  HERD_BOUNDS,
  HERD_JITTERS,
  HERD_WAITS,
  type BackoffOptions,
  type HerdChoice,
} from '#lab/herd/options.ts';
import { HERD_KNOBS, type HerdKnob, type HerdStage } from '../model.ts';
import type { Path, YamlSource } from './source.ts';
import { durationMs, listOf, oneOf, whole } from './values.ts';

/** In a lesson the herd is judged while the page waits: no more clients than can run in an instant. */
export const MOST_CLIENTS = 2000;

type Bounded = keyof typeof HERD_BOUNDS;

function count(id: Bounded, most: number = HERD_BOUNDS[id].most): v.GenericSchema<unknown, number> {
  return whole(HERD_BOUNDS[id].least, most);
}

/** A duration within its bounds, in milliseconds. */
function span(id: Bounded): v.GenericSchema<unknown, number> {
  const { least, most } = HERD_BOUNDS[id];
  return v.pipe(
    durationMs,
    v.check(
      (ms) => ms >= least && ms <= most,
      `must be a duration from ${String(least)}ms to ${String(most)}ms.`,
    ),
  );
}

/** The herd at `path`; null, and reports, when something is wrong with it. */
export function readHerd(source: YamlSource, path: Path): HerdChoice | null {
  const read = source.object(path, 'the herd', {
    seed: v.optional(whole(0, 0xffff_ffff)),
    clients: v.optional(count('clients', MOST_CLIENTS)),
    rate: v.optional(count('acceptPerS')),
    backlog: v.optional(count('backlog')),
    patience: v.optional(span('timeoutMs')),
    away: v.optional(span('restartMs')),
    crashes: v.optional(count('crashes')),
    up: v.optional(span('upMs')),
    waits: v.unknown(),
  });
  const at = [...path, 'waits'];
  const waits = source.indices(at, 'the waits').map((i) => readWait(source, [...at, i]));
  const policies = waits.filter((one) => one !== null).map((one) => ({ ...DEFAULT_POLICY, ...one }));
  if (Array.isArray(source.get(at)) && (waits.length < 1 || waits.length > 2))
    source.problem(at, `a herd is shown with 1 or 2 ways to wait, not ${String(waits.length)}.`);
  if (!read || policies.length < Math.max(1, waits.length) || waits.length > 2) return null;
  return {
    scene: {
      seed: read.seed ?? DEFAULT_SCENE.seed,
      clients: read.clients ?? DEFAULT_SCENE.clients,
      acceptPerS: read.rate ?? DEFAULT_SCENE.acceptPerS,
      backlog: read.backlog ?? DEFAULT_SCENE.backlog,
      timeoutMs: read.patience ?? DEFAULT_SCENE.timeoutMs,
      restartMs: read.away ?? DEFAULT_SCENE.restartMs,
      crashes: read.crashes ?? DEFAULT_SCENE.crashes,
      upMs: read.up ?? DEFAULT_SCENE.upMs,
    },
    policies,
  };
}

/** What is said of a way to wait at `path`; null, and reports, when something is wrong with it. */
export function readWait(source: YamlSource, path: Path): Partial<BackoffOptions> | null {
  const read = source.object(path, 'a wait', {
    kind: v.optional(oneOf(HERD_WAITS)),
    first: v.optional(span('reconnectMs')),
    cap: v.optional(span('reconnectCapMs')),
    jitter: v.optional(oneOf(HERD_JITTERS)),
    stable: v.optional(span('stableMs')),
  });
  return (
    read && {
      ...(read.kind !== undefined && { reconnect: read.kind }),
      ...(read.first !== undefined && { reconnectMs: read.first }),
      ...(read.cap !== undefined && { reconnectCapMs: read.cap }),
      ...(read.jitter !== undefined && { jitter: read.jitter }),
      ...(read.stable !== undefined && { stableMs: read.stable }),
    }
  );
}

/** The herd of a step, and what the learner may change of it; null: it has none. 'broken', and reports, when it is wrong. */
export function readStage(source: YamlSource, path: Path): HerdStage | null | 'broken' {
  const mayAt = [...path, 'may'];
  const hasHerd = source.get([...path, 'herd']) !== undefined;
  if (!hasHerd) {
    if (source.get(mayAt) === undefined) return null;
    source.problem(mayAt, '"may" says what can be changed of a herd, and there is none. Add "herd".');
    return 'broken';
  }
  const choice = readHerd(source, [...path, 'herd']);
  const may = readMay(source, mayAt);
  return choice && may ? { choice, may } : 'broken';
}

function readMay(source: YamlSource, path: Path): readonly HerdKnob[] | null {
  if (source.get(path) === undefined) return [];
  const knobs = Object.keys(HERD_KNOBS) as HerdKnob[];
  const read = v.safeParse(listOf(oneOf(knobs)), source.get(path));
  if (read.success) return read.output;
  for (const { message, path: inner } of read.issues)
    source.problem([...path, ...(inner ?? []).map(({ key }) => key as number)], `may: ${message}`);
  return null;
}
