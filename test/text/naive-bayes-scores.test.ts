import { ConfigError } from '../../src/errors';
import { Random } from '../../src/random';
import { NaiveBayesScores } from '../../src/text/naive-bayes-scores';

const texts = ['a fine film', 'a fine cast', 'a dull film', 'so dull'].map((text) => text.split(' '));
const labels = [1, 1, 0, 0];
const counted = NaiveBayesScores.count(texts, labels, 2);
const of = (text: string, evidence = counted) => evidence.of(text.split(' '));

/** The formula word by word: counts by spelling, without hashes. */
function plain(train: string[][], classes: number[], asked: string[]): number[] {
  const grams = (tokens: string[]) =>
    new Set(tokens.flatMap((token, t) => [token, ...(t ? [`${tokens[t - 1]} ${token}`] : [])]));
  const sums = [0, 1].map(
    (k) => 1 + train.reduce((sum, tokens, n) => sum + (classes[n] === k ? grams(tokens).size : 0), 0),
  );
  const shares = sums.map((sum) => (2 * sum) / (sums[0] + sums[1]));
  const counts = (gram: string, k: number) =>
    train.filter((tokens, n) => classes[n] === k && grams(tokens).has(gram)).length;
  const e = [0, 1].map((k) =>
    [...grams(asked)].reduce((sum, gram) => sum + Math.log(1 + counts(gram, k) / shares[k]), 0),
  );
  return e.map((one) => one - (e[0] + e[1]) / 2);
}

function expectClose(actual: Float32Array, expected: number[]): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((e, k) => expect(actual[k]).toBeCloseTo(e, 5));
}

describe('the evidence of n-grams', () => {
  it.each(['a fine film', 'dull', 'fine fine dull so', 'film a'])('of "%s" is the formula', (text) => {
    expectClose(of(text), plain(texts, labels, text.split(' ')));
  });

  it('sums to zero over the classes, and knows bigrams from words', () => {
    const [dull, fine] = of('a fine film');
    expect(dull + fine).toBeCloseTo(0, 6);
    expect(fine).toBeGreaterThan(0);
    expect(of('fine film')[1]).toBeGreaterThan(of('film fine')[1]);
    expect(counted.size).toBe(6 + 6);
  });

  it('is zero for what training did not have', () => {
    expectClose(of('never seen'), [0, 0]);
    expectClose(counted.of([]), [0, 0]);
  });

  it.each([0, 1, 2, 3])('of training text %i without itself is that of a count without it', (n) => {
    const others = texts.filter((_, i) => i !== n);
    const rest = labels.filter((_, i) => i !== n);
    expectClose(counted.without(texts[n], labels[n]), plain(others, rest, texts[n]));
  });

  it('of a text that was not counted is finite without it, too', () => {
    for (const label of [0, 1])
      expect([...counted.without(['never', 'fine'], label)].every(Number.isFinite)).toBe(true);
  });

  it('hardly leans to a class where the words tell nothing, however unequal the classes and long the text', () => {
    const random = Random.fromSeed(1);
    const some = (length: number) => Array.from({ length }, () => `w${Math.floor(random.uniform() ** 2 * 500)}`);
    const classes = Array.from({ length: 3000 }, (_, n) => (n % 10 === 0 ? 2 : n % 3 === 0 ? 1 : 0));
    const evidence = NaiveBayesScores.count(
      classes.map(() => some(12)),
      classes,
      3,
    );
    const mean = [0, 0, 0];
    for (let i = 0; i < 300; i++) evidence.of(some(40)).forEach((e, k) => (mean[k] += e / 300));
    mean.forEach((e) => expect(Math.abs(e)).toBeLessThan(3)); // one imaginary text per class and n-gram: 16, 5, -21
  });
});

describe('its JSON', () => {
  it('gives the same evidence, with and without the text', () => {
    const again = NaiveBayesScores.fromJSON(JSON.parse(JSON.stringify(counted)));
    expect(again.size).toBe(counted.size);
    texts.forEach((tokens, n) => {
      expect(again.of(tokens)).toEqual(counted.of(tokens));
      expect(again.without(tokens, labels[n])).toEqual(counted.without(tokens, labels[n]));
    });
  });

  it.each<[string, object]>([
    ['a count too few', { counts: counted.toJSON().counts.replace(/ [^ ]*$/, '') }],
    ['hashes that do not ascend', { hashes: counted.toJSON().hashes.replace(/^\w+ \w+/, '5 0') }],
    ['no number', { hashes: counted.toJSON().hashes.replace(/^\w+/, '-') }],
    ['a negative count', { counts: counted.toJSON().counts.replace(/\d/, '-1') }],
    ['another type', { classes: '2' }],
    ['an unknown entry', { more: 1 }],
  ])('with %s is refused', (_, change) => {
    expect(() => NaiveBayesScores.fromJSON({ ...counted.toJSON(), ...change })).toThrow(ConfigError);
  });
});
