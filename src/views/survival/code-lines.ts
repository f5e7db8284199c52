/** The lines of a TypeScript file, and which of them only comment on the others. */

export interface CodeLine {
  readonly text: string;
  readonly comment: boolean;
}

export function linesOf(source: string): readonly CodeLine[] {
  let inside = false;
  return source
    .trimEnd()
    .split('\n')
    .map((text) => {
      const line = text.trim();
      const begins = line.startsWith('/*');
      const comment = inside || begins || line.startsWith('//');
      if (inside || begins) inside = !line.includes('*/');
      return { text, comment };
    });
}
