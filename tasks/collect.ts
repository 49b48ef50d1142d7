/** Examples as an array, whatever they come from. */
import type { ExampleSource } from '../src/data/example-source';
import { DataError, show } from '../src/errors';

/**
 * @param check is called with every example and its index, and throws
 * @throws DataError for no examples, or what is none.
 */
export async function collect<Example extends object>(
  examples: ExampleSource<Example>,
  where: string,
  check: (example: Example, index: number) => void,
): Promise<readonly Example[]> {
  if (!isIterable(examples)) throw noExamples(where, `the examples are ${show(examples)}`);
  const list: Example[] = [];
  for await (const example of examples) {
    if (typeof example !== 'object' || example === null)
      throw noExamples(where, `example ${list.length + 1} is ${show(example)}`);
    check(example, list.length);
    list.push(example);
  }
  if (list.length) return list;
  throw new DataError({
    where,
    problem: 'there are 0 examples',
    expected: 'at least one',
    fix: 'Check how they are read',
  });
}

const isIterable = (examples: unknown) =>
  typeof examples === 'object' &&
  examples !== null &&
  (Symbol.iterator in examples || Symbol.asyncIterator in examples);

const noExamples = (where: string, problem: string) =>
  new DataError({
    where,
    problem,
    expected: 'an array or an iterable of examples, each an object',
    fix: 'Check what is passed, and how it is read',
  });
