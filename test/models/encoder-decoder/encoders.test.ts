/** The encoder of an encoder–decoder is handed in: of frames, of one image, and none at all (a language model). */
import * as tf from '@tensorflow/tfjs';
import { FrameEmbedder } from '../../../models/embedders/frames';
import { TokenEmbedder } from '../../../models/embedders/tokens';
import type { Encoder } from '../../../models/encoder-decoder/encoder';
import { EncoderDecoder } from '../../../models/encoder-decoder/encoder-decoder';
import {
  beginGeneration,
  disposeState,
  generationState,
  generationStep,
} from '../../../models/encoder-decoder/generation';
import type { RecurrentDecoderConfig } from '../../../models/encoder-decoder/decoder-config';
import { RecurrentDecoder } from '../../../models/encoder-decoder/recurrent-decoder';
import { RecurrentEncoder } from '../../../models/encoder-decoder/recurrent-encoder';
import { forcedLogits, targetLogits } from '../../../models/encoder-decoder/teacher-forcing';
import { readWeights } from '../../../models/network-weights';
import { Dense } from '../../../src/layers/dense';
import type { NamedVariable } from '../../../src/parameters';
import { Random } from '../../../src/random';
import { difference } from '../../layers/support';
import { frameBatch } from '../sequence-tagger/support';
import { batch } from '../support';
import { targets } from './support';

const inference = { training: false };
const random = () => Random.fromSeed(3);
const tokens = () => new TokenEmbedder({ vocabularySize: 9, embeddingSize: 3, name: 'target_embedding' }, random());
const decoder = (config: Partial<RecurrentDecoderConfig> = {}) =>
  new RecurrentDecoder({ cell: 'gru', hiddenSize: 4, ...config }, tokens(), random());
const lengths = [5, 1, 3];

/** Inputs of the targets with their real positions. */
function targetBatch(rows: readonly number[] = [0, 1, 2]) {
  const { ids: inputs, mask } = batch(rows.map((row) => targets[row]));
  const positions = Int32Array.from([...mask.dataSync()].flatMap((one, position) => (one ? [position] : [])));
  return { inputs, positions };
}

function spread<Batch>(model: EncoderDecoder<Batch>): EncoderDecoder<Batch> {
  for (const { name, variable } of model.parameters()) {
    const values = random().fork(name).normalArray(variable.size, 0.6);
    tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
  }
  return model;
}

function gradientsOf<Batch>(model: EncoderDecoder<Batch>, source: Batch): Record<string, Float32Array> {
  const variables = model.parameters().map(({ variable }) => variable);
  const loss = () => tf.sum<tf.Scalar>(tf.square(forcedLogits(model, { source, ...targetBatch() }, inference)));
  const { grads } = tf.variableGrads(loss, variables);
  return Object.fromEntries(
    model.parameters().map(({ name, variable }) => [name, grads[variable.name].dataSync<'float32'>()]),
  );
}

/** One image [B,2,2,3] → four states, one for each pixel, and a start from their mean: the shape of a captioner. */
class PixelEncoder implements Encoder<tf.Tensor4D> {
  readonly layers = ['h', 'c'].map(
    (name) => new Dense({ name, units: 4, activation: 'tanh', random: random().fork(name) }),
  );

  frozen(): NamedVariable[] {
    return [];
  }

  encode(images: tf.Tensor4D) {
    const states = tf.reshape<tf.Rank.R3>(images, [images.shape[0], 4, 3]); // [B,S,E]
    const start = [this.layers.map((layer) => layer.apply(tf.mean(states, 1)) as tf.Tensor)];
    return { states, mask: tf.ones<tf.Rank.R2>([images.shape[0], 4]), start };
  }

