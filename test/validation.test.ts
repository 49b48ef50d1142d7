import * as v from 'valibot';
import { BundleError, ConfigError } from '../src/errors';
import {
  checkCount,
  checkOption,
  checkRate,
  isIndex,
  parse,
  parseFile,
  parseOptions,
  positiveNumber,
  readSaved,
  wholeNumber,
} from '../src/validation';

const schema = v.strictObject({
  kind: v.picklist(['lstm', 'gru']),
  sizes: v.optional(v.array(wholeNumber(1, 9)), []),
  rate: v.optional(positiveNumber, 1),
});

describe('a schema', () => {
  it.each([
    [{ kind: 'gru', sizes: [0] }, 'here: sizes.0 is 0. Expected a number of at least 1. Change 0.'],
    [{ kind: 'gru', sizes: [10] }, 'here: sizes.0 is 10. Expected a number of at most 9.'],
    [{ kind: 'gru', rate: Infinity }, 'here: rate is Infinity. Expected a number above 0. Change rate.'],
    [{ kind: 'gru', sizes: [2.5] }, 'here: sizes.0 is 2.5. Expected a whole number.'],
    [{ kind: 'lstn' }, 'here: kind is "lstn". Expected "lstm" or "gru". Change kind.'],
    [{ kind: 'gru', site: 1 }, 'here: unknown option "site". Expected one of its 3 options. Did you mean sizes?'],
    [{}, 'here: kind is missing. Expected a value for it.'],
    [[], 'here: the value is undefined. Expected Object.'],
    [null, 'here: the value is null. Expected Object.'],
  ])('options %j', (options, message) => {
    expect(() => parseOptions('here', schema, options)).toThrow(ConfigError);
    expect(() => parseOptions('here', schema, options)).toThrow(message);
  });

  it('fills in defaults', () => {
    expect(parseOptions('here', schema, { kind: 'gru' })).toEqual({ kind: 'gru', sizes: [], rate: 1 });
  });

  it('of saved data and files', () => {
    expect(readSaved('A.fromJSON', schema, { kind: 'gru', sizes: [1] }).sizes).toEqual([1]);
    expect(() => readSaved('A.fromJSON', schema, { kind: 1 })).toThrow(
      'A.fromJSON: kind is 1. Expected "lstm" or "gru". Correct this entry, or pass unchanged what was saved.',
    );
    expect(() => parseFile('a.json', schema, {}, 'Copy it again')).toThrow(BundleError);
    expect(() => parseFile('a.json', schema, {}, 'Copy it again')).toThrow(
      'a.json: kind is missing. Expected the entries that saving writes. Copy it again.',
    );
  });

  it('stops at the first misfit of a long list', () => {
    const looked: number[] = [];
    const list = v.array(v.pipe(v.number(), v.check((x) => looked.push(x) < 3, 'few'))); // prettier-ignore
    const parsed = parse(list, Array.from({ length: 100_000 }, (_, i) => i), 'list'); // prettier-ignore
    expect(parsed).toMatchObject({ success: false, misfit: { keys: ['2'], problem: '2 is 2', expected: 'few' } });
    expect(looked).toHaveLength(3);
  });
});

describe('numbers', () => {
  it.each([
    [() => checkCount('f', 'steps', 0), 'f: steps is 0. Expected a whole number above 0. Change steps.'],
    [() => checkCount('f', 'steps', undefined), 'steps is undefined. Expected a whole number above 0.'],
    [() => checkCount('f', 'steps', 1.5, { least: 0 }), 'steps is 1.5. Expected a whole number of at least 0.'],
    [() => checkCount('f', 'steps', 7, { most: 6 }), 'steps is 7. Expected a whole number from 1 to 6.'],
    [() => checkCount('f', 'steps', 2 ** 60), 'Expected a whole number above 0.'],
    [() => checkRate('f', 'dropout', 1), 'f: dropout is 1. Expected a number in [0, 1).'],
    [() => checkRate('f', 'dropout', NaN), 'f: dropout is NaN.'],
    [() => checkOption('f', 'size', 4, false, 'an odd number'), 'f: size is 4. Expected an odd number. Change size.'],
  ])('%# refused', (check, message) => {
    expect(check).toThrow(ConfigError);
    expect(check).toThrow(message);
  });

  it('that fit', () => {
    checkCount('f', 'steps', 1);
    checkCount('f', 'steps', 0, { least: 0 });
    checkRate('f', 'dropout', undefined);
    checkRate('f', 'dropout', 0);
    checkOption('f', 'size', 3, true, 'an odd number');
  });

  it('index a list', () => {
    expect([0, 2, 3, -1, 0.5, NaN, '1'].map((value) => isIndex(value, 3))).toEqual([true, true, false, false, false, false, false]); // prettier-ignore
  });
});
