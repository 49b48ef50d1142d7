import * as tf from '@tensorflow/tfjs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FrameRecording } from '../../../../src/data/examples/frames';
import { movingShapesSplits } from '../../../../src/data/generated/moving-shapes';
import { ConfigError, DataError } from '../../../../src/errors';
import { load } from '../../../../src/node';
import { Random } from '../../../../src/random';
import type { FramesPrediction } from '../../../../tasks/tagging/frames/predictions';
import { MAX_CHUNK_FRAMES, CHUNK_OVERLAP } from '../../../../tasks/tagging/frames/predictor';
import { Tagger } from '../../../../tasks/tagging/tagging';
import type { TaggerOptions } from '../../../../tasks/tagging/settings';
import { onCpu } from '../../support';
import { frameOptions, recording, recordings } from '../support';

const train = recordings(8, 1);
const validation = recordings(2, 2);
const test = recordings(3, 3);
let folder: string;
let forward: Tagger;
let both: Tagger;

const labelsOf = (answer: unknown) => (answer as FramesPrediction).frames.map(({ label }) => label);
const chances = (answer: unknown) => (answer as FramesPrediction).frames.map(({ probability }) => probability);

async function trained(options: object = {}, examples = train) {
  const model = new Tagger({ ...frameOptions, ...options });
  await model.fit(examples, { validation });
  return model;
}

beforeAll(async () => {
  await onCpu();
  folder = mkdtempSync(join(tmpdir(), 'tfseq-frames-'));
  forward = await trained({ bidirectional: false });
  both = await trained();
});
afterAll(() => {
  forward.dispose();
  both.dispose();
  rmSync(folder, { recursive: true, force: true });
});

