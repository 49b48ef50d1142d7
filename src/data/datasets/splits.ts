/** Training, validation and test examples, and the rules that split them. */
import { ConfigError, show } from '../../errors';
import { Random } from '../../random';
import { type OptionNames } from '../../validation';

/** @typeParam Source what holds the examples of one split: an array, or a source that is read again for every pass */
export interface SplitSources<Source> {
  train: Source;
  validation?: Source;
  test?: Source;
}

export type Splits<Example> = SplitSources<Example[]>;
export type SplitName = keyof SplitSources<unknown>;

export interface SplitOptions {
  /** Fraction of the distinct texts (keys) that is kept for validation. Default 0.1. */
  validationFraction?: number;
  /** Fraction of the distinct texts (keys) that is kept for the test. Default 0.1. */
  testFraction?: number;
  /** Another seed gives another split. Default 0. */
  splitSeed?: number;
}

export const splitOptionNames: OptionNames<SplitOptions> = {
  validationFraction: true,
  testFraction: true,
  splitSeed: true,
};

/**
 * The rule for data without a split of its own: distinct keys (texts, mostly) are put in the order of a number drawn
 * from key and seed; the first of them are the test, the next the validation, the others the training part. So equal
 * keys are never in two splits, and neither the order of the file nor a repeated line changes anything.
 * @throws ConfigError for fractions outside [0, 1) or with a sum of 1 or more
 */
export function splitByKey<Example>(
  examples: readonly Example[],
  keyOf: (example: Example) => string,
  options: SplitOptions = {},
): Splits<Example> {
  const { validationFraction, testFraction, splitSeed } = splitOptions(options);
  const random = Random.fromSeed(splitSeed).fork('split');
  const draws = new Map<string, number>();
  const keys = examples.map(keyOf);
  for (const key of keys) if (!draws.has(key)) draws.set(key, random.fork(key).uniform());
  const order = [...draws.keys()].sort((a, b) => draws.get(a)! - draws.get(b)! || (a < b ? -1 : 1));
  const rank = new Map(order.map((key, i) => [key, i]));
  const testEnd = Math.round(testFraction * order.length);
  const validationEnd = testEnd + Math.round(validationFraction * order.length);
  return splitWhere(examples, (_, i) => {
    const place = rank.get(keys[i])!;
    return place < testEnd ? 'test' : place < validationEnd ? 'validation' : 'train';
  });
}

/** Parts examples by a rule; a part without examples is left out. Order is kept. */
export function splitWhere<Example>(
  examples: readonly Example[],
  partOf: (example: Example, index: number) => SplitName,
): Splits<Example> {
  const parts: Required<Splits<Example>> = { train: [], validation: [], test: [] };
  examples.forEach((example, i) => parts[partOf(example, i)].push(example));
  const { train, validation, test } = parts;
  return { train, ...(validation.length && { validation }), ...(test.length && { test }) };
}

/** Puts the splits of several files together. */
export function joinSplits<Example>(all: readonly Splits<Example>[]): Required<Splits<Example>> {
  return {
    train: all.flatMap((part) => part.train),
    validation: all.flatMap((part) => part.validation ?? []),
    test: all.flatMap((part) => part.test ?? []),
  };
}

/** The same splits, held otherwise. */
export function mapSplits<From, To>(splits: SplitSources<From>, map: (source: From) => To): SplitSources<To> {
  const { train, validation, test } = splits;
  return {
    train: map(train),
    ...(validation !== undefined && { validation: map(validation) }),
    ...(test !== undefined && { test: map(test) }),
  };
}

/** Whole list of an async iterable. */
export async function toArray<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** With their defaults. @throws ConfigError for fractions outside [0, 1) or with a sum of 1 or more */
export function splitOptions(options: SplitOptions): Required<SplitOptions> {
  const { validationFraction: validation = 0.1, testFraction: test = 0.1, splitSeed = 0 } = options;
  if (validation >= 0 && test >= 0 && validation + test < 1)
    return { validationFraction: validation, testFraction: test, splitSeed };
  throw new ConfigError({
    where: 'split',
    problem: `validationFraction is ${show(validation)} and testFraction is ${show(test)}`,
    expected: 'numbers from 0 up, together below 1',
    fix: 'Pass for example validationFraction: 0.1, testFraction: 0.1',
  });
}
