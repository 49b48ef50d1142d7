/** How the regression on n-grams is fitted for a classifier: its strength, and how sure of itself it is. */
import { NgramRegression } from '../../../../src/baselines/linear/ngram-regression';
import { Random } from '../../../../src/random';
import { type CountedText, fitScores } from '../../../../tasks/classification/text/ngram-scores';

const vocabulary = Array.from({ length: 40 }, (_, i) => `${'bdfgk'[i % 5]}${'aeiou'[Math.floor(i / 8)]}${i}`);

/** Texts of six words; a label likes half of the vocabulary, so much that `share` of its words are of it. */
function texts(count: number, share: number, seed = 1): CountedText[] {
  const random = Random.fromSeed(seed);
  return Array.from({ length: count }, (_, n) => {
    const label = n % 2;
    const word = () => vocabulary[2 * random.integer(20) + (random.uniform() < share ? label : 1 - label)];
    return { label, tokens: Array.from({ length: 6 }, word) };
  });
}

function fitted(train: CountedText[]) {
  const fit = jest.spyOn(NgramRegression, 'fit');
  try {
    const scores = fitScores('logistic', train, 2);
    return { scores, freedom: fit.mock.calls[0][2].freedom };
  } finally {
    fit.mockRestore();
  }
}

it('C follows from the texts: small where words say little, large where they say all', () => {
  expect(fitted(texts(400, 0.52)).freedom).toBeLessThan(0.1);
  expect(fitted(texts(400, 0.95)).freedom).toBeGreaterThan(0.1);
});

it('has the temperature that cross-validation gives, also when it was saved', () => {
  const { scores } = fitted(texts(200, 0.55));
  const { factor, fittedOn, ...model } = scores.toJSON() as { factor: number; fittedOn: string };
  expect(fittedOn).not.toBe('');
  expect(factor).toBeLessThan(0.9);
  const plain = NgramRegression.fromJSON(model);
  for (const { tokens } of texts(5, 0.55, 2)) {
    plain.scores(tokens).forEach((z, k) => expect(scores.of(tokens)[k]).toBeCloseTo(factor * z, 4));
  }
});
