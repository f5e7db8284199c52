/** The authors' guide names every word of the format, in both languages. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { HERD_FIGURES, MESSAGE_SOURCES, METRICS, SSE_ITEMS } from '#course/checks/check.ts';
import { SSE_FIELDS } from '#course/checks/vocabulary.ts';
import { CHECK_KINDS } from '#course/files/read-checks.ts';
import { STEP_KINDS } from '#course/files/read-steps.ts';
import { ACTION_VERBS } from '#course/files/read-actions.ts';
import { MAX_FEEDBACK, MAX_STEP } from '#course/files/measure.ts';
import { CONTROL_IDS, HERD_KNOBS, PANEL_IDS, TRANSPORT_IDS } from '#course/model.ts';
import { LANE_PARTS } from '#course/points.ts';

const WORDS = [
  ...STEP_KINDS,
  ...CONTROL_IDS,
  ...PANEL_IDS,
  ...TRANSPORT_IDS,
  ...Object.values(CHECK_KINDS).flat(),
  ...Object.keys(METRICS),
  ...Object.keys(HERD_FIGURES),
  ...Object.keys(HERD_KNOBS),
  ...Object.keys(MESSAGE_SOURCES),
  ...SSE_ITEMS,
  ...Object.values(SSE_FIELDS).flatMap((fields) => Object.keys(fields)),
  ...LANE_PARTS.map((part) => `.${part}`),
].map((word) => `\`${word}\``);

const LIMITS = [...Object.values(MAX_STEP), ...Object.values(MAX_FEEDBACK)].map(
  (limit) => ` ${String(limit)} `,
);

describe.each(['docs/authoring.md', 'docs/authoring.zh-CN.md'])('%s', (path) => {
  const guide = readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

  test('names every kind, control, panel, metric, field and part', () => {
    expect(WORDS.filter((word) => !guide.includes(word))).toEqual([]);
  });

  test('shows every action', () => {
    expect(ACTION_VERBS.filter((verb) => !guide.includes(`${verb}: `))).toEqual([]);
  });

  test('states the limits of length', () => {
    expect(LIMITS.filter((limit) => !guide.includes(limit))).toEqual([]);
  });
});