describe('a tagger of frames', () => {
  it('learns what only the past tells, better than linear models of a frame', async () => {
    const { baselines, ...figures } = await both.evaluate(test);
    expect(figures.accuracy).toBeGreaterThan(0.9);
    expect(figures.macroF1).toBeGreaterThan(0.85);
    expect(figures.editScore).toBeGreaterThan(0.4);
    expect(baselines['most frequent label'].accuracy).toBeLessThan(0.6);
    expect(baselines['linear on a frame'].accuracy).toBeLessThan(figures.accuracy);
    expect(Object.keys(baselines)).toContain('linear on 10 frames to both sides');
    expect(both.config).toMatchObject({ input: 'frames', window: 30 });
  });

  it('is the same from a bundle, the scale of training among it', async () => {
    const place = join(folder, 'bundle');
    await both.save(place);
    const again = (await load(place)) as unknown as Tagger;
    expect(await again.predict(test[0])).toEqual(await both.predict(test[0]));
    again.dispose();
  });

  it('answers recordings alone and together alike, with or without a name', async () => {
    const together = await both.predict(test);
    for (const [i, one] of test.entries()) {
      const alone = await both.predict({ frames: one.frames, size: one.size });
      expect(labelsOf(together[i])).toEqual(labelsOf(alone));
      expect(alone).not.toHaveProperty('recording');
      expect(together[i]).toHaveProperty('recording', one.recording);
    }
  });

  it('a long recording in windows with carried state: the answers of the whole', async () => {
    const long = recording(Random.fromSeed(9), MAX_CHUNK_FRAMES + 700);
    const [answer] = await forward.predict([long]);
    const stream = forward.stream();
    const expected = Array.from({ length: long.steps }, (_, t) => {
      const { label, probability } = stream.next(long.frames.subarray(3 * t, 3 * t + 3));
      return { label, probability };
    });
    stream.dispose();
    expect(labelsOf(answer)).toEqual(expected.map(({ label }) => label));
    chances(answer).forEach((p, t) => expect(p).toBeCloseTo(expected[t].probability, 5));
  });

  it('in both directions long recordings are read in windows that overlap: hardly any difference', async () => {
    const long = recording(Random.fromSeed(9), MAX_CHUNK_FRAMES + 1);
    const [answer] = await both.predict([long]);
    const start = MAX_CHUNK_FRAMES - 2 * CHUNK_OVERLAP; // the border of the first two windows
    const around = long.frames.subarray(3 * (start - 1500), 3 * (start + 1500));
    const whole = await both.predict({ frames: around, size: 3 });
    expect(labelsOf(answer).slice(start - 500, start + 500)).toEqual(labelsOf(whole).slice(1000, 2000));
    expect(labelsOf(answer)).toHaveLength(MAX_CHUNK_FRAMES + 1);
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const model = await trained({ epochs: 1, bidirectional: false });
    await model.evaluate(test, { baselinesFrom: [] });
    await model.predict(recording(Random.fromSeed(9), MAX_CHUNK_FRAMES + 5));
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([
    { cell: 'gru', layers: 2, dropout: 0.2, noise: 0.1, classWeights: 'balanced' },
    { cell: 'simple-rnn', bidirectional: false, context: 0, window: 7, labelSmoothing: 0.1 },
    { centre: 'recording', classWeights: { rest: 1, left: 2, right: 2 } },
  ])('trains with %j', async (options) => {
    const model = new Tagger({ ...frameOptions, ...options, epochs: 3 } as TaggerOptions);
    const { history } = await model.fit(train);
    expect(history[2].train.loss).toBeLessThan(history[0].train.loss);
    model.dispose();
  });

  it('by the same seed the same, also resumed', async () => {
    const options = { ...frameOptions, epochs: 2, dropout: 0.2, noise: 0.1 } as TaggerOptions;
    const whole = new Tagger(options);
    await whole.fit(train);
    const checkpoints = join(folder, 'run');
    const abort = new AbortController();
    const first = new Tagger(options);
    await first.fit(train, {
      checkpoints,
      signal: abort.signal,
      onEvent: (event) => event.type === 'step' && event.globalStep === 3 && abort.abort(),
    });
    const second = new Tagger(options);
    await second.fit(train, { checkpoints, resume: true });
    expect(await second.predict(test[0])).toEqual(await whole.predict(test[0]));
    const others = train.map((one, i) => (i ? one : { ...one, frames: one.frames.map((x) => x + 1) }));
    const third = new Tagger(options);
    const soon = new AbortController();
    await third.fit(train, {
      checkpoints: join(folder, 'run-3'),
      signal: soon.signal,
      onEvent: (event) => event.type === 'step' && soon.abort(),
    });
    await expect(new Tagger(options).fit(others, { checkpoints: join(folder, 'run-3'), resume: true })).rejects.toThrow(
      /training examples/,
    );
  });
});

it("takes each recording's own mean off if asked to: recordings that begin elsewhere", async () => {
  const moved = (all: FrameRecording[], by: number) =>
    all.map((one) => ({ ...one, frames: one.frames.map((x, i) => (i % 3 ? x : x + by)) }));
  const examples = train.map((one, i) => moved([one], 10 * i)[0]);
  const model = await trained({ centre: 'recording' }, examples);
  const [there, here] = [await model.predict(moved(test, 500)), await model.predict(test)];
  expect(there.flatMap(labelsOf)).toEqual(here.flatMap(labelsOf));
  expect((await model.evaluate(test, { baselinesFrom: [] })).accuracy).toBeGreaterThan(0.85);
  model.dispose();
});

it('pictures go through convolutions: shapes that move', async () => {
  const splits = movingShapesSplits(Random.fromSeed(1), {
    sizes: { train: 12, validation: 2, test: 3 },
    pixels: 8,
  });
  const model = new Tagger({ ...frameOptions, epochs: 2, filters: [3], imageSize: 6 });
  const { history } = await model.fit(splits.train);
  expect(history[1].train.loss).toBeLessThan(history[0].train.loss);
  const { baselines, ...figures } = await model.evaluate(splits.test ?? []);
  expect(figures.accuracy).toBeGreaterThan(0.1);
  expect(Object.keys(baselines)).not.toContain('linear on 10 frames to both sides');
  const place = join(folder, 'shapes');
  await model.save(place);
  const again = await Tagger.load(place);
  expect(await again.predict(splits.train[0])).toEqual(await model.predict(splits.train[0]));
  expect(again.describe().parameters.map(({ name }) => name)).toContain('convolution_1/kernel');
});

it('columns are found by their names, wherever they stand; one that is missing is named', async () => {
  const features = ['x', 'y', 'z'];
  const model = await trained(
    { epochs: 1 },
    train.map((one) => ({ ...one, features })),
  );
  const [first] = test;
  const other = new Float32Array(4 * first.steps);
  for (let t = 0; t < first.steps; t++) [2, 9, 0, 1].forEach((f, i) => (other[4 * t + i] = first.frames[3 * t + f]));
  const moved = { ...first, frames: other, size: 4, features: ['z', 'time', 'x', 'y'] };
  expect(await model.predict(moved)).toEqual(await model.predict({ ...first, features }));
  expect(await model.evaluate([moved])).toEqual(await model.evaluate([{ ...first, features }]));
  const lacking = { ...first, features: ['x', 'why', 'z'] };
  await expect(model.predict(lacking)).rejects.toThrow(/there is no column y\./);
  model.dispose();
});

it('pictures of another shape, or filters that leave nothing of them: refused', async () => {
  const pictures = train.map((one) => ({ ...one, shape: [1, 3, 1] as const }));
  await expect(trained({ filters: [2] }, pictures)).rejects.toThrow(/1 × 3 is halved 1 times.*at most 0 filters/);
  const squares = movingShapesSplits(Random.fromSeed(1), { sizes: { train: 6, validation: 1, test: 1 }, pixels: 8 });
  const model = new Tagger({ ...frameOptions, filters: [2], imageSize: 4, epochs: 1 });
  await model.fit(squares.train);
  await expect(model.predict({ ...squares.train[0], shape: [4, 16, 1] })).rejects.toThrow(/images of \[4,16,1\]/);
  model.dispose();
});

describe('bad input', () => {
  it.each([
    ['text', 'a text', /the input is "a text".*trained with words/],
    ['nothing', null, /the input is null/],
    ['words', { words: ['a'] }, /trained with words/],
  ])('%s', async (_, input, message) => {
    await expect(both.predict([input as unknown as FrameRecording])).rejects.toThrow(DataError);
    await expect(both.predict([input as unknown as FrameRecording])).rejects.toThrow(message);
  });

  const good = train[0];
  const fit = (...examples: FrameRecording[]) => new Tagger(frameOptions).fit(examples);

  it.each([
    [
      'rows of another width',
      { ...good, frames: new Float32Array(8), size: 4, labels: good.labels.slice(0, 2), where: 'x.csv line 9' },
      /x\.csv line 9 recording r1: .*frames of 4.*each of 3 values/,
    ],
    [
      'frames and labels that disagree',
      { ...good, labels: good.labels.slice(1) },
      /recording r1: there are 120 frames and 119 labels/,
    ],
    [
      'NaN, with recording and frame',
      { ...good, frames: good.frames.map((x, i) => (i === 13 ? NaN : x)) },
      /recording r1 frame 5: value 2 is NaN/,
    ],
    ['no frames', { ...good, frames: new Float32Array(0), labels: [] }, /there are 0 values/],
  ])('%s', async (_, example: FrameRecording, message) => {
    await expect(fit(good, example)).rejects.toThrow(DataError);
    await expect(fit(good, example)).rejects.toThrow(message);
  });

  it('a column that has one value only', async () => {
    const still = { ...good, frames: good.frames.map((x, i) => (i % 3 === 1 ? 7 : x)), features: ['x', 'y', 'z'] };
    await expect(fit(still)).rejects.toThrow(/a column has one value in every frame: y\./);
  });

  it('a label that training did not have', async () => {
    const [first] = test;
    const labels = first.labels.map((label, t) => (t === 4 ? 'jump' : label));
    await expect(both.evaluate([{ ...first, labels }])).rejects.toThrow(/recording r1 frame 5: the tag "jump"/);
    const read = { ...first, labels, where: 'x.csv line 2', lines: labels.map((_, t) => 2 * t + 2) };
    await expect(both.evaluate([read])).rejects.toThrow(/x\.csv line 10 recording r1 frame 5: the tag "jump"/);
  });

  it('a recording shorter than a window is one window', async () => {
    const short = recordings(6, 4, 11);
    const model = await trained({ epochs: 1 }, short);
    expect(labelsOf(await model.predict(short[0]))).toHaveLength(11);
    model.dispose();
  });

  it('another width at prediction', async () => {
    await expect(both.predict({ frames: new Float32Array(8), size: 4 })).rejects.toThrow(/each of 3 values/);
  });

  it('a bidirectional model, or one that needs whole recordings, does not stream', async () => {
    expect(() => both.stream()).toThrow(ConfigError);
    expect(() => both.stream()).toThrow(/bidirectional: false/);
    const model = await trained({ centre: 'recording', bidirectional: false, epochs: 1 });
    expect(() => model.stream()).toThrow(/centre: training/);
    model.dispose();
  });
});
