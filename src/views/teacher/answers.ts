/** What passes a step, as lines for the teacher's paper. */
import { HERD_KNOBS, type Action, type Lesson, type Step } from '#course/model.ts';
import { plainText } from '#course/prose.ts';
import type { Locale } from '#words/locale.ts';

/** Seconds of virtual time, as the files of lessons write them. */
function seconds(ms: number): string {
  return `${String(ms / 1000)}s`;
}

/** An action in the words of solution.yaml. */
function action(one: Action): string {
  switch (one.kind) {
    case 'set':
      return Object.entries(one.set)
        .map(([key, value]) => `${seconds(one.atMs)}  ${key} = ${String(value)}`)
        .join('\n');
    case 'cut':
      return `${seconds(one.atMs)}  cut ${seconds(one.ms)}${one.direction === 'both' ? '' : ` ${one.direction}`}`;
    case 'say':
      return `${seconds(one.atMs)}  say ${JSON.stringify(one.text)}`;
    case 'publish':
      return `${seconds(one.atMs)}  publish ${String(one.count)}, one each ${seconds(one.everyMs)}`;
    case 'restart':
      return `${seconds(one.atMs)}  restart ${seconds(one.ms)}`;
    case 'reset':
    case 'forget':
      return `${seconds(one.atMs)}  ${one.kind} ${one.side}`;
    case 'lose':
      return `${seconds(one.atMs)}  lose ${one.lane} ${one.direction} ${String(one.n)}`;
    case 'write':
      return one.text;
    case 'wait':
      return Object.entries(HERD_KNOBS)
        .flatMap(([knob, key]) => {
          const value = one.policy[key];
          if (value === undefined) return [];
          return `${knob} = ${typeof value === 'number' ? seconds(value) : value}`;
        })
        .join('\n');
    default:
      return '';
  }
}

/** Null where a step asks nothing. */
export interface Answer {
  /** In the lesson's words. */
  readonly words: readonly string[];
  /** What is typed or set, as it stands in the files. */
  readonly code: string;
}

export function answerOf(lesson: Lesson, step: Step, locale: Locale): Answer | null {
  const lines = lesson.prose[locale].steps.get(step.id)?.lines;
  const words = (id: string): string => plainText(lines?.get(id)?.text ?? []).trim();
  if (step.kind === 'predict') return { words: [words(step.answer)], code: '' };
  if (step.kind === 'sort')
    return {
      words: Object.entries(step.items).map(([item, bucket]) => `${words(item)} → ${words(bucket)}`),
      code: '',
    };
  const code = (lesson.solution.get(step.id) ?? []).map(action).filter((text) => text !== '');
  return code.length === 0 ? null : { words: [], code: code.join('\n') };
}
