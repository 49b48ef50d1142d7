import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { ConfigError } from '../../src/errors';
import { SentimentClassifier } from '../../tasks/sentiment/sentiment';
import { onCpu, toyExamples, toyOptions } from './support';

const train = toyExamples(60, 1);
const options = { ...toyOptions, epochs: 3 };
const probability = async (model: SentimentClassifier) => (await model.predict('red then blue')).probabilities.red;

let tensorsBefore: number;
beforeAll(onCpu);
beforeEach(() => (tensorsBefore = tf.memory().numTensors));
afterEach(() => expect(tf.memory().numTensors).toBe(tensorsBefore));

/** The error that a promise rejects with. */
const errorOf = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

test('a second fit while one runs is refused, and the first one gives what it gives alone', async () => {
  const alone = new SentimentClassifier(options);
  await alone.fit(train);
  const model = new SentimentClassifier(options);
  const first = model.fit(train);
  const refused = errorOf(model.fit(train));
  await first;
  expect(await refused).toBeInstanceOf(ConfigError);
  expect(String(await refused)).toContain(
    'SentimentClassifier.fit: this model is being trained. Expected fit after the fit that runs has ended.',
  );
  expect(await probability(model)).toBe(await probability(alone));
  await model.fit(train); // one after the other goes on
  expect(await probability(model)).not.toBe(await probability(alone));
  model.dispose();
  alone.dispose();
});

test('a fit from inside a fit is refused; predictions are not', async () => {
  const model = new SentimentClassifier({ ...options, epochs: 1 });
  const inside: Promise<unknown>[] = [];
  await model.fit(train, {
    onEvent: ({ type }) => {
      if (type === 'epoch') inside.push(errorOf(model.fit(train)), probability(model));
    },
  });
  expect(await inside[0]).toBeInstanceOf(ConfigError);
  expect(await inside[1]).toBeGreaterThan(0);
  model.dispose();
});

test('after a fit that failed, another one may run', async () => {
  const model = new SentimentClassifier(options);
  await expect(model.fit([])).rejects.toThrow('there are 0 examples');
  await model.fit(train);
  model.dispose();
});

test.each([
  ['before the first step', 0],
  ['at a step', 3],
])('dispose while it trains, %s: the run is stopped with an error, and everything is freed', async (_, step) => {
  const model = new SentimentClassifier(options);
  let steps = 0;
  const run = errorOf(
    model.fit(train, {
      onEvent: ({ type }) => {
        if (type === 'step' && ++steps === step) model.dispose();
      },
    }),
  );
  if (step === 0) model.dispose();
  const error = await run;
  expect(error).toBeInstanceOf(ConfigError);
  expect(String(error)).toContain('the model was disposed of while it was being trained');
  expect(steps).toBe(step);
  await expect(model.predict('red')).rejects.toThrow('the model was disposed of: its weights are freed');
  await expect(model.fit(train)).rejects.toThrow('the model was disposed of');
});

test('dispose while it predicts or evaluates: these are finished first', async () => {
  const model = new SentimentClassifier(options);
  await model.fit(train);
  const inputs = train.map(({ text }) => text);
  const expected = await model.predict(inputs);
  const running = model.predict(inputs);
  const evaluated = model.evaluate(train, { baselinesFrom: [] });
  model.dispose();
  model.dispose();
  expect(await running).toEqual(expected);
  expect((await evaluated).accuracy).toBeGreaterThan(0.5);
  await expect(model.predict('red')).rejects.toThrow('the model was disposed of: its weights are freed');
});

test('loading a bundle into a model: refused while it trains, predictions under way keep their weights', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tfseq-activity-'));
  const model = new SentimentClassifier(options);
  await model.fit(train);
  await model.save(folder);
  await model.fit(train); // other weights than the bundle's
  const fitting = model.fit(train);
  await expect(model.restore(folder)).rejects.toThrow('SentimentClassifier.load: this model is being trained');
  await fitting;
  const expected = await model.predict(train.map(({ text }) => text));
  const running = model.predict(train.map(({ text }) => text));
  await model.restore(folder);
  expect(await running).toEqual(expected);
  expect(await probability(model)).not.toBe(expected[0].probabilities.red);
  model.dispose();
  rmSync(folder, { recursive: true });
});

test("the caller's signal stops a fit as before", async () => {
  const model = new SentimentClassifier(options);
  expect((await model.fit(train, { signal: AbortSignal.abort() })).reason).toBe('aborted');
  const controller = new AbortController();
  const onEvent = ({ type }: { type: string }) => type === 'step' && controller.abort();
  const { reason, globalStep } = await model.fit(train, { signal: controller.signal, onEvent });
  expect([reason, globalStep]).toEqual(['aborted', 1]);
  model.dispose();
});
