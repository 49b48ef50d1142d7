import * as tf from '@tensorflow/tfjs';
import type { EncoderDecoder } from '../../../models/encoder-decoder/encoder-decoder';
import { textToText } from '../../../models/encoder-decoder/text-to-text';
import { forcedLogits } from '../../../models/encoder-decoder/teacher-forcing';
import { ConfigError, ShapeError } from '../../../src/errors';
import { Random } from '../../../src/random';
import { difference, probe } from '../../layers/support';
import { forcedBatch, kinds, makeModel, small, targets } from './support';

const inference = { training: false };

beforeAll(async () => {
  await tf.setBackend('cpu');
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

/** Logits of all real steps weighted by values that differ everywhere, and the gradients of all parameters. */
function lossAndGradients(model: EncoderDecoder, weights: tf.Tensor, rows?: number[]) {
  const loss = () => tf.sum<tf.Scalar>(tf.mul(forcedLogits(model, forcedBatch(rows), inference), weights));
  const parameters = model.parameters();
  const { value, grads } = tf.variableGrads(loss, parameters.map(({ variable }) => variable)); // prettier-ignore
  return { value, gradients: parameters.map(({ variable }) => grads[variable.name]) };
}

describe.each(Object.entries(kinds))('encoder–decoder: %s', (_, changes) => {
  it('a padded batch gives what each pair alone gives, gradients in sum', () => {
    const model = makeModel(changes);
    const steps = targets.map((target) => target.length);
    const factors = probe('factors', [9, 9]);
    const together = lossAndGradients(model, factors);
    const logits = forcedLogits(model, forcedBatch(), inference);
    const alone = targets.map((_, row) => {
      const offset = steps.slice(0, row).reduce((a, b) => a + b, 0);
      const part = tf.slice(factors, [offset, 0], [steps[row], -1]);
      const single = forcedLogits(model, forcedBatch([row]), inference);
      expect(difference(tf.slice(logits, [offset, 0], [steps[row], -1]), single)).toBeLessThan(2e-6);
      return lossAndGradients(model, part, [row]);
    });
    together.gradients.forEach((gradient, i) => {
      const sum = tf.addN(alone.map(({ gradients }) => gradients[i]));
      expect(difference(gradient, sum)).toBeLessThan(1e-5);
    });
  });

  it('its gradients are those of finite differences, and none is zero', () => {
    const model = makeModel(changes);
    const factors = probe('factors', [9, 9]);
    const { gradients } = lossAndGradients(model, factors);
    const value = () => tf.sum(tf.mul(forcedLogits(model, forcedBatch(), inference), factors)).dataSync()[0];
    model.parameters().forEach(({ name, variable }, i) => {
      const direction = Random.fromSeed(1).fork(name).normalArray(variable.size);
      const start = variable.dataSync().slice();
      const at = (step: number) => {
        variable.assign(tf.tensor(start.map((x, k) => x + step * direction[k]), variable.shape)); // prettier-ignore
        return value();
      };
      const numeric = (at(2e-3) - at(-2e-3)) / 4e-3;
      at(0);
      const along = tf.sum(tf.mul(gradients[i], tf.tensor(direction, variable.shape))).dataSync()[0];
      const scale = tf.sum(tf.abs(gradients[i])).dataSync()[0];
      expect(scale).toBeGreaterThan(0);
      expect([name, Math.abs(along - numeric) < 4e-3 * scale + 2e-3]).toEqual([name, true]);
    });
  });

  it('while training the same random stream gives the same logits, another one others', () => {
    const model = makeModel({ ...changes, dropout: 0.4, embeddingDropout: 0.3, recurrentDropout: 0.2 });
    const logits = (seed: number) =>
      forcedLogits(model, forcedBatch(), { training: true, random: Random.fromSeed(seed) });
    expect(difference(logits(1), logits(1))).toBe(0);
    expect(difference(logits(1), logits(2))).toBeGreaterThan(0.01);
  });

  it('step by step or all at once: the same, dropout included', () => {
    const model = makeModel({ ...changes, dropout: 0.4, embeddingDropout: 0.3, recurrentDropout: 0.2 });
    const context = { training: true, random: Random.fromSeed(3) };
    const batch = forcedBatch();
    const stepwise = forcedLogits(model, { ...batch, sampled: tf.zerosLike(batch.inputs) }, context);
    expect(difference(stepwise, forcedLogits(model, batch, context))).toBeLessThan(1e-5);
  });
});

describe('scheduled sampling', () => {
  it('a sampled step reads what the model generated before', () => {
    const model = makeModel({ attention: 'general' });
    const batch = forcedBatch([0]);
    const generated = [2];
    for (let t = 1; t < 4; t++) {
      const inputs = tf.tensor2d([generated], undefined, 'int32');
      const logits = forcedLogits(model, { ...batch, inputs, positions: Int32Array.of(t - 1) }, inference);
      generated.push(tf.argMax(logits, 1).dataSync()[0]);
    }
    expect(generated).not.toEqual(targets[0]);
    const sampled = tf.tensor2d([[0, 1, 1, 1]]);
    const free = forcedLogits(model, { ...batch, sampled }, inference);
    const teacherForced = forcedLogits(
      model,
      { ...batch, inputs: tf.tensor2d([generated], undefined, 'int32') },
      inference,
    );
    expect(difference(free, teacherForced)).toBeLessThan(1e-5);
    const variables = model.parameters().map(({ variable }) => variable);
    const gradients = (changes: object) =>
      tf.variableGrads(() => tf.sum(forcedLogits(model, { ...batch, ...changes }, inference)), variables).grads;
    const [ofFree, ofForced] = [
      gradients({ sampled }),
      gradients({ inputs: tf.tensor2d([generated], undefined, 'int32') }),
    ];
    for (const { name } of variables) expect(difference(ofFree[name], ofForced[name])).toBeLessThan(1e-5);
  });
});

describe('encoder–decoder', () => {
  it('names its parameters the same in every process, each once', () => {
    const names = () => makeModel({ attention: 'additive', bidirectional: true, tying: 'target', cell: 'lstm' }).parameters().map(({ name }) => name); // prettier-ignore
    expect(names()).toEqual(names());
    expect(new Set(names()).size).toBe(names().length);
    expect(names()).toEqual([
      'source_embedding/embeddings',
      'target_embedding/embeddings',
      ...['forward', 'backward'].flatMap((direction) =>
        ['kernel', 'recurrent_kernel', 'bias'].map(
          (weight) => `encoder_bidirectional_1/${direction}_encoder_lstm_1/${weight}`,
        ),
      ),
      ...['h', 'c'].flatMap((state) => [`bridge_1_${state}/kernel`, `bridge_1_${state}/bias`]),
      ...['kernel', 'recurrent_kernel', 'bias'].map((weight) => `decoder_lstm_1/${weight}`),
      ...['query', 'key', 'score'].map((weight) => `attention/${weight}_kernel`),
      'readout/kernel',
      'readout/bias',
      'token_logits/bias',
    ]);
  });

  it('starts from the seed', () => {
    const logits = (seed: number) =>
      forcedLogits(textToText({ ...small, attention: 'general' }, Random.fromSeed(seed)), forcedBatch(), inference); // prettier-ignore
    expect(difference(logits(1), logits(1))).toBe(0);
    expect(difference(logits(1), logits(2))).toBeGreaterThan(0.1);
  });

  it('frees all its weights', () => {
    tf.engine().endScope();
    const before = tf.memory().numTensors;
    const model = textToText({ ...small, attention: 'additive', bidirectional: true }, Random.fromSeed(1));
    expect(tf.memory().numTensors).toBe(before + model.parameters().length);
    model.dispose();
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
    tf.engine().startScope();
  });

  it.each([
    [{ hiddenSize: 0 }, /hiddenSize is 0/],
    [{ sourceVocabularySize: 2.5 }, /sourceVocabularySize is 2.5/],
    [{ bidirectional: true, hiddenSize: 5 }, /even number/],
    [{ inputFeeding: true }, /attention/],
    [{ contextEveryStep: true, attention: 'general' as const }, /contextEveryStep with attention general/],
    [{ tying: 'all' as const }, /one vocabulary/],
  ])('refuses %j', (changes, message) => {
    const make = () => textToText({ ...small, ...changes }, Random.fromSeed(1));
    expect(make).toThrow(ConfigError);
    expect(make).toThrow(message);
  });

  it('refuses tensors and positions that do not fit', () => {
    const model = makeModel({ attention: 'general' });
    const batch = forcedBatch();
    const logits = (changes: object) => () => forcedLogits(model, { ...batch, ...changes }, inference);
    expect(logits({ positions: new Int32Array(0) })).toThrow(ShapeError);
    expect(logits({ positions: Int32Array.of(12) })).toThrow(/from 0 to 11/);
    expect(logits({ inputs: tf.zeros([2, 4], 'int32') })).toThrow(ShapeError);
    expect(logits({ source: { ...batch.source, mask: tf.ones([3, 9]) } })).toThrow(/mask has shape/);
  });
});
