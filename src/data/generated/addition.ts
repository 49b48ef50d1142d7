/**
 * Sums as text, "535+61" → "596", the classic exercise for an encoder–decoder (Zaremba & Sutskever 2014, "Learning to
 * execute"). Questions are padded with spaces to 2n + 1 characters and answers to n + 1, so that every batch is full.
 */
import type { Random } from '../../random';
import { checkCount, checkOptionNames, type OptionNames } from '../../validation';
import type { ParallelText } from '../examples/parallel-text';
import { makeDistinct, type SplitSizes } from './generated-pairs';
import type { Splits } from '../datasets/splits';

/** Size of the numbers, direction of the question, and how many sums. */
export interface AdditionOptions {
  /** Most digits of a number, 1 to 6. Default 3. */
  digits?: number;
  /**
   * The question written backwards, its padding first: " 16+535". The last digits, with which a sum begins, are then
   * nearer to the answer's beginning, and training is faster. Default false.
   */
  reversed?: boolean;
  /** Default: 45,000 for training, 2,500 each for validation and test. */
  sizes?: SplitSizes;
}

const optionNames: OptionNames<AdditionOptions> = { digits: true, reversed: true, sizes: true };

/**
 * Every number has 1 to n digits, each length as often. No sum occurs twice, neither with its numbers exchanged.
 * @throws ConfigError for another number of digits, or more sums than half of those there are
 */
export function additionSplits(random: Random, options: AdditionOptions = {}): Required<Splits<ParallelText>> {
  checkOptionNames('additionSplits', options, optionNames);
  const { digits = 3, reversed = false, sizes = { train: 45_000, validation: 2_500, test: 2_500 } } = options;
  checkDigits(digits);
  const sums = (10 ** digits * (10 ** digits + 1)) / 2;
  const number = () => random.integer(10 ** (1 + random.integer(digits)));
  return makeDistinct(sizes, sums, random, () => {
    const [a, b] = [number(), number()];
    const question = `${a}+${b}`.padEnd(2 * digits + 1);
    return {
      key: `${Math.min(a, b)}+${Math.max(a, b)}`,
      source: reversed ? [...question].reverse().join('') : question,
      target: String(a + b).padEnd(digits + 1),
    };
  });
}

function checkDigits(digits: number): void {
  checkCount('additionSplits', 'digits', digits, { most: 6 });
}
