/**
 * Splits of running text: parts of the whole in its order, training first. Texts that follow each other are similar, and a
 * model that has read both sides of a sentence knows it, so nothing is shuffled.
 */
import { splitOptions, type SplitName, type SplitOptions, type SplitSources } from './splits';

/** How examples that form one sequence are counted and cut. */
export interface Sequence<Example> {
  sizeOf(example: Example): number;
  /** The part of an example from one place to another; nothing of it is undefined. */
  cut(example: Example, from: number, to: number): Example | undefined;
}

/** Of an example that is a series in time: the part that is learnt or measured, with all that came before it. */
export interface Timeline<Example> {
  readonly sizeOf: (example: Example) => number;
  readonly part: (example: Example, start: number, end: number) => Example;
}

/** Every example in all splits: the last part of it is the test, the one before validation. @throws ConfigError for fractions */
export function splitByTime<Example>(
  open: () => AsyncIterable<Example>,
  { sizeOf, part }: Timeline<Example>,
  options: SplitOptions,
): SplitSources<() => AsyncIterable<Example>> {
  const { validationFraction, testFraction } = splitOptions(options);
  const only = (boundsOf: (size: number) => readonly [number, number]) =>
    async function* () {
      for await (const example of open()) {
        const [start, end] = boundsOf(sizeOf(example));
        if (end > start) yield part(example, start, end);
      }
    };
  const trainEnd = (size: number) => Math.round(size * (1 - validationFraction - testFraction));
  const validationEnd = (size: number) => Math.round(size * (1 - testFraction));
  return {
    train: only((size) => [0, trainEnd(size)]),
    ...(validationFraction > 0 && { validation: only((size) => [trainEnd(size), validationEnd(size)]) }),
    ...(testFraction > 0 && { test: only((size) => [validationEnd(size), size]) }),
  };
}

/** @returns for each split that is not empty a function that reads it. @throws ConfigError for fractions */
export async function splitSequence<Example>(
  open: () => AsyncIterable<Example>,
  sequence: Sequence<Example>,
  options: SplitOptions,
): Promise<SplitSources<() => AsyncIterable<Example>>> {
  const { validationFraction, testFraction } = splitOptions(options);
  let size = 0;
  for await (const example of open()) size += sequence.sizeOf(example);
  const trainEnd = Math.round(size * (1 - validationFraction - testFraction));
  const validationEnd = Math.round(size * (1 - testFraction));
  const ends: Record<SplitName, [number, number]> = {
    train: [0, trainEnd],
    validation: [trainEnd, validationEnd],
    test: [validationEnd, size],
  };
  const only = (split: SplitName) => () => between(open(), sequence, ends[split]);
  return {
    train: only('train'),
    ...(validationEnd > trainEnd && { validation: only('validation') }),
    ...(size > validationEnd && { test: only('test') }),
  };
}

async function* between<Example>(
  examples: AsyncIterable<Example>,
  sequence: Sequence<Example>,
  [from, to]: readonly [number, number],
): AsyncGenerator<Example> {
  let start = 0;
  for await (const example of examples) {
    const end = start + sequence.sizeOf(example);
    const part =
      end > from && start < to
        ? sequence.cut(example, Math.max(from - start, 0), Math.min(to, end) - start)
        : undefined;
    if (part !== undefined) yield part;
    start = end;
    if (start >= to) return;
  }
}
