import * as fc from 'fast-check';

import { ConfigError } from '../../../src/errors';
import { splitByKey, type SplitOptions } from '../../../src/data/datasets/splits';

const examplesOf = (texts: string[]) => texts.map((text, id) => ({ text, id }));
const texts = (part: { text: string }[] = []) => new Set(part.map(({ text }) => text));

const splitByText = <Example extends { text: string }>(examples: readonly Example[], options?: SplitOptions) =>
  splitByKey(examples, ({ text }) => text, options);

describe('splitByKey', () => {
  test('every example once; equal texts on one side; the order of the file does not matter', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 2 }), { minLength: 1 }), fc.nat(5), (list, splitSeed) => {
        const examples = examplesOf(list);
        const { train, validation = [], test = [] } = splitByText(examples, { splitSeed, testFraction: 0.3 });
        const ids = [...train, ...validation, ...test].map(({ id }) => id).sort((a, b) => a - b);
        expect(ids).toEqual(list.map((_, i) => i));
        for (const text of texts(test)) expect(texts(train).has(text) || texts(validation).has(text)).toBe(false);
        for (const text of texts(validation)) expect(texts(train).has(text)).toBe(false);
        const turned = splitByText([...examples].reverse(), { splitSeed, testFraction: 0.3 });
        expect(texts(turned.test)).toEqual(texts(test));
      }),
      { seed: 7 },
    );
  });

  test('the shares are exact, the seed counts, a share of 0 leaves the split out', () => {
    const examples = examplesOf(Array.from({ length: 200 }, (_, i) => `text ${i}`));
    const { train, validation, test } = splitByText(examples);
    expect([train.length, validation?.length, test?.length]).toEqual([160, 20, 20]);
    expect(texts(splitByText(examples, { splitSeed: 1 }).test)).not.toEqual(texts(test));
    const whole = splitByText(examples, { validationFraction: 0, testFraction: 0 });
    expect(whole).toEqual({ train: examples });
  });

  test.each([
    { validationFraction: -0.1 },
    { testFraction: 1 },
    { validationFraction: 0.5, testFraction: 0.5 },
    { testFraction: NaN },
  ])('%p', (options) => {
    expect(() => splitByText(examplesOf(['a']), options)).toThrow(ConfigError);
  });
});
