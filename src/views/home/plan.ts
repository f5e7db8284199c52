/** The curriculum: every lesson there is to be, in order. What course.yaml says of a written one comes first. */
import type { LessonId } from '#course/model.ts';
import type { HomeWords } from '#words/home.en.ts';

export type SectionId = keyof HomeWords['sections'];
export type PlannedId = keyof HomeWords['planned'];

export interface PlannedLesson {
  readonly id: PlannedId;
  /** Lessons to take before this one. */
  readonly requires: readonly LessonId[];
}

export interface PlannedSection {
  readonly id: SectionId;
  readonly lessons: readonly PlannedLesson[];
}

function lesson(id: PlannedId, ...requires: readonly PlannedId[]): PlannedLesson {
  return { id, requires };
}

/** Numbered from 0 through all sections. */
export const PLAN: readonly PlannedSection[] = [
  { id: 'basis', lessons: [lesson('layers')] },
  {
    id: 'asking',
    lessons: [lesson('polling'), lesson('long-polling', 'polling'), lesson('keep-alive', 'polling')],
  },
  {
    id: 'streaming',
    lessons: [lesson('sse-format', 'long-polling'), lesson('sse-resume', 'sse-format')],
  },
  {
    id: 'websocket',
    lessons: [
      lesson('websocket-handshake', 'layers', 'long-polling'),
      lesson('frame-header', 'websocket-handshake'),
      lesson('frame-order', 'frame-header'),
      lesson('websocket-api', 'websocket-handshake'),
    ],
  },
  {
    id: 'failing',
    lessons: [
      lesson('heartbeat', 'websocket-api'),
      lesson('backoff', 'heartbeat'),
      lesson('delivery', 'websocket-api'),
      lesson('replay', 'sse-resume', 'delivery'),
    ],
  },
  {
    id: 'around',
    lessons: [
      lesson('compression', 'frame-header'),
      lesson('socket-io', 'long-polling', 'frame-order'),
      lesson('http2', 'keep-alive', 'sse-format'),
      lesson('proxies', 'sse-format', 'websocket-handshake'),
      lesson('security', 'websocket-handshake'),
    ],
  },
  {
    id: 'judging',
    lessons: [lesson('choosing', 'sse-resume', 'heartbeat', 'proxies'), lesson('myths', 'choosing')],
  },
];
