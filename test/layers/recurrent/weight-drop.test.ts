/** Weight drop: a mask on the recurrent matrix before the kernel, one for all steps of a call; its gradient. */
import * as tf from '@tensorflow/tfjs';
import { ConfigError } from '../../../src/errors';
import { dropoutMask } from '../../../src/layers/dropout-mask';
import { Recurrent } from '../../../src/layers/recurrent/any-cell';
import { GRU, LSTM, SimpleRNN } from '../../../src/layers/recurrent/recurrent';
import { lstm } from '../../../src/node';
import { Random } from '../../../src/random';
import { expectClose } from '../../support/numbers';
import { goWay } from '../../support/ways';

const [B, T, I, H] = [2, 5, 3, 4];
const rate = 0.4;
const step = (n = 1) => Random.fromSeed(9).fork(n);
const options = { units: H, name: 'rnn', seed: 3, returnSequences: true };
const layers = {
  lstm: (changes = {}) => new LSTM({ ...options, ...changes }),
  gru: (changes = {}) => new GRU({ ...options, resetAfter: true, ...changes }),
  'simple-rnn': (changes = {}) => new SimpleRNN({ ...options, ...changes }),
};
const input = () => tf.tensor(Random.fromSeed(1).normalArray(B * T * I), [B, T, I]);
const values = (x: tf.Tensor) => Array.from(x.dataSync());

describe.each(['cpu', 'wasm with our kernels'] as const)('on %s', (way) => {
  beforeAll(() => goWay(way));
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it.each(['lstm', 'gru', 'simple-rnn'] as const)(
    '%s: outputs and gradients are those of the masked matrix',
    (cell) => {
      const [dropped, plain] = [layers[cell]({ weightDrop: rate }), layers[cell]()];
      const x = input();
      const weightsOf = (layer: tf.layers.Layer) =>
        layer.trainableWeights.map((weight) => weight.read() as tf.Variable);
      expect(values(dropped.apply(x) as tf.Tensor)).toEqual(values(plain.apply(x) as tf.Tensor)); // not while predicting
      const U = weightsOf(plain)[1];
      const mask = dropoutMask(U.shape, rate, step().fork('rnn').fork('weightDrop'));
      expect(values(mask).filter((factor) => factor === 0).length).toBeGreaterThan(0);
      U.assign(tf.mul(U, mask));
      const lossOf = (layer: tf.layers.Layer) => () => {
        const given = layer === dropped ? { training: true, random: step() } : {};
        return tf.sum<tf.Scalar>(tf.square(layer.apply(x, given) as tf.Tensor));
      };
      const [own, reference] = [dropped, plain].map((layer) => tf.variableGrads(lossOf(layer), weightsOf(layer)));
      expectClose(values(own.value), values(reference.value), 1e-5);
      weightsOf(dropped).forEach((variable, i) => {
        const expected = reference.grads[weightsOf(plain)[i].name];
        expectClose(values(own.grads[variable.name]), values(i === 1 ? tf.mul(expected, mask) : expected), 1e-5);
      });
      expect(Math.max(...values(own.grads[weightsOf(dropped)[1].name]).map(Math.abs))).toBeGreaterThan(0.01);
    },
  );

  it('agrees with finite differences in a dropped and in a kept entry', () => {
    const layer = layers.lstm({ weightDrop: rate });
    const x = input();
    const loss = () => tf.sum<tf.Scalar>(tf.square(layer.apply(x, { training: true, random: step() }) as tf.Tensor));
    loss();
    const U = layer.trainableWeights[1].read() as tf.Variable;
    const gradient = values(tf.variableGrads(loss, [U]).grads[U.name]);
    const start = values(U);
    const at = (i: number, by: number) => {
      U.assign(tf.tensor(start.map((u, k) => (k === i ? u + by : u)), U.shape)); // prettier-ignore
      return loss().dataSync()[0];
    };
    const mask = values(dropoutMask(U.shape, rate, step().fork('rnn').fork('weightDrop')));
    for (const i of [mask.indexOf(0), mask.findIndex((factor) => factor > 0)]) {
      const difference = (at(i, 1e-2) - at(i, -1e-2)) / 2e-2;
      expect(Math.abs(difference - gradient[i])).toBeLessThan(1e-3 * Math.max(1, Math.abs(difference)));
    }
    expect(Math.abs(gradient[mask.indexOf(0)])).toBe(0);
  });
});

it('another mask at every step, the same for the same step', () => {
  const layer = layers.lstm({ weightDrop: rate });
  const run = (n: number) => values(layer.apply(input(), { training: true, random: step(n) }) as tf.Tensor);
  tf.tidy(() => {
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
  });
});

it('is refused out of range, and for a cell without a recurrent matrix of that name', () => {
  expect(() => layers.lstm({ weightDrop: 1 })).toThrow(ConfigError);
  const cell = lstm({ hiddenSize: 2 });
  const parameters = (size: number) => cell.parameters(size).map((spec) => ({ ...spec, name: `my ${spec.name}` }));
  const named = { ...cell, parameters };
  expect(() => new Recurrent({ cell: named, weightDrop: 0.2 })).toThrow(
    /weightDrop is given, and the cell .* has the weights my/,
  );
});
