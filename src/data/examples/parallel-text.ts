/** Sentences and their translations, or questions and answers. */
import { DataError, show } from '../../errors';
import { entriesOf, locationOf } from './example';

/** A text and its translation. */
export interface ParallelText {
  source: string;
  target: string;
  /** File and line, for messages. */
  where?: string;
}

/**
 * @param position of the example, for messages where it names no file
 * @throws DataError for what is no pair of strings, or a side without text
 */
export function checkParallelText(pair: unknown, position: string): asserts pair is ParallelText {
  const { source, target } = entriesOf(pair);
  const where = locationOf(pair, position);
  if (typeof source !== 'string' || typeof target !== 'string') {
    throw new DataError({
      where,
      problem: `source is ${show(source)} and target is ${show(target)}`,
      expected: 'two strings, source and target',
      fix: 'Pass { source, target } for every example',
    });
  }
  if (source.trim() !== '' && target.trim() !== '') return;
  const [empty, other, text] = source.trim() === '' ? ['source', 'target', target] : ['target', 'source', source];
  throw new DataError({
    where,
    problem: `the ${empty} side is empty${text.trim() === '' ? ', as is the other' : `; the ${other} is ${show(text)}`}`,
    expected: 'text on both sides',
    fix: 'Correct the pair, or remove it from both sides',
  });
}
