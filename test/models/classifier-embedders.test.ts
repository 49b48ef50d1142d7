/** The sequence classifier over any embedder: recordings of frames, images, words with their letters. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import type { Embedder, MaskedBatch } from '../../models/embedders/embedder';
import { FrameEmbedder } from '../../models/embedders/frames';
import { WordEmbedder } from '../../models/embedders/words';
import { readWeights } from '../../models/network-weights';
import {
  type SequenceClassifier,
  sequenceClassifier,
  type SequenceClassifierConfig,
} from '../../models/sequence-classifier';
import { encodeWeights } from '../../src/bundle/layers-model';
import { ConfigError, ShapeError } from '../../src/errors';
import { Random } from '../../src/random';
import { expectClose } from '../support/numbers';
import { frameBatch, lengths, maskOf, wordBatch, words } from './sequence-tagger/support';

const random = () => Random.fromSeed(1);
const image = { height: 5, width: 4, channels: 1, filters: [2, 3], size: 5 };
const base: SequenceClassifierConfig = { classes: 3, cell: 'gru', hiddenSize: 4, bidirectional: true, layers: 2 };
const inference = { training: false };

beforeAll(async () => {
  await tf.setBackend('cpu');
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

/** With larger weights than at the start, so that no two logits are equal by coincidence. */
function spread<Batch extends MaskedBatch>(network: SequenceClassifier<Batch>): SequenceClassifier<Batch> {
  for (const { name, variable } of [...network.parameters(), ...(network.frozen?.() ?? [])]) {
    const values = Random.fromSeed(2).fork(name).normalArray(variable.size, 0.6);
    tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
  }
  return network;
}

type MakeBatch = (of: readonly number[], T: number, first?: number) => MaskedBatch;
const images: MakeBatch = (of, T, first) => frameBatch(of, T, first, 20);
const cases: [string, () => Embedder<MaskedBatch>, MakeBatch][] = [
  ['frames', () => new FrameEmbedder({ columns: 3 }, random()), frameBatch],
  ['images', () => new FrameEmbedder({ columns: 20, image }, random()), images],
  ['words with letters, features and given vectors', () => new WordEmbedder(words.embedder, random()), wordBatch],
];

describe.each(cases)('%s', (_, embedder, batch) => {
  it.each(['last', 'mean', 'max', 'attention', 'mean+max', 'last+max+mean'] as const)(
    'pooling %s: a padded batch gives what each sequence alone gives, gradients in sum',
    (pooling) => {
      const network = spread(sequenceClassifier({ ...base, pooling }, embedder(), random()));
      const factors = tf.tensor2d(random().normalArray(9), [3, 3]);
      const run = (inputs: MaskedBatch, factors: tf.Tensor) => {
        const variables = network.parameters().map(({ variable }) => variable);
        const loss = () => tf.sum<tf.Scalar>(tf.mul(network.logits(inputs, inference), factors));
        const { grads } = tf.variableGrads(loss, variables);
        const gradients = variables.map(({ name }) => [...grads[name].dataSync()]);
        return { logits: network.logits(inputs, inference).dataSync(), gradients };
      };
      const together = run(batch(lengths, 7), factors);
      const alone = lengths.map((length, b) => run(batch([length], length, b), tf.slice(factors, [b, 0], [1, 3])));
      expectClose(together.logits, alone.flatMap(({ logits }) => [...logits]), 2e-6); // prettier-ignore
      expect(new Set(together.logits).size).toBe(9);
      together.gradients.forEach((gradient, i) => {
        const sum = gradient.map((_, k) => alone.reduce((sum, { gradients }) => sum + gradients[i][k], 0));
        expect(gradient.some((x) => x !== 0)).toBe(true);
        expectClose(gradient, sum, 1e-5);
      });
    },
  );

  it('saves given vectors with its weights, and frees all of them', () => {
    tf.engine().endScope();
    const before = tf.memory().numTensors;
    const network = sequenceClassifier(base, embedder(), random());
    expect(tf.memory().numTensors).toBe(before + readWeights(network).length);
    network.dispose();
    network.dispose();
    expect(tf.memory().numTensors).toBe(before);
    tf.engine().startScope();
  });
});

