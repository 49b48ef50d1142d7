/** Writing a job: the 32-bit words that an enumeration of operations.ts numbers, by their names. */
import type { Allocator } from '../runtime/allocator';
import type { Location } from '../runtime/layout';

/** An enumeration with numbers also leads from the number to the name. */
type Fields = Record<string, number | string>;

export type JobValues<F extends Fields> = { [name in keyof F]?: number | Location };

export const jobSize = (fields: Fields): number => Object.keys(fields).length / 2;

/** What is left out is 0. */
export function writeJob<F extends Fields>(allocator: Allocator, at: Location, fields: F, values: JobValues<F>): void {
  const words = allocator.ints(at.offset, jobSize(fields));
  words.fill(0);
  for (const name in values) {
    const value = values[name];
    if (value !== undefined) words[fields[name] as number] = typeof value === 'number' ? value : value.offset;
  }
}
