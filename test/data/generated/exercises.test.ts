import { additionSplits } from '../../../src/data/generated/addition';
import { dateSplits } from '../../../src/data/generated/dates';
import { copySplits, reverseSplits } from '../../../src/data/generated/letter-strings';
import type { ParallelText } from '../../../src/data/examples/parallel-text';
import type { Splits } from '../../../src/data/datasets/splits';
import { ConfigError } from '../../../src/errors';
import { Random } from '../../../src/random';

const random = () => Random.fromSeed(3);
const sizes = { train: 700, validation: 100, test: 200 };
const lengths = ({ train, validation, test }: Splits<ParallelText>) => [train.length, validation?.length, test?.length];
const allOf = (splits: Required<Splits<ParallelText>>) => [...splits.train, ...splits.validation, ...splits.test];

const made = {
  addition: () => additionSplits(random(), { sizes }),
  reversed: () => additionSplits(random(), { sizes, reversed: true }),
  copy: () => copySplits(random(), { sizes }),
  reverse: () => reverseSplits(random(), { sizes }),
  dates: () => dateSplits(random(), { sizes }),
};

describe('exercises', () => {
  test.each(Object.entries(made))('%s: sizes as wanted, no source twice, always the same', (_, make) => {
    const splits = make();
    expect(lengths(splits)).toEqual([700, 100, 200]);
    expect(new Set(allOf(splits).map(({ source }) => source)).size).toBe(1000);
    expect(make()).toEqual(splits);
  });

  test('addition: right, padded, and never with its numbers exchanged', () => {
    const all = allOf(made.addition());
    const sums = all.map(({ source, target }) => {
      expect([source.length, target.length]).toEqual([7, 4]);
      const [a, b] = source.trim().split('+').map(Number);
      expect(target).toBe(String(a + b).padEnd(4));
      return [a, b].sort((x, y) => x - y).join('+');
    });
    expect(new Set(sums).size).toBe(1000);
    expect(new Set(all.map(({ source }) => source.indexOf('+')))).toEqual(new Set([1, 2, 3]));
  });

  test('addition: what there is little of is in training as in the test', () => {
    const { train, test } = additionSplits(random(), { sizes: { train: 9000, validation: 0, test: 1000 } });
    const short = (pairs: ParallelText[]) => pairs.filter(({ source }) => source.trim().length === 3).length; // "4+7"
    expect(short(train) + short(test)).toBe(55); // all that there are
    expect(short(test)).toBeLessThan(15); // a tenth of them expected; drawn first they would be all
  });

  test('addition, reversed: the same sums, questions backwards with the padding first', () => {
    const plain = allOf(made.addition());
    allOf(made.reversed()).forEach(({ source, target }, i) => {
      expect(source).toBe([...plain[i].source].reverse().join(''));
      expect(target).toBe(plain[i].target);
    });
  });

  test('copy and reverse', () => {
    for (const { source, target } of allOf(made.copy())) expect(target).toBe(source);
    for (const { source, target } of allOf(made.reverse())) expect([...target].reverse().join('')).toBe(source);
    expect(new Set(allOf(made.copy()).map(({ source }) => source.length))).toEqual(new Set([6, 7, 8, 9, 10]));
    const letters = allOf(copySplits(random(), { sizes, letters: 3, shortest: 8, longest: 9 }));
    expect(new Set(letters.flatMap(({ source }) => [...source]))).toEqual(new Set(['a', 'b', 'c']));
  });

  test('dates: every form means the date that it stands beside', () => {
    const all = allOf(made.dates());
    expect(new Set(all.map(({ target }) => target)).size).toBe(1000);
    for (const { source, target } of all) {
      const [year, month, day] = target.split('-').map(Number);
      const european = source.replace(/^(\d+)\.(\d+)\.(\d+)$/, '$2/$1/$3'); // Date.parse reads month first
      const read = new Date(`${european.replace(/(st|nd|rd|th) of/, '')} UTC`);
      expect([read.getUTCFullYear(), read.getUTCMonth() + 1, read.getUTCDate()]).toEqual([year, month, day]);
    }
    expect(new Set(all.map(({ source }) => source.replace(/\p{L}+/gu, 'x').replace(/\d+/g, '1'))).size).toBe(7);
  });

  test.each<[() => unknown, string]>([
    [() => additionSplits(random(), { digits: 0 }), 'digits is 0'],
    [() => additionSplits(random(), { digits: 1 }), 'at most 27'],
    [() => additionSplits(random(), { sizes: { train: 0, validation: 1, test: 1 } }), 'train is 0'],
    [() => copySplits(random(), { letters: 27 }), 'letters is 27'],
    [() => reverseSplits(random(), { shortest: 5, longest: 4 }), 'shortest 5, longest 4'],
    [() => dateSplits(random(), { sizes: { train: 20_000, validation: 0, test: 0 } }), 'at most 18262'],
  ])('refuses %s', (make, message) => {
    expect(make).toThrow(ConfigError);
    expect(make).toThrow(message);
  });
});
