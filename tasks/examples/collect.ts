/** Examples as an array, whatever they come from; or one pass over those that are not held. */
import type { ExampleSource, ReplayableSource } from '../../src/data/example-source';
import { DataError, show } from '../../src/errors';
import { Fingerprint } from '../../src/fingerprint';

/** Is called with every example and its index, and throws. */
export type ExampleCheck<Example> = (example: Example, index: number) => void;

/** @throws DataError for no examples, or what is none. */
export async function collect<Example extends object>(
  examples: ExampleSource<Example>,
  where: string,
  check: ExampleCheck<Example>,
): Promise<readonly Example[]> {
  if (!isIterable(examples)) throw noExamples(where, `the examples are ${show(examples)}`);
  const list: Example[] = [];
  for await (const example of examples) {
    checkExample(example, list.length, where, check);
    list.push(example);
  }
  checkSome(list.length, where);
  return list;
}

/** How many examples a source has, and the fingerprint of their array. @throws DataError like `collect`. */
export async function scan<Example extends object>(
  examples: ReplayableSource<Example>,
  where: string,
  check: ExampleCheck<Example>,
): Promise<{ count: number; data: string }> {
  const data = new Fingerprint();
  let count = 0;
  for await (const example of examples) {
    checkExample(example, count++, where, check);
    data.add(example);
  }
  checkSome(count, where);
  return { count, data: String(data) };
}

function checkExample<Example extends object>(
  example: Example,
  index: number,
  where: string,
  check: ExampleCheck<Example>,
): void {
  if (typeof example !== 'object' || example === null)
    throw noExamples(where, `example ${index + 1} is ${show(example)}`);
  check(example, index);
}

function checkSome(count: number, where: string): void {
  if (count > 0) return;
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
