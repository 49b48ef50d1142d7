/** classWeights=auto: where one label has most of the training data, labels are corrected after training. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameRecording } from '../../src/data/examples/frames';
import type { LabeledText } from '../../src/data/examples/labeled-text';
import { Tagger, SentimentClassifier } from '../../src/node';
import { Random } from '../../src/random';
import type { FramesPrediction } from '../../tasks/tagging/frames/predictions';
import { LabelDecision } from '../../tasks/targets/label-decision';
import { onCpu, toyOptions } from './support';

let folder: string;
let fit: jest.SpyInstance<void, Parameters<LabelDecision['fit']>>;
beforeAll(async () => {
  await onCpu();
  folder = mkdtempSync(join(tmpdir(), 'tfseq-class-weights-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
/** Fits as strongly as it can, so that every test has a correction. */
beforeEach(() => {
  fit = jest.spyOn(LabelDecision.prototype, 'fit').mockImplementation(function (this: LabelDecision) {
    this.strength = 1;
  });
});
afterEach(() => fit.mockRestore());

/** One of twelve is rare; its word is twice as often in common ones. */
const texts = (count: number): LabeledText[] =>
  Array.from({ length: count }, (_, i) => ({
    text: i % 4 === 0 ? 'an odd film' : 'a plain film',
    label: i % 12 === 0 ? 'rare' : 'common',
  }));
const textOptions = {
  ...toyOptions,
  pooling: 'mean+max',
  learningRate: 0.05,
  epochs: 12,
  classWeights: 'auto',
} as const;

describe('of texts', () => {
  async function trained(options: object = {}, train = texts(60)) {
    const model = new SentimentClassifier({ ...textOptions, ...options });
    await model.fit(train, { validation: texts(48) });
    return model;
  }

  it('a rarer label is predicted where it is not the most probable; probabilities stay as they are', async () => {
    const model = await trained();
    expect(fit).toHaveBeenCalledTimes(1);
    expect(fit.mock.calls[0][0].map(({ truth }) => truth[0])).toEqual(
      texts(48).map(({ label }) => Number(label === 'rare')),
    );
    const { label, probabilities } = await model.predict('an odd film');
    expect(label).toBe('rare');
    expect(probabilities.common).toBeGreaterThan(0.5);
    const { accuracy, macroF1, loss } = await model.evaluate(texts(48));
    expect(accuracy).toBeCloseTo(40 / 48, 12); // all 12 odd ones are said to be rare, 4 of them are
    expect(macroF1).toBeCloseTo((2 * 36) / (36 + 44) / 2 + (2 * 4) / (12 + 4) / 2, 12);
    const logLosses = await Promise.all(
      texts(12).map(async ({ text, label }) => -Math.log((await model.predict(text)).probabilities[label])),
    );
    expect(loss).toBeCloseTo(logLosses.reduce((sum, x) => sum + x, 0) / 12, 5);
    model.dispose();
  });

  it('is the same from a bundle, and says so', async () => {
    const model = await trained();
    const place = join(folder, 'texts');
    await model.save(place);
    const again = await SentimentClassifier.load(place);
    expect(await again.predict('an odd film')).toEqual(await model.predict('an odd film'));
    expect(again.describe().encoder).toMatchObject({ priorCorrection: 1 });
    model.dispose();
    again.dispose();
  });

  it('not with other class weights, nor where no label has most of the training data', async () => {
    const even = texts(60).map((one, i) => ({ ...one, label: i % 2 ? 'rare' : 'common' }));
    for (const model of [
      await trained({ classWeights: 'none' }),
      await trained({ classWeights: 'balanced' }),
      await trained({}, even),
    ]) {
      expect(model.describe().encoder).not.toHaveProperty('priorCorrection');
      model.dispose();
    }
    expect(fit).not.toHaveBeenCalled();
  });

  it('a validation set of one label, or none, corrects nothing', async () => {
    fit.mockRestore();
    const common = texts(48).filter(({ label }) => label === 'common');
    for (const validation of [common, undefined]) {
      const model = new SentimentClassifier(textOptions);
      await model.fit(texts(60), { validation });
      expect(model.describe().encoder).not.toHaveProperty('priorCorrection');
      model.dispose();
    }
  });
});

describe('of frames', () => {
  const recordings = (count: number): FrameRecording[] => {
    const random = Random.fromSeed(1);
    return Array.from({ length: count }, (_, r) => {
      const labels = Array.from({ length: 40 }, () => (random.uniform() < 0.1 ? 'event' : 'rest'));
      const frames = Float32Array.from(labels, (label) => Number(label === 'event') + 0.5 * random.normal());
      return { recording: `r${r}`, frames, steps: 40, size: 1, labels };
    });
  };
  const options = { input: 'frames', hiddenSize: 4, epochs: 2, batchSize: 2, bidirectional: false } as const;

  it('whole recordings, streams and bundles predict alike, and more of what is rare', async () => {
    const [model, plain] = [new Tagger(options), new Tagger({ ...options, classWeights: 'none' })];
    for (const one of [model, plain]) await one.fit(recordings(6), { validation: recordings(2) });
    expect(model.config.classWeights).toBe('auto');
    expect(fit).toHaveBeenCalledTimes(1);
    expect(fit.mock.calls[0][0].map(({ truth, probabilities }) => [truth.length, probabilities.length])).toEqual([
      [40, 80],
      [40, 80],
    ]);
    const [test] = recordings(1);
    const labelsBy = async (tagger: Tagger) =>
      ((await tagger.predict(test)) as FramesPrediction).frames.map(({ label }) => label);
    const events = (labels: string[]) => labels.filter((label) => label === 'event').length;
    const labels = await labelsBy(model);
    expect(events(labels)).toBeGreaterThan(events(await labelsBy(plain)));
    const stream = model.stream();
    expect(Array.from(test.frames, (value) => stream.next(Float32Array.of(value)).label)).toEqual(labels);
    stream.dispose();
    const place = join(folder, 'frames');
    await model.save(place);
    const again = await Tagger.load(place);
    expect(await labelsBy(again)).toEqual(labels);
    for (const one of [model, plain, again]) one.dispose();
  });
});
