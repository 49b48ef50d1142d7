import { NgramRegression } from '../../../src/baselines/linear/ngram-regression';
import { ngramHashes } from '../../../src/baselines/linear/ngrams';
import { ConfigError, DataError } from '../../../src/errors';
import { Random } from '../../../src/random';

const options = { words: 2, letters: 3, freedom: 0.5, leastTexts: 2 };

/** Texts of made-up words; a class likes some of them, and some letters. */
function examplesOf(classes: number, count: number) {
  const random = Random.fromSeed(classes);
  const stems = ['ka', 'lo', 'mi', 'nu', 'pe', 'ra'];
  return Array.from({ length: count }, (_, n) => {
    const label = n % classes;
    const word = () => random.choice(stems) + (random.uniform() < 0.4 ? 'xyz'[label] : random.choice(stems));
    return { label, tokens: Array.from({ length: 4 }, word) };
  });
}

/** The same minimum by other means: plain gradient descent on all n-grams, with a column for each class. */
function descent(examples: ReturnType<typeof examplesOf>, K: number) {
  const bags = examples.map(({ tokens }) => [...ngramHashes(tokens, options)]);
  const texts = new Map<number, number>();
  bags.flat().forEach((gram) => texts.set(gram, (texts.get(gram) ?? 0) + 1));
  const grams = [...texts].filter(([, count]) => count >= options.leastTexts).map(([gram]) => gram);
  const row = new Map(grams.map((gram, g) => [gram, g]));
  const rows = bags.map((bag) => bag.flatMap((gram) => row.get(gram) ?? []));
  const [G, N] = [grams.length, examples.length];
  const n = grams.map((_, g) => Array.from({ length: K }, (_, k) => rows.filter((own, i) => examples[i].label === k && own.includes(g)).length)); // prettier-ignore
  const S = Array.from({ length: K }, (_, k) => n.reduce((sum, own) => sum + own[k], 0));
  const total = S.reduce((sum, one) => sum + one, 0);
  const r = n.map((own) => {
    const all = own.reduce((sum, one) => sum + one, 0);
    return own.map((one, k) => Math.abs(Math.log((one + 1) / (S[k] + G) / ((all - one + 1) / (total - S[k] + G)))));
  });
  const w = grams.map(() => new Array<number>(K).fill(0));
  const b = new Array<number>(K).fill(0);
  const scores = (own: number[]) => b.map((bias, k) => own.reduce((sum, g) => sum + r[g][k] * w[g][k], bias));
  for (let step = 0; step < 4000; step++) {
    const dw = w.map((own) => own.map((one) => one / (options.freedom * N)));
    const db = b.map(() => 0);
    rows.forEach((own, i) => {
      const z = scores(own).map(Math.exp);
      const sum = z.reduce((a, c) => a + c, 0);
      z.forEach((e, k) => {
        const d = (e / sum - Number(examples[i].label === k)) / N;
        db[k] += d;
        for (const g of own) dw[g][k] += r[g][k] * d;
      });
    });
    w.forEach((own, g) => own.forEach((_, k) => (own[k] -= 0.3 * dw[g][k])));
    b.forEach((_, k) => (b[k] -= 0.3 * db[k]));
  }
  return rows.map(scores);
}

/** Only differences of scores mean something. */
const centred = (scores: ArrayLike<number>) => {
  const mean = Array.from(scores).reduce((sum, one) => sum + one, 0) / scores.length;
  return Array.from(scores, (one) => one - mean);
};

it.each([2, 3])('finds the minimum that gradient descent finds: %i classes', (K) => {
  const examples = examplesOf(K, 30);
  const model = NgramRegression.fit(examples, K, options);
  descent(examples, K).forEach((expected, n) => {
    const found = centred(model.scores(examples[n].tokens));
    centred(expected).forEach((one, k) => expect(found[k]).toBeCloseTo(one, 1.7));
  });
});