  example(): tf.Tensor4D {
    return tf.zeros([1, 2, 2, 3]);
  }
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

it('frames: a padded batch gives what each recording alone gives, and every weight has a gradient', () => {
  const encoder = new RecurrentEncoder(
    { cell: 'gru', hiddenSize: 4, bidirectional: true },
    new FrameEmbedder({ columns: 3 }, random()),
    random(),
  );
  const model = spread(new EncoderDecoder(encoder, decoder({ attention: 'additive' })));
  const logits = forcedLogits(model, { source: frameBatch(lengths, 7), ...targetBatch() }, inference);
  const alone = lengths.map((length, b) => {
    const source = frameBatch([length], length, b);
    return forcedLogits(model, { source, ...targetBatch([b]) }, inference);
  });
  expect(difference(logits, tf.concat(alone))).toBeLessThan(2e-6);
  const gradients = gradientsOf(model, frameBatch(lengths, 7));
  Object.values(gradients).forEach((gradient) => expect(gradient.some((x) => x !== 0)).toBe(true));
});

it('an image: attention over its states, a start of its own, in training and step by step', async () => {
  const model = spread(new EncoderDecoder(new PixelEncoder(), decoder({ cell: 'lstm', attention: 'general' })));
  const images = tf.tensor4d(random().normalArray(36), [3, 2, 2, 3]);
  const gradients = gradientsOf(model, images);
  expect(Object.keys(gradients).slice(0, 3)).toEqual(['target_embedding/embeddings', 'h/kernel', 'h/bias']);
  Object.values(gradients).forEach((gradient) => expect(gradient.some((x) => x !== 0)).toBe(true));

  const forced = forcedLogits(model, { source: images, ...targetBatch() }, inference);
  const start = beginGeneration(model, images);
  const { logProbabilities, attention } = await generationStep(model.decoder, Int32Array.of(2, 2, 2), start);
  expect(attention).toHaveLength(3 * 4);
  const first = tf.gather(tf.logSoftmax(forced), tf.tensor1d([0, 4, 6], 'int32')); // the first step of each target
  expect(difference(tf.tensor2d(logProbabilities, [3, 9]), first)).toBeLessThan(1e-5);
});

describe('a decoder alone is a language model', () => {
  const make = () => decoder({ cell: 'lstm', layers: 2, tied: true, prefix: '' });
  const positions = (T: number) => Int32Array.from({ length: 2 * T }, (_, i) => i);
  const ids = () => tf.tensor2d([[2, 5, 8, 4, 3, 7], [2, 6, 1, 1, 5, 4]], undefined, 'int32'); // prettier-ignore

  it('carries its states from window to window: two windows give what one long one gives', () => {
    const model = make();
    const whole = targetLogits(model, model.zeroState(2), { inputs: ids(), positions: positions(6) }, inference);
    let state = model.zeroState(2);
    const parts = [0, 2].map((from, i) => {
      const inputs = tf.slice(ids(), [0, from], [2, [2, 4][i]]);
      const result = targetLogits(model, state, { inputs, positions: positions(inputs.shape[1]) }, inference);
      ({ state } = result);
      return tf.reshape(result.logits, [2, -1, 9]);
    });
    expect(difference(tf.reshape(tf.concat(parts, 1), [12, 9]), whole.logits)).toBeLessThan(1e-6);
    expect(model.layers.map(({ name }) => name)).toEqual([
      'target_embedding',
      'lstm_1',
      'lstm_2',
      'readout',
      'token_logits',
    ]);
  });

  it('generates from its zero state what training computes, and leaks no tensor', async () => {
    const model = make();
    const { logits } = targetLogits(model, model.zeroState(2), { inputs: ids(), positions: positions(6) }, inference);
    const expected = tf.reshape(tf.logSoftmax(logits), [2, 6, 9]);
    const before = tf.memory().numTensors;
    let state = generationState(() => model.zeroState(2));
    const steps: Float32Array[] = [];
    for (const tokens of [
      [2, 2],
      [5, 6],
    ]) {
      const step = await generationStep(model, Int32Array.from(tokens), state);
      disposeState(state);
      steps.push(step.logProbabilities);
      ({ state } = step);
    }
    disposeState(state);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
    steps.forEach((values, t) => {
      const step = tf.squeeze(tf.slice(expected, [0, t, 0], [2, 1, 9]), [1]);
      expect(difference(tf.tensor2d(values, [2, 9]), step)).toBeLessThan(1e-5);
    });
  });
});

it('frozen weights are saved with the others', () => {
  class Given extends PixelEncoder {
    override frozen(): NamedVariable[] {
      return [{ name: 'given', variable: given }];
    }
  }
  const given = tf.variable(tf.zeros([2]), false);
  const model = new EncoderDecoder(new Given(), decoder({ cell: 'lstm' }));
  expect(readWeights(model).at(-1)?.name).toBe('given');
  model.dispose();
  expect(given.isDisposed).toBe(true);
});
