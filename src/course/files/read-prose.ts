/** en.md and zh.md: a lesson's words, and whether they fit its steps. */
import type { Locale } from '#words/locale.ts';
import type { LessonProse, Line, Step, StepProse } from '../model.ts';
import { pointTargets, type PointTarget } from '../points.ts';
import { inlines, plainText, type Block } from '../prose.ts';
import { MarkdownFile, type IdLine, type LinkTargets, type MarkdownSection } from './markdown.ts';
import { charactersIn, lengthOf, MAX_FEEDBACK, MAX_OPTION_RATIO, MAX_STEP, UNIT } from './measure.ts';
import { suggest } from './nearest.ts';

const NO_POINTS: ReadonlyMap<string, PointTarget> = new Map();
const NOTES = ['teacher', 'sources'] as const;

/** Ids of the lines that a step must have: options; items and buckets; what each check requires. */
export function lineIds(step: Step): readonly string[] {
  switch (step.kind) {
    case 'predict':
      return step.options;
    case 'sort':
      return [...step.buckets, ...Object.keys(step.items)];
    case 'write':
    case 'task':
    case 'herd':
      return step.checks.map((check) => check.id);
    default:
      return [];
  }
}

/** Which of these lines must say what is wrong when they are chosen, or not fulfilled. */
function needFeedback(step: Step): readonly string[] {
  if (step.kind === 'predict') return step.options.filter((option) => option !== step.answer);
  if (step.kind === 'sort') return Object.keys(step.items);
  return lineIds(step);
}

export interface ProseContext {
  readonly steps: readonly Step[];
  /** Ids of steps of which nothing is known: their words are passed over. */
  readonly broken: readonly string[];
  readonly terms: readonly string[];
  readonly locale: Locale;
}

/** Reads a lesson's words in one language; what is missing is reported, and empty. */
export function readProse(file: MarkdownFile, context: ProseContext): LessonProse {
  return new ProseReader(file, context).read();
}

class ProseReader {
  readonly #file: MarkdownFile;
  readonly #steps: readonly Step[];
  readonly #broken: readonly string[];
  readonly #terms: readonly string[];
  readonly #locale: Locale;

  constructor(file: MarkdownFile, { steps, broken, terms, locale }: ProseContext) {
    this.#file = file;
    this.#steps = steps;
    this.#broken = broken;
    this.#terms = terms;
    this.#locale = locale;
  }

  read(): LessonProse {
    const [first, ...sections] = this.#file.sections;
    const title = first?.depth === 1 ? first : null;
    if (!title)
      this.#file.problem(0, 'the title is missing. Begin the file with "# " and the lesson\'s title.');
    else if (title.body.length === 0)
      this.#file.problem(title.at, 'the objective is missing. Write a sentence below the title.');
    this.#checkSections(title ? sections : this.#file.sections);
    const named = new Map(sections.map((section) => [idOf(section), section]));
    return {
      title: title?.heading ?? '',
      objective: title ? this.#file.blocks(title.body, this.#targets(NO_POINTS)) : [],
      steps: new Map(this.#steps.map((step) => [step.id, this.#step(step, named.get(step.id))])),
      teacher: this.#notes('teacher', named.get('teacher')),
      sources: this.#notes('sources', named.get('sources')),
    };
  }

  #targets(points: ReadonlyMap<string, PointTarget>, external = false): LinkTargets {
    const steps = [...this.#steps.map(({ id }) => id), ...this.#broken];
    return { terms: this.#terms, steps, points, external };
  }

  /** Every step once, in order, and nothing that is no step. */
  #checkSections(sections: readonly MarkdownSection[]): void {
    const valid = [...this.#steps.map(({ id }) => id), ...this.#broken, ...NOTES];
    const ids = sections.map(idOf);
    for (const [i, section] of sections.entries()) {
      const id = ids[i] ?? '';
      if (section.depth === 1)
        this.#file.problem(section.at, 'there is a second title. Make it "## step-id: title".');
      else if (!valid.includes(id))
        this.#file.problem(section.at, `lesson.yaml has no step "${id}". ${suggest(id, valid)}`, 'ids');
      else if (ids.indexOf(id) < i)
        this.#file.problem(section.at, `"${id}" stands twice. Remove one.`, 'ids');
    }
    const here = ids.filter((id) => this.#steps.some((step) => step.id === id));
    const wanted = this.#steps.map(({ id }) => id).filter((id) => here.includes(id));
    const stray = [...new Set(here)].findIndex((id, i) => id !== wanted[i]);
    const at = sections.find((section) => idOf(section) === here[stray])?.at ?? 0;
    if (stray >= 0)
      this.#file.problem(at, `the order differs from lesson.yaml, where it is: ${wanted.join(', ')}.`, 'ids');
  }

  #notes(name: (typeof NOTES)[number], section: MarkdownSection | undefined): readonly Block[] {
    if (!section || section.body.length === 0) {
      const remedy =
        name === 'teacher'
          ? 'Add it, with the objective, timing, misconceptions and questions to ask.'
          : 'Add it, with a list of links and what each of them bears out.';
      this.#file.problem(
        section?.at ?? 0,
        `the section "## ${name}" is missing or empty. ${remedy}`,
        'sources',
      );
      return [];
    }
    const blocks = this.#file.blocks(section.body, this.#targets(NO_POINTS, name === 'sources'));
    this.#checkLanguage(section, blocks);
    if (name === 'sources' && ![...inlines(blocks)].some(({ kind }) => kind === 'link'))
      this.#file.problem(
        section.at,
        'the sources have no link. Name a specification or measurement.',
        'sources',
      );
    return blocks;
  }

