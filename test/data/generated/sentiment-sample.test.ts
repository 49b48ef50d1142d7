import { BagOfWords } from '../../../src/baselines/linear/bag-of-words';
import { sentimentSampleSplits } from '../../../src/data/generated/sentiment-sample';
import { POLAR } from '../../../src/data/generated/sentiment-words';

const splits = sentimentSampleSplits();
const all = [...splits.train, ...splits.validation, ...splits.test];
const tokens = (text: string) => text.match(/[\w-]+|,/g) ?? [];
const stems = Object.values(POLAR).flatMap((sides) => sides.flatMap((words) => words.flatMap((word) => tokens(word))));
/** "skip it" makes `it` one of them. */
const polar = new Set(stems.flatMap((word) => [word, `${word}s`, `${word}es`, `${word}d`, `${word}ed`]));
polar.add('satisfies');

describe('sentimentSampleSplits', () => {
  test('1,920 + 240 + 240 sentences, no sentence twice, labels even, always the same', () => {
    expect([splits.train.length, splits.validation.length, splits.test.length]).toEqual([1920, 240, 240]);
    expect(new Set(all.map(({ text }) => text)).size).toBe(2400);
    for (const part of Object.values(splits)) {
      expect(part.filter(({ label }) => label === 'positive').length).toBe(part.length / 2);
    }
    expect(sentimentSampleSplits()).toEqual(splits);
  });

  test('is English on the surface: articles, no braces left, plain letters', () => {
    for (const { text } of all) {
      expect(text).toMatch(/^[a-z, -]+$/);
      expect(text).not.toMatch(/\ba [aeiou]|\ban [^aeiouh]|undefined| {2}/);
    }
  });

  test('a rich vocabulary', () => {
    expect(new Set(all.flatMap(({ text }) => tokens(text))).size).toBeGreaterThan(550);
  });

  test('no word without a side gives the label away', () => {
    const counts = new Map<string, { positive: number; all: number }>();
    for (const { text, label } of all) {
      for (const word of new Set(tokens(text))) {
        if (polar.has(word)) continue;
        const count = counts.get(word) ?? { positive: 0, all: 0 };
        count.all++;
        if (label === 'positive') count.positive++;
        counts.set(word, count);
      }
    }
    for (const word of ['not', 'never', 'but', 'although', 'hardly', 'could', 'the', 'nothing']) {
      expect(counts.get(word)?.all).toBeGreaterThan(10);
    }
    const leaks = [...counts].filter(([word, { positive, all: n }]) => {
      const isArticle = word === 'a' || word === 'an'; // depends on the word that follows
      return !isArticle && Math.abs(positive - n / 2) > 0;
    });
    expect(leaks).toEqual([]);
  });

  test('a bag of words goes some of the way only', () => {
    const coded = (part: typeof all) =>
      part.map(({ text, label }) => ({ tokens: tokens(text), label: label === 'positive' ? 1 : 0 }));
    const model = new BagOfWords({ longest: 1 });
    model.fit(coded(splits.train), 2);
    const test = coded([...splits.validation, ...splits.test]);
    const right = test.filter((example) => (model.predict(example.tokens)[1] > 0.5 ? 1 : 0) === example.label).length;
    expect(right / test.length).toBeGreaterThan(0.72);
    expect(right / test.length).toBeLessThan(0.85);
  });
});
