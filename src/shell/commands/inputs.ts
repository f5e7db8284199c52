/** The files that a command names, or standard input. */
import type { Context } from '../command.ts';
import { sourceOf, writeText, type Source } from '../streams.ts';

export interface Input {
  /** As it was named; `-` is standard input. */
  readonly name: string;
  readonly source: Source;
}

/** The inputs in order. One that isn't there is told of as the real tool does, and left out. */
export async function openInputs(
  tool: string,
  names: readonly string[],
  { files, stdin, stderr }: Context,
): Promise<{ readonly inputs: readonly Input[]; readonly missing: boolean }> {
  const inputs: Input[] = [];
  let missing = false;
  for (const name of names.length > 0 ? names : ['-']) {
    const bytes = name === '-' ? null : files.read(name);
    if (name === '-') inputs.push({ name, source: stdin });
    else if (bytes !== null) inputs.push({ name, source: sourceOf(bytes) });
    else {
      missing = true;
      await writeText(stderr, `${tool}: ${name}: No such file or directory\n`);
    }
  }
  return { inputs, missing };
}
