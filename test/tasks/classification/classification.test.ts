import { Classifier, ConfigError, DataError, type LabeledFrames } from '../../../src/node';
import { onCpu } from '../support';
import { clips } from './support';

beforeAll(onCpu);

const options = { epochs: 30, hiddenSize: 12, learningRate: 0.02, batchSize: 8, averaging: 0, seed: 3 };

describe('a classifier of recordings', () => {
  const model = new Classifier(options);
  beforeAll(async () => {
    await model.fit(clips(150, 1, 4), { validation: clips(30, 2, 4) });
  });
  afterAll(() => model.dispose());

  it('learns which way a column goes, and shows majority and linear models beside it', async () => {
    const { baselines, accuracy, calibrationError } = await model.evaluate(clips(60, 3, 4));
    expect(accuracy).toBeGreaterThan(0.9);
    expect(Object.keys(baselines)).toEqual([
      'majority',
      'linear on mean and deviation',
      'linear on mean and deviation of 4 parts',
    ]);
    expect(baselines.majority.accuracy).toBeLessThan(0.4);
    expect(calibrationError).toBeLessThan(0.15);
  });

  it('has its own variant by the data, and probabilities that sum to 1', async () => {
    expect(model.config.input).toBe('frames');
    const [first] = clips(1, 4, 4);
    const prediction = await model.predict({ frames: first.frames, recording: 'r' });
    expect(prediction).toMatchObject({ recording: 'r', frames: (first.frames as number[][]).length });
    expect(Object.values(prediction.probabilities).reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
  });

  it('answers unknown below a probability, and says what it would be', async () => {
    const [first] = clips(1, 4, 4);
    const { label, probabilities } = await model.predict(first);
    const p = probabilities[label];
    expect(await model.predict(first, { unknownBelow: p - 1e-4 })).toMatchObject({ label });
    const unsure = await model.predict(first, { unknownBelow: Math.min(p + 1e-4, 0.999999) });
    expect(p > 0.9999 || (unsure.label === 'unknown' && unsure.mostProbable === label)).toBe(true);
    await expect(model.predict(first, { unknownBelow: 2 })).rejects.toThrow(ConfigError);
    const { accuracy } = await model.evaluate(clips(30, 5, 4));
    const cautious = await model.evaluate(clips(30, 5, 4), { predictOptions: { unknownBelow: 0.999 } });
    expect(cautious.accuracy).toBe(accuracy); // of the labels that are the most probable
    expect(cautious.answered).toBeLessThan(1);
  });

  it('is calibrated on the validation examples', () => {
    expect(model.describe().encoder.temperature).toBeGreaterThan(0);
  });

  it('refuses texts, frames of another width, and another order of columns by name', async () => {
    await expect(model.predict('up')).rejects.toThrow(DataError);
    await expect(model.predict({ frames: [[1, 2]] })).rejects.toThrow(/frames of 2.*each of 3 values/);
  });
});

const named = (columns: readonly string[], label: string, row: readonly number[]): LabeledFrames => ({
  frames: [row, row.map((x) => x + 1)],
  features: columns,
  label,
});

test('columns are found by their names, in whatever order', async () => {
  const model = new Classifier({ ...options, epochs: 1 });
  await model.fit([named(['x', 'y'], 'a', [1, 9]), named(['x', 'y'], 'b', [5, 2])]);
  const there = await model.predict({ frames: [[1, 9]], features: ['x', 'y'] });
  expect(await model.predict({ frames: [[9, 1, 4]], features: ['y', 'x', 'z'] })).toEqual(there);
  await expect(model.predict({ frames: [[9, 4]], features: ['y', 'z'] })).rejects.toThrow(/no column x/);
  model.dispose();
});

test('a label with a single example is learnt like any other; one label only is refused', async () => {
  const model = new Classifier({ ...options, epochs: 1 });
  await model.fit([...clips(8, 1).map((one) => ({ ...one, label: 'many' })), { ...clips(1, 2)[0], label: 'one' }]);
  expect(Object.keys((await model.predict(clips(1, 3)[0])).probabilities)).toEqual(['many', 'one']);
  model.dispose();
  const single = new Classifier(options);
  await expect(single.fit(clips(4, 1).map((one) => ({ ...one, label: 'a' })))).rejects.toThrow(
    /all 4 examples have the label "a"/,
  );
});

test('options for one kind and data of another are refused', async () => {
  const texts = [
    { text: 'red', label: 'a' },
    { text: 'blue', label: 'b' },
  ];
  await expect(new Classifier({ noise: 0.1 }).fit(texts)).rejects.toThrow(/options are for frames.*data hold text/);
  expect(() => new Classifier({ input: 'smell' } as object)).toThrow(/input is "smell".*"text", "frames" or "audio"/);
});