/** h of a simple recurrent network over real steps, by loops: h = tanh(x W + h U + b). */
function lastState(xs: number[][], [W, U, b]: number[][][]): number[] {
  const row = (x: number[], M: number[][]) => M[0].map((_, j) => x.reduce((sum, value, i) => sum + value * M[i][j], 0));
  return xs.reduce(
    (h, x) => {
      const [fromX, fromH] = [row(x, W), row(h, U)];
      return b[0].map((bias, j) => Math.tanh(fromX[j] + fromH[j] + bias));
    },
    b[0].map(() => 0),
  );
}

it('frames: the logits are those of the equations, whatever the padding holds', () => {
  const config: SequenceClassifierConfig = { classes: 2, cell: 'simple-rnn', hiddenSize: 3 };
  const network = spread(sequenceClassifier(config, new FrameEmbedder({ columns: 3 }, random()), random()));
  const [W, U, b, V, c] = readWeights(network).map(({ shape, values }) => {
    const columns = shape.at(-1) ?? 1;
    return tf.tensor2d(values, [values.length / columns, columns]).arraySync();
  });
  const logits = network.logits(frameBatch([4, 2], 6), inference).arraySync();
  [4, 2].forEach((length, row) => {
    const frames = frameBatch([4, 2], 6).xs.arraySync()[row].slice(0, length);
    const h = lastState(frames, [W, U, b]);
    const expected = c[0].map((bias, k) => h.reduce((sum, value, i) => sum + value * V[i][k], bias));
    expectClose(logits[row], expected, 1e-6);
  });
});

it('frames with the last state open in stock TensorFlow.js, in a process of its own', () => {
  const network = spread(
    sequenceClassifier({ ...base, dropout: 0.2 }, new FrameEmbedder({ columns: 3 }, random()), random()),
  );
  const { xs, mask } = frameBatch([5, 5], 5); // stock layers have no mask of frames
  const weights = readWeights(network);
  const input = JSON.stringify({
    modelTopology: network.topology(),
    weightSpecs: weights.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })),
    weights: Buffer.from(encodeWeights(weights)).toString('base64'),
    ids: xs.arraySync(),
  });
  const script = join(__dirname, 'open-with-stock.cjs');
  const opened = JSON.parse(execFileSync(process.execPath, [script], { input, encoding: 'utf8' })) as {
    probabilities?: number[][];
    error?: string;
  };
  expect(opened.error).toBeUndefined();
  const expected = tf.softmax(network.logits({ xs, mask }, inference)).dataSync();
  expectClose(opened.probabilities?.flat() ?? [], expected, 1e-5);
});

it('takes a bias for its logits over any embedder', () => {
  const make = (logitBias?: number) => sequenceClassifier({ ...base, logitBias }, new FrameEmbedder({ columns: 20, image }, random()), random()); // prettier-ignore
  const batch = frameBatch([2, 1], 2, 0, 20);
  const logitBias = tf.tensor2d([[1, 0, -1], [0, 2, 0]]); // prettier-ignore
  const expected = tf.add(make().logits(batch, inference), tf.mul(logitBias, 0.5));
  expectClose(
    make(0.5)
      .logits({ ...batch, logitBias }, inference)
      .dataSync(),
    expected.dataSync(),
    1e-6,
  );
});

it('refuses a layers model of what stock layers cannot express, and batches that do not fit', () => {
  const network = sequenceClassifier(base, new FrameEmbedder({ columns: 20, image }, random()), random());
  expect(network.topology()).toEqual({});
  expect(() => network.toLayersModel()).toThrow(ConfigError);
  expect(() => network.toLayersModel()).toThrow(/images/);
  const batch = frameBatch([2, 1], 2, 0, 20);
  expect(() => network.logits({ ...batch, mask: maskOf([2], 2) }, inference)).toThrow(ShapeError);
  expect(() => network.logits(frameBatch([2], 2, 0, 7), inference)).toThrow(/xs has shape \[1,2,7\]/);
});
