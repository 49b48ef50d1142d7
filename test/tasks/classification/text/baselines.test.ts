/** The linear models that stand beside a classifier of texts. */
import { NgramRegression } from '../../../../src/baselines/linear/ngram-regression';
import type { LabeledText } from '../../../../src/data/examples/labeled-text';
import { Random } from '../../../../src/random';
import { textBaselines } from '../../../../tasks/classification/text/baselines';
import { TextPreprocessor } from '../../../../tasks/classification/text/preprocessor';
import { parseText, type TextOptions } from '../../../../tasks/classification/text/settings';

/** Invented names of one word, all different, whose ending says the label. */
function names(count: number, seed: number): LabeledText[] {
  const random = Random.fromSeed(seed);
  const syllables = ['ka', 'lo', 'mi', 'ter', 'san', 'bru', 'nel', 'dor'];
  return Array.from({ length: count }, () => {
    const stem = Array.from({ length: 5 }, () => random.choice(syllables)).join('');
    const label = random.choice(['north', 'south']);
    return { label, text: stem + (label === 'north' ? 'sen' : 'ini') };
  });
}

const train = names(120, 1);
const test = names(60, 2);
const baselines = (options: TextOptions) =>
  textBaselines(TextPreprocessor.fit(train, parseText({ minimumCount: 1, ...options })), train, test);

it('the regression reads letters, also of names that training did not have', () => {
  const { 'n-gram regression': regression, 'bag of words': bag } = baselines({});
  expect(regression.accuracy).toBe(1);
  expect(bag.accuracy).toBeLessThan(0.8);
  expect(Object.keys(regression)).toEqual(['accuracy', 'loss', 'macroF1']);
});

it('is the same beside a network that reads characters', () => {
  const { 'n-gram regression': regression } = baselines({});
  expect(baselines({ tokenizer: 'characters' })['n-gram regression']).toEqual(regression);
});

it('is that of the model where it has one of these texts, and a new one for other texts', () => {
  const preprocessor = TextPreprocessor.fit(train, parseText({ ngrams: 'logistic', minimumCount: 1 }));
  const fit = jest.spyOn(NgramRegression, 'fit');
  try {
    const own = textBaselines(preprocessor, train, test);
    expect(fit).not.toHaveBeenCalled();
    expect(own['n-gram regression']).toEqual(baselines({})['n-gram regression']);
    fit.mockClear();
    textBaselines(preprocessor, train.slice(1), test);
    expect(fit).toHaveBeenCalledTimes(1);
  } finally {
    fit.mockRestore();
  }
});
