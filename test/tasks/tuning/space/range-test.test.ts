import { SentimentClassifier } from '../../../../src/node';
import { rangeTest, readRangeTest } from '../../../../tasks/tuning/space/range-test';
import { toyExamples, toyOptions } from '../../support';

const rates = Array.from({ length: 60 }, (_, i) => 1e-4 * 1.15 ** i);

it('finds where the loss falls the fastest, and from where it rises', () => {
  const fall = (i: number) => 1 / (1 + Math.exp((i - 25) / 3)); // the steepest at step 25
  const losses = rates.map((_, i) => (i < 45 ? 0.2 + fall(i) : 0.2 + 0.05 * (i - 44)));
  const { suggested, largest } = readRangeTest(rates, losses);
  expect(suggested).toBeCloseTo(rates[25], 10);
  expect(largest).toBeCloseTo(rates[47], 10);
});

it('suggests nothing where the loss only rises or stays', () => {
  const rising = readRangeTest(rates, rates.map((_, i) => 1 + i / 10)); // prettier-ignore
  expect(rising).toMatchObject({ suggested: null });
  expect(readRangeTest(rates, rates.map(() => 1))).toMatchObject({ suggested: null, largest: null }); // prettier-ignore
});

it('trains for a hundred steps with rising rates around that of the model, and validates nothing', async () => {
  const model = new SentimentClassifier(toyOptions);
  const events: string[] = [];
  const found = await rangeTest(model, toyExamples(40, 1), { onEvent: ({ type }) => events.push(type) });
  model.dispose();
  expect(found.rates).toHaveLength(100);
  expect(found.rates[0]).toBeCloseTo(toyOptions.learningRate! / 100);
  expect(found.rates[99]).toBeCloseTo(toyOptions.learningRate! * 100);
  const ratios = found.rates.slice(1).map((rate, i) => rate / found.rates[i]);
  ratios.forEach((ratio) => expect(ratio).toBeCloseTo(ratios[0]));
  expect(found.losses.every(Number.isFinite)).toBe(true);
  expect(found.suggested).toBeGreaterThan(0);
});
