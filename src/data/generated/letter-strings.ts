/**
 * Random strings of letters and the same string again, or backwards: what an encoder–decoder must be able to carry
 * across. With attention, the weights of the reversal lie on the anti-diagonal, those of the copy on the diagonal.
 */
import { ConfigError, show } from '../../errors';
import type { Random } from '../../random';
import { checkOptionNames, isCount, type OptionNames } from '../../validation';
import { makeDistinct, type SplitSizes } from './generated-pairs';
import type { ParallelText } from '../examples/parallel-text';
import type { Splits } from '../datasets/splits';

/** Alphabet and lengths of the strings, and how many. */
export interface LetterStringOptions {
  /** Different letters, from `a` on, 2 to 26. Default 10. */
  letters?: number;
  /** Letters of a string; every length is as frequent. Default 6 and 10. */
  shortest?: number;
  longest?: number;
  /** Default: 8,000 for training, 1,000 each for validation and test. */
  sizes?: SplitSizes;
}

const optionNames: OptionNames<LetterStringOptions> = { letters: true, shortest: true, longest: true, sizes: true };

/** "abcd" → "abcd". No string occurs twice. @throws ConfigError for options out of range */
export function copySplits(random: Random, options: LetterStringOptions = {}): Required<Splits<ParallelText>> {
  return letterStrings('copySplits', random, options, (letters) => letters);
}

/** "abcd" → "dcba". No string occurs twice. @throws ConfigError for options out of range */
export function reverseSplits(random: Random, options: LetterStringOptions = {}): Required<Splits<ParallelText>> {
  return letterStrings('reverseSplits', random, options, (letters) => [...letters].reverse());
}

function letterStrings(
  where: string,
  random: Random,
  options: LetterStringOptions,
  turn: (letters: string[]) => string[],
) {
  checkOptionNames(where, options, optionNames);
  const { letters = 10, shortest = 6, longest = 10 } = options;
  const { sizes = { train: 8_000, validation: 1_000, test: 1_000 } } = options;
  check(letters, shortest, longest);
  const alphabet = 'abcdefghijklmnopqrstuvwxyz'.slice(0, letters);
  return makeDistinct(sizes, letters ** longest, random, () => {
    const length = shortest + random.integer(longest - shortest + 1);
    const string = Array.from({ length }, () => alphabet[random.integer(letters)]);
    return { key: string.join(''), source: string.join(''), target: turn(string).join('') };
  });
}

function check(letters: number, shortest: number, longest: number): void {
  if (isCount(letters, 2, 26) && isCount(shortest) && isCount(longest, shortest, 1000)) return;
  throw new ConfigError({
    where: 'letter strings',
    problem: `letters is ${show(letters)}, shortest ${show(shortest)}, longest ${show(longest)}`,
    expected: 'letters from 2 to 26, and 1 ≤ shortest ≤ longest ≤ 1000',
    fix: 'Pass for example letters: 10, shortest: 6, longest: 10',
  });
}
