/** What an encoder–decoder must be able to learn, from random weights to the last sequence. */
import { dateSplits } from '../../../src/data/generated/dates';
import { copySplits, reverseSplits } from '../../../src/data/generated/letter-strings';
import type { ParallelText } from '../../../src/data/examples/parallel-text';
import { useBackend } from '../../../src/node';
import { Random } from '../../../src/random';
import { Translator, type TranslatorOptions } from '../../../tasks/translation/translation';
import { exerciseOptions } from './support';

const random = Random.fromSeed(1);
const letters = { letters: 8, shortest: 3, longest: 7 };

beforeAll(async () => {
  await useBackend('wasm');
});

async function learn(train: readonly ParallelText[], options: TranslatorOptions): Promise<Translator> {
  const model = new Translator({ ...exerciseOptions, ...options });
  await model.fit(train);
  return model;
}

jest.setTimeout(180_000); // seconds of work, but machines may be busy

it('copies at least 99 % of unseen strings', async () => {
  const sizes = { train: 3000, validation: 0, test: 500 };
  const { train, test } = copySplits(random.fork('copy'), { ...letters, sizes });
  const model = await learn(train, { epochs: 5 });
  const { sequenceAccuracy } = await model.evaluate(test);
  expect(sequenceAccuracy).toBeGreaterThanOrEqual(0.99);
  model.dispose();
});

it('turns at least 99 % of unseen strings around, looking along the anti-diagonal', async () => {
  const sizes = { train: 2500, validation: 0, test: 500 };
  const { train, test } = reverseSplits(random.fork('reverse'), { ...letters, sizes });
  const model = await learn(train, { epochs: 4 });
  const { sequenceAccuracy } = await model.evaluate(test);
  expect(sequenceAccuracy).toBeGreaterThanOrEqual(0.99);

  const answers = await model.predict(
    test.map(({ source }) => source),
    { attention: true },
  );
  const seen = answers.flatMap(({ attention, tokens }) =>
    (attention?.weights ?? []).slice(0, tokens.total).map((row, t) => {
      const there = tokens.total - 1 - t;
      return { weight: row[there], isLargest: row.indexOf(Math.max(...row)) === there };
    }),
  );
  expect(seen.filter(({ isLargest }) => isLargest).length / seen.length).toBeGreaterThan(0.95);
  expect(seen.reduce((sum, { weight }) => sum + weight, 0) / seen.length).toBeGreaterThan(0.75);
  model.dispose();
});

it('writes at least 98 % of unseen dates in ISO 8601', async () => {
  const { train, test } = dateSplits(random.fork('dates'), { sizes: { train: 3000, validation: 0, test: 500 } });
  const model = await learn(train, { epochs: 5 });
  const { sequenceAccuracy } = await model.evaluate(test);
  expect(sequenceAccuracy).toBeGreaterThanOrEqual(0.98);
  model.dispose();
});
