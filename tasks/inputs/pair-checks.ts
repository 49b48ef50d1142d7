/** What can be wrong with a pair of texts or a text to translate, before anything is made of it. */
import type { ParallelText } from '../../src/data/examples/parallel-text';
import { DataError, show } from '../../src/errors';

/** @throws DataError for an example that is no pair of strings. */
export function checkPair(pair: ParallelText, place: string): void {
  const { source, target, where = place } = pair as Partial<ParallelText>;
  if (typeof source === 'string' && typeof target === 'string') return;
  throw new DataError({
    where,
    problem: `source is ${show(source)} and target is ${show(target)}`,
    expected: 'two strings, source and target',
    fix: 'Pass { source, target } for every example',
  });
}

export const emptySide = (side: string, text: string, where: string) =>
  new DataError({
    where,
    problem: `the ${side} ${show(text)} is empty`,
    expected: 'a text of more than blanks',
    fix: 'Leave the pair out on both sides, or check how the files are read',
  });

export const emptyInput = (text: string, where: string) =>
  new DataError({
    where,
    problem: `the text to translate, ${show(text)}, is empty`,
    expected: 'a text of more than blanks',
    fix: 'Leave it out: an empty line has no translation',
  });
