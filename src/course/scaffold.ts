/** A new lesson to begin with: valid in both languages, and with a task that is not solved yet. */
import { isMap, isSeq, parseDocument } from 'yaml';
import { err, ok, type Result } from '#base/result.ts';
import { COURSE_FILE, lessonIds, type Files } from './files/load.ts';
import { ID_RULE, isId } from './files/values.ts';

const LESSON = `# Logic only, no words: those stand in en.md and zh.md. The format: docs/authoring.md.
minutes: 5
scenario:
  lanes: [polling]
steps:
  - id: meet
    kind: watch
    until: 6s

  - id: fix
    kind: task
    within: 60s
    controls: [play, speed, interval]
    checks:
      - id: fresh
        kind: metric
        lane: polling
        metric: meanDelayMs
        atMost: 500
        over: 20s
`;

const SOLUTION = `# What passes each task: times are virtual.
fix:
  - at: 1s
    set: { polling.intervalMs: 500 }
`;

const NEAR_MISS = `# Wrong attempts, and the check whose feedback each must get.
fix:
  - id: too-rare
    hint: fresh
    actions:
      - at: 1s
        set: { polling.intervalMs: 4000 }
`;

const EN = `# A title: what is at stake

What the learner can do afterwards, in one sentence.

## meet: What to look at

Say what happens on the stage, and what to watch for.

## fix: What to achieve

Say what is wrong, and what the learner may change.

- fresh: messages are at most 0.5 s old on average, over 20 s
  > Say where to look, not what to do.

## teacher

Objective, timing, misconceptions, and questions to ask.

## sources

- [RFC 9110](https://www.rfc-editor.org/rfc/rfc9110): what it bears out.
`;

const ZH = `# 标题：要权衡什么

用一句话说明学完这一课能做什么。

## meet: 先看什么

说明画面上在发生什么，该留意哪里。

## fix: 要做到什么

说明问题出在哪里，学习者可以改什么。

- fresh: 消息送达时平均不超过 0.5 秒，按 20 秒计
  > 指出该看哪里，不要直接给答案。

## teacher

目标、时间安排、常见误解、可以问的问题。

## sources

- [RFC 9110](https://www.rfc-editor.org/rfc/rfc9110)：它证实了什么。
`;

/** The files to write for a new lesson, course.yaml among them. */
export function scaffold(files: Files, lessonId: string): Result<Files> {
  if (!isId(lessonId)) return err(`"${lessonId}" is no id. Write ${ID_RULE}.`);
  if (lessonIds(files).includes(lessonId))
    return err(`there is a lesson "${lessonId}" already. Choose another id, or edit lessons/${lessonId}.`);
  const course = withLesson(files.get(COURSE_FILE) ?? '', lessonId);
  if (course === null)
    return err(
      `lessons/${COURSE_FILE} has no section to put it into. Run lesson -- check, and mend that first.`,
    );
  return ok(
    new Map([
      [COURSE_FILE, course],
      [`${lessonId}/lesson.yaml`, LESSON],
      [`${lessonId}/en.md`, EN],
      [`${lessonId}/zh.md`, ZH],
      [`${lessonId}/solution.yaml`, SOLUTION],
      [`${lessonId}/near-miss.yaml`, NEAR_MISS],
    ]),
  );
}

/** course.yaml with the lesson at its end, comments and all; null when there is no section. */
function withLesson(course: string, lessonId: string): string | null {
  const document = parseDocument(course);
  const sections = document.get('sections');
  const last = isSeq(sections) ? sections.items.at(-1) : undefined;
  const lessons = isMap(last) ? last.get('lessons') : undefined;
  if (document.errors.length > 0 || !isSeq(lessons)) return null;
  lessons.flow = false;
  lessons.add(document.createNode({ id: lessonId }));
  return document.toString({ lineWidth: 0 });
}
