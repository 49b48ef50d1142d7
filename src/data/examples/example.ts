/** What the checks of all kinds of examples have in common. */

/** The entries of whatever was passed as an example; none, if it is no object. */
export const entriesOf = (example: unknown): Readonly<Record<string, unknown>> =>
  typeof example === 'object' && example !== null ? (example as Readonly<Record<string, unknown>>) : {};

/** Where an example comes from: file and line if it says so, else its position in what was passed. */
export function locationOf(example: unknown, position: string): string {
  const { where } = entriesOf(example);
  return typeof where === 'string' && where !== '' ? where : position;
}

export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** A list of texts, none of them empty. A string is no list of its letters. */
export const areTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText);
