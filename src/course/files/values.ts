/** Schemas of single values, each with a message that says what is valid. */
import * as v from 'valibot';
import { parseDuration } from '#base/duration.ts';
import { LOCALES } from '#words/locale.ts';
import { suggest } from './nearest.ts';

/** Ids stand in links and file names. */
const ID = /^[a-z][a-z0-9-]*$/;

export function isId(text: string): boolean {
  return ID.test(text);
}

export const ID_RULE = 'small letters, digits and hyphens, a letter first';

/** An id of a lesson, a step, an option, a check … */
export const id = v.pipe(
  v.string(`must be an id: ${ID_RULE}.`),
  v.regex(ID, ({ input }) => `"${input}" is no id. Write ${ID_RULE}.`),
);

/** A text that says something. */
export const text = v.pipe(v.string('must be a text.'), v.regex(/\S/, 'must not be empty.'));

export const flag = v.boolean('must be true or false.');

export function number(min = -Infinity, max = Infinity): v.GenericSchema<unknown, number> {
  const range = Number.isFinite(max)
    ? `a number from ${String(min)} to ${String(max)}`
    : Number.isFinite(min)
      ? `a number of at least ${String(min)}`
      : 'a number';
  return v.pipe(
    v.number(`must be ${range}.`),
    v.check((value) => value >= min && value <= max, `must be ${range}.`),
  );
}

export function whole(min: number, max: number): v.GenericSchema<unknown, number> {
  const message = `must be a whole number from ${String(min)} to ${String(max)}.`;
  return v.pipe(
    v.number(message),
    v.check((value) => Number.isInteger(value) && value >= min && value <= max, message),
  );
}

/** A duration such as 30s, in milliseconds. */
export const durationMs = v.pipe(
  v.unknown(),
  v.rawTransform<unknown, number>(({ dataset, addIssue, NEVER }) => {
    const { value } = dataset;
    const parsed = parseDuration(typeof value === 'string' ? value : JSON.stringify(value));
    if (parsed.ok) return parsed.value;
    addIssue({ message: parsed.error });
    return NEVER;
  }),
);

/** One of these words. */
export function oneOf<const T extends readonly string[]>(valid: T): v.GenericSchema<unknown, T[number]> {
  return v.pipe(
    v.unknown(),
    v.rawTransform<unknown, T[number]>(({ dataset, addIssue, NEVER }) => {
      const found = valid.find((word) => word === dataset.value);
      if (found !== undefined) return found;
      const given = typeof dataset.value === 'string' ? dataset.value : JSON.stringify(dataset.value ?? null);
      addIssue({ message: `unknown word "${given}". ${suggest(given, valid)}` });
      return NEVER;
    }),
  );
}

export function listOf<T>(
  item: v.GenericSchema<unknown, T>,
  min = 0,
  max = Infinity,
): v.GenericSchema<unknown, T[]> {
  const count = max === Infinity ? `at least ${String(min)}` : `${String(min)} to ${String(max)}`;
  return v.pipe(
    v.array(item, 'must be a list.'),
    v.check((all) => all.length >= min && all.length <= max, `must have ${count} elements.`),
  );
}

/** The same in each language. */
export const bilingual = v.object(
  Object.fromEntries(LOCALES.map((locale) => [locale, text])) as Record<
    (typeof LOCALES)[number],
    typeof text
  >,
  `must be a map with a text each for ${LOCALES.join(' and ')}.`,
);
