import * as tf from '@tensorflow/tfjs';
import type { FrameRecording } from '../../../../src/data/examples/frames';
import { movingShapesSplits } from '../../../../src/data/generated/moving-shapes';
import { ConfigError, DataError, ShapeError } from '../../../../src/errors';
import { Random } from '../../../../src/random';
import type { FramesPrediction } from '../../../../tasks/tagging/frames/predictions';
import { Tagger } from '../../../../tasks/tagging/tagging';
import type { StreamState } from '../../../../tasks/tagging/frames/frame-stream';
import { onCpu } from '../../support';
import { frameOptions, recordings } from '../support';

const [test] = recordings(1, 3);
const frameAt = ({ frames, size }: FrameRecording, t: number) => frames.subarray(t * size, (t + 1) * size);

async function trained(options: object = {}, examples = recordings(3, 1)) {
  const model = new Tagger({ ...frameOptions, bidirectional: false, epochs: 2, ...options });
  await model.fit(examples);
  return model;
}

beforeAll(onCpu);

describe.each(['lstm', 'gru', 'simple-rnn'])('%s', (cell) => {
  let model: Tagger;
  beforeAll(async () => {
    model = await trained({ cell, layers: 2 });
  });
  afterAll(() => model.dispose());

  it('answers frame by frame what it answers on the whole, to 1e-6', async () => {
    const { frames: expected } = (await model.predict(test)) as FramesPrediction;
    const stream = model.stream();
    expected.forEach(({ label, probability }, t) => {
      const answer = stream.next(frameAt(test, t));
      expect(answer.label).toBe(label);
      expect(Math.abs(answer.probability - probability)).toBeLessThan(1e-6);
    });
    expect(stream.state.frames).toBe(test.steps);
    stream.dispose();
  });

  it('goes on from a state elsewhere, which may have been JSON in between', () => {
    const [one, other] = [model.stream(), model.stream()];
    for (let t = 0; t < 40; t++) one.next(frameAt(test, t));
    other.dispose();
    const second = model.stream(JSON.parse(JSON.stringify(one.state)) as StreamState);
    for (let t = 40; t < 60; t++) {
      const expected = one.next(frameAt(test, t)).probabilities.slice();
      expect(second.next(frameAt(test, t)).probabilities).toEqual(expected);
    }
    one.dispose();
    second.dispose();
  });

  it('needs no memory that grows', () => {
    const stream = model.stream();
    const before = { ...tf.memory() };
    for (let t = 0; t < 5000; t++) stream.next(frameAt(test, t % test.steps));
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numBytes).toBe(before.numBytes);
    stream.dispose();
  });
});

it('pictures stream too', async () => {
  const { train } = movingShapesSplits(Random.fromSeed(1), {
    sizes: { train: 6, validation: 1, test: 1 },
    pixels: 8,
  });
  const model = await trained({ filters: [2], imageSize: 4 }, train);
  const { frames: expected } = (await model.predict(train[0])) as FramesPrediction;
  const stream = model.stream();
  const before = tf.memory().numTensors;
  expected.forEach(({ probability }, t) =>
    expect(stream.next(frameAt(train[0], t)).probability).toBeCloseTo(probability, 6),
  );
  expect(tf.memory().numTensors).toBe(before);
  stream.dispose();
  model.dispose();
});

it('refuses frames of another size, NaN, and to go on when it is disposed of', async () => {
  const model = await trained();
  const stream = model.stream();
  stream.next(frameAt(test, 0));
  expect(() => stream.next(new Float32Array(2))).toThrow(/frame 2: there are 2 values/);
  expect(() => stream.next(Float32Array.of(1, NaN, 2))).toThrow(DataError);
  expect(() => stream.next(Float32Array.of(1, NaN, 2))).toThrow(/^stream frame 2: value 2 is NaN/);
  for (const frame of [undefined, null, 'a', {}]) {
    expect(() => stream.next(frame as Float32Array)).toThrow(DataError);
  }
  for (const state of [null, {}, 3, { frames: 1, layers: [{ h: ['a'] }] }]) {
    expect(() => model.stream(state as unknown as StreamState)).toThrow(ConfigError);
  }
  expect(() => model.stream({ frames: 1, layers: [{ h: [1] }] })).toThrow(ShapeError);
  stream.dispose();
  stream.dispose();
  expect(() => stream.next(frameAt(test, 1))).toThrow(ConfigError);
  model.dispose();
});