  #step(step: Step, section: MarkdownSection | undefined): StepProse {
    if (!section) {
      this.#file.problem(0, `the words of step "${step.id}" are missing. Add "## ${step.id}: title".`, 'ids');
      return { title: '', blocks: [], lines: new Map() };
    }
    const title = section.heading.replace(HEADING, '$2').trim();
    if (title === '' || !HEADING.test(section.heading))
      this.#file.problem(section.at, `the step has no title. Write "## ${step.id}: title".`);
    const lanes = new Set(step.scenario.lanes.map((lane) => lane.id));
    if (step.kind === 'predict') for (const lane of step.reveal.scenario.lanes) lanes.add(lane.id);
    const targets = this.#targets(pointTargets({ lanes: [...lanes], controls: step.controls }));
    const ids = lineIds(step);
    const { lines, rest } =
      ids.length > 0 ? this.#file.idLines(section.body, targets) : { lines: [], rest: [...section.body] };
    const blocks = this.#file.blocks(rest, targets);
    this.#checkLines(step, section, lines);
    this.#checkLanguage(section, [
      ...blocks,
      ...lines.flatMap(({ text, feedback }) => [...text, ...feedback]),
    ]);
    this.#checkLengths(section, [...blocks, ...lines.flatMap(({ text }) => text)], lines);
    const byId = new Map(lines.map(({ id, text, feedback }): [string, Line] => [id, { text, feedback }]));
    return { title, blocks, lines: byId };
  }

  #checkLines(step: Step, section: MarkdownSection, lines: readonly IdLine[]): void {
    const ids = lineIds(step);
    const feedback = needFeedback(step);
    for (const [i, line] of lines.entries()) {
      if (!ids.includes(line.id))
        this.#file.problem(line.at, `step "${step.id}" has no "${line.id}". ${suggest(line.id, ids)}`, 'ids');
      else if (lines.findIndex((one) => one.id === line.id) < i)
        this.#file.problem(line.at, `"${line.id}" stands twice. Remove one.`, 'ids');
      if (plainText(line.text).trim() === '')
        this.#file.problem(line.at, `"${line.id}" says nothing. Write a text behind the colon.`);
      if (feedback.includes(line.id) && line.feedback.length === 0)
        this.#file.problem(line.at, `"${line.id}" has no feedback. Add a line "  > …" below it.`, 'feedback');
    }
    for (const id of ids)
      if (!lines.some((line) => line.id === id))
        this.#file.problem(section.at, `step "${step.id}" lacks the line "- ${id}: …". Add it.`, 'ids');
    if (step.kind === 'predict') this.#checkOptions(section, lines);
  }

  /** Options whose length gives nothing away. */
  #checkOptions(section: MarkdownSection, lines: readonly IdLine[]): void {
    const lengths = lines.map(({ text }) => charactersIn(plainText(text)));
    const [shortest, longest] = [Math.min(...lengths), Math.max(...lengths)];
    if (longest <= MAX_OPTION_RATIO * shortest) return;
    this.#file.problem(
      section.at,
      `the longest option (${String(longest)}) is more than ${String(MAX_OPTION_RATIO)} times the shortest ` +
        `(${String(shortest)}). Even them out.`,
      'options',
    );
  }

  /** Chinese has punctuation of its own, and English text no Chinese in it. */
  #checkLanguage(section: MarkdownSection, blocks: readonly Block[]): void {
    const [wrong, remedy] = MISPLACED[this.#locale];
    for (const node of inlines(blocks)) {
      const found = node.kind === 'text' ? wrong.exec(node.text) : null;
      if (found) this.#file.problemIn(found[0], section.at, `"${found[0]}": ${remedy}`, 'language');
    }
  }

  #checkLengths(section: MarkdownSection, visible: readonly Block[], lines: readonly IdLine[]): void {
    this.#checkLength(section.at, 'the step', visible, MAX_STEP[this.#locale]);
    for (const { id, at, feedback } of lines)
      this.#checkLength(at, `the feedback of "${id}"`, feedback, MAX_FEEDBACK[this.#locale]);
  }

  #checkLength(at: number, what: string, blocks: readonly Block[], max: number): void {
    const length = lengthOf(blocks, this.#locale);
    if (length <= max) return;
    const unit = UNIT[this.#locale];
    const message = `${what} has ${String(length)} ${unit}; at most ${String(max)} fit. Shorten it, or make two steps.`;
    this.#file.problem(at, message, 'length');
  }
}

/** What must not stand in a text of a language, and the remedy. */
const MISPLACED: Readonly<Record<Locale, readonly [RegExp, string]>> = {
  en: [/[\u4e00-\u9fff]+/, 'Chinese in the English text. Translate it.'],
  zh: [/[\u4e00-\u9fff]+[,.;:?!]/, 'write Chinese punctuation behind Chinese: ，。；：？！'],
};

const HEADING = /^([^:：]*)[:：](.*)$/s;

/** The id in `## id: title`, or the whole heading. */
function idOf({ heading }: MarkdownSection): string {
  return heading.replace(HEADING, '$1').trim();
}
