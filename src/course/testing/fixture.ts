/** A small valid course for tests, and ways to spoil it. */
import { scaffold } from '../scaffold.ts';
import { loadCourse, type Files, type LoadedCourse } from '../files/load.ts';
import { formatProblem } from '../files/problem.ts';

const COURSE = `sections:
  - id: first
    title: { en: First, zh: 第一部分 }
    lessons: []
`;

const GLOSSARY = `- id: polling
  name: { en: polling, zh: 轮询 }
  definition: { en: Asking again and again., zh: 一遍遍地问。 }
`;

/** The lesson of `lesson -- new sample`, alone in its course. */
export function sampleFiles(): Files {
  const shared = new Map([
    ['course.yaml', COURSE],
    ['glossary.yaml', GLOSSARY],
  ]);
  const written = scaffold(shared, 'sample');
  if (!written.ok) throw new Error(written.error);
  return new Map([...shared, ...written.value]);
}

/** The sample with `from` replaced by `to` in one of its files. */
export function spoiled(file: string, from: string, to: string): Files {
  const files = sampleFiles();
  const path = file.includes('.') && files.has(file) ? file : `sample/${file}`;
  const text = files.get(path) ?? '';
  if (!text.includes(from)) throw new Error(`${path} has no "${from}"`);
  return new Map([...files, [path, text.replace(from, to)]]);
}

/** What the loader says, as people read it. */
export function complaints({ problems }: LoadedCourse): string[] {
  return problems.map(formatProblem);
}

export function complaintsAbout(files: Files): string[] {
  return complaints(loadCourse(files));
}
