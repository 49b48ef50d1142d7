/** Pairs made by rule for exercises with a known answer: as many as wanted, none twice. */
import { ConfigError, show } from '../../errors';
import type { Random } from '../../random';
import { isCount } from '../../validation';
import type { ParallelText } from '../examples/parallel-text';
import type { Splits } from '../datasets/splits';

export interface SplitSizes {
  train: number;
  validation: number;
  test: number;
}

/**
 * Draws until there are enough pairs with different keys, then deals them at random: what there is little of is drawn
 * early (the 55 sums of two digits), and has to be in training as often as in the test.
 * @param possible how many keys there are; at most half of them are taken, or the last ones would be drawn forever
 * @throws ConfigError for sizes that are no whole numbers or too large
 */
export function makeDistinct(
  { train, validation, test }: SplitSizes,
  possible: number,
  random: Random,
  draw: () => ParallelText & { key: string },
): Required<Splits<ParallelText>> {
  const sizes = [train, validation, test];
  const total = train + validation + test;
  if (!sizes.every((size) => isCount(size, 0)) || train < 1 || total > possible / 2) {
    throw new ConfigError({
      where: 'sizes',
      problem: `train is ${show(train)}, validation ${show(validation)}, test ${show(test)}`,
      expected: `whole numbers, train at least 1, together at most ${Math.floor(possible / 2)} (half of what there is)`,
      fix: 'Ask for fewer examples, or for longer ones',
    });
  }
  const seen = new Set<string>();
  const next = (): ParallelText => {
    for (;;) {
      const { key, source, target } = draw();
      if (seen.has(key)) continue;
      seen.add(key);
      return { source, target };
    }
  };
  const drawn = Array.from({ length: total }, next);
  const dealt = Array.from(random.fork('deal').permutation(total), (i) => drawn[i]);
  return {
    test: dealt.slice(0, test),
    validation: dealt.slice(test, test + validation),
    train: dealt.slice(test + validation),
  };
}
