import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BagOfWords } from '../../../src/baselines/linear/bag-of-words';
import type { Baseline, LabelledTokens } from '../../../src/baselines/baseline';
import { Majority } from '../../../src/baselines/majority';
import { NaiveBayes } from '../../../src/baselines/naive-bayes';
import { ConfigError, DataError } from '../../../src/errors';
import { classificationMetrics } from '../../../src/metrics/classification';
import golden from '../../golden/baselines/bag-of-words.json';
import { describeWithData } from '../../support/real-data';

const blanks = (text: string) => text.match(/\S+/g) ?? [];

describe.each(golden.cases)(`as in ${golden.source}: $classes classes, n-grams up to $longest`, (sample) => {
  const examples = sample.train.map((text, n) => ({ tokens: blanks(text), label: sample.labels[n] }));

  it.each([
    ['bagOfWords', new BagOfWords(sample), 2.5],
    ['naiveBayes', new NaiveBayes(sample), 6],
  ] as const)('%s', (name, baseline, digits) => {
    baseline.fit(examples, sample.classes);
    sample.asked.forEach((text, n) => {
      const probabilities = baseline.predict(blanks(text));
      probabilities.forEach((p, k) => expect(p).toBeCloseTo(sample[name][n][k], digits));
    });
  });
});

describe.each([
  ['Majority', () => new Majority()],
  ['NaiveBayes', () => new NaiveBayes()],
  ['BagOfWords', () => new BagOfWords()],
])('%s', (name, create: () => Baseline) => {
  const examples = [
    { tokens: ['good'], label: 1 },
    { tokens: ['__proto__', 'constructor'], label: 0 },
    { tokens: [], label: 1 },
  ];

  it('gives a distribution over all classes, seen in training or not', () => {
    const baseline = create();
    baseline.fit(examples, 3);
    for (const tokens of [['good'], [], ['toString', 'never seen'], ['__proto__']]) {
      const probabilities = baseline.predict(tokens);
      expect(probabilities).toHaveLength(3);
      expect(probabilities.reduce((sum, p) => sum + p)).toBeCloseTo(1, 5);
    }
    expect(baseline.predict([])[1]).toBe(Math.max(...baseline.predict([])));
  });

  it('forgets what it learnt before, and learns the same from the same examples', () => {
    const [once, twice] = [create(), create()];
    once.fit(examples, 2);
    twice.fit([{ tokens: ['bad'], label: 0 }], 5);
    twice.fit(examples, 2);
    expect(twice.predict(['good'])).toEqual(once.predict(['good']));
  });

  it('needs examples, known classes, and fit before predict', () => {
    expect(() => create().predict([])).toThrow(ConfigError);
    expect(() => create().fit([], 2)).toThrow(DataError);
    for (const label of [2, -1, 0.5, NaN]) {
      const wrong = [...examples, { tokens: [], label }];
      expect(() => create().fit(wrong, 2)).toThrow(`${name}.fit: the label of example 3 is ${label}`);
    }
  });
});

describeWithData('rt-polarity', (data) => {
  /** Line index mod 10: 0 test, 1 validation, the others training. */
  const read = (wanted: (index: number) => boolean): LabelledTokens[] =>
    ['neg', 'pos'].flatMap((name, label) =>
      readFileSync(join(data, `rt-polarity.${name}`), 'utf8')
        .split('\n')
        .map((line) => ({ tokens: blanks(line), label }))
        .filter(({ tokens }, index) => tokens.length > 0 && wanted(index)),
    );

  it.each([
    ['Majority', new Majority(), 0.5],
    ['NaiveBayes', new NaiveBayes(), 0.791],
    ['BagOfWords (words only)', new BagOfWords({ longest: 1 }), 0.769],
  ])('%s reaches its accuracy', (_, baseline, expected) => {
    const [train, test] = [read((i) => i % 10 > 1), read((i) => i % 10 === 0)];
    baseline.fit(train, 2);
    const probabilities = test.flatMap(({ tokens }) => [...baseline.predict(tokens)]);
    const truth = test.map(({ label }) => label);
    expect(classificationMetrics(truth, probabilities, 2).accuracy).toBeCloseTo(expected, 2.5);
  });
});