describe('cross-validation', () => {
  const freedoms = [0.1, 0.5];
  const { freedom, ...sizes } = options;

  it('predicts every text by a regression without its fold, for each C', () => {
    const examples = examplesOf(3, 40);
    const { targets, logits } = NgramRegression.crossValidate(examples, 3, { ...sizes, freedoms });
    const others = NgramRegression.fit(examples.filter((_, n) => n % 5 !== 1), 3, options); // prettier-ignore
    expect(targets).toHaveLength(40);
    expect(targets.slice(8, 16)).toEqual([1, 6, 11, 16, 21, 26, 31, 36].map((n) => examples[n].label));
    expect(freedoms[1]).toBe(freedom);
    expect(logits[1].slice(8, 16)).toEqual(
      [1, 6, 11, 16, 21, 26, 31, 36].map((n) => others.scores(examples[n].tokens)),
    );
    expect(logits[0]).not.toEqual(logits[1]);
  });

  it('takes a fifth of many texts, and some of very many', () => {
    const count = (texts: number, most?: number) =>
      NgramRegression.crossValidate(examplesOf(2, texts), 2, { ...sizes, freedoms: [0.1] }, most).targets.length;
    expect(count(2005)).toBe(401);
    expect(count(300, 100)).toBe(100);
    const long = [0, 1, 0, 1, 0, 1].map((label, i) => ({
      label,
      tokens: Array.from({ length: 100_000 }, (_, t) => `${i}-${t}`),
    }));
    const { targets } = NgramRegression.crossValidate(long, 2, {
      words: 2,
      letters: 0,
      leastTexts: 2,
      freedoms: [0.1],
    });
    expect(targets).toEqual([0, 1]); // texts 0 and 5
  });
});

it('knows n-grams of words and of letters inside words, each once', () => {
  const size = (words: string[], most: { words: number; letters: number }) => ngramHashes(words, most).size;
  expect(size(['a', 'b', 'a', 'b'], { words: 2, letters: 0 })).toBe(4); // a, b, a b, b a
  expect(size(['ab'], { words: 0, letters: 2 })).toBe(7); // < a b > <a ab b>
  expect(size(['ab', 'ab'], { words: 1, letters: 2 })).toBe(8);
  expect(size([], { words: 2, letters: 5 })).toBe(0);
});

it('is saved as strings, to a resolution that no prediction notices', () => {
  for (const K of [2, 3]) {
    const examples = examplesOf(K, 30);
    const model = NgramRegression.fit(examples, K, options);
    const again = NgramRegression.fromJSON(JSON.parse(JSON.stringify(model)));
    expect(again.size).toBe(model.size);
    for (const { tokens } of examples) {
      const expected = model.scores(tokens);
      again.scores(tokens).forEach((one, k) => expect(Math.abs(one - expected[k])).toBeLessThan(0.01));
    }
    expect(NgramRegression.fromJSON(again.toJSON()).toJSON()).toEqual(again.toJSON());
  }
});

it('is saved with one n-gram that says nothing, and with none', () => {
  const same = [0, 1].map((label) => ({ label, tokens: ['a'] }));
  for (const leastTexts of [2, 3]) {
    const model = NgramRegression.fit(same, 2, { ...options, words: 1, letters: 0, leastTexts });
    expect(model.size).toBe(3 - leastTexts);
    expect(NgramRegression.fromJSON(model.toJSON()).scores(['a'])).toEqual(model.scores(['a']));
  }
});

it('refuses JSON that it has not written, no examples and labels that are none', () => {
  const json = NgramRegression.fit(examplesOf(2, 10), 2, options).toJSON();
  const broken = [
    { ...json, classes: 3 },
    { ...json, hashes: json.hashes.replace(' ', ' 0 ') },
    { ...json, weights: `${json.weights} 1` },
    { ...json, biases: [] },
    { ...json, extra: 1 },
    undefined,
  ];
  for (const one of broken) expect(() => NgramRegression.fromJSON(one)).toThrow(ConfigError);
  expect(() => NgramRegression.fit([], 2, options)).toThrow(DataError);
  expect(() => NgramRegression.fit([{ tokens: ['a'], label: 2 }], 2, options)).toThrow(DataError);
});
