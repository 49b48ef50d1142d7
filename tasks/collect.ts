/** Examples as an array, whatever they come from. */
import type { ExampleSource } from '../src/data/example-source';
import { DataError, show } from '../src/errors';

/** @throws DataError for no examples, or what is none. */
export async function collect<Example>(examples: ExampleSource<Example>, where: string): Promise<readonly Example[]> {
  if (!isIterable(examples)) throw noExamples(where, `the examples are ${show(examples)}`);
  const list: Example[] = [];
  for await (const example of examples) {
    list.push(example);
    if (typeof example === 'object' && example !== null) continue;
    throw noExamples(where, `example ${list.length} is ${show(example)}`);
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
