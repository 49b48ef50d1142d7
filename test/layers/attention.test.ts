import * as tf from '@tensorflow/tfjs';
import { ConfigError, ShapeError } from '../../src/errors';
import { Attention, type AttentionScore, attentionScores } from '../../src/layers/attention';
import { registerLayers } from '../../src/layers/register-layers';
import { difference, giveWeights, lengthMask, lengths, probe, weigh } from './support';

const [B, S, T, H, E] = [3, 5, 2, 4, 3];

const queries = () => probe('queries', [B, T, H]);
/** Padding holds large numbers: whatever looks at them shows. */
const states = () => {
  const mask = tf.expandDims(lengthMask(), 2);
  return tf.add<tf.Tensor3D>(tf.mul(probe('states', [B, S, E]), mask), tf.mul(tf.sub(1, mask), 1000));
};

function built(score: AttentionScore): Attention {
  const layer = new Attention({ score, size: score === 'general' ? undefined : 6, name: 'attention' });
  layer.apply([queries(), states()]);
  giveWeights(layer);
  return layer;
}

const apply = (layer: Attention, q: tf.Tensor, s: tf.Tensor, mask?: tf.Tensor) =>
  layer.apply([q, s], { mask }) as tf.Tensor[];

beforeAll(async () => {
  await tf.setBackend('cpu');
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const dot = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + x * b[i], 0);
const times = (x: number[], matrix: number[][]) => matrix[0].map((_, j) => dot(x, matrix.map((row) => row[j]))); // prettier-ignore

/** The equations of the header in plain numbers: e for one query and one state. */
const equations: Record<AttentionScore, (q: number[], s: number[], weights: number[][][]) => number> = {
  additive: (q, s, [Wq, Wk, v]) => {
    const [a, b] = [times(q, Wq), times(s, Wk)];
    return dot(
      a.map((x, i) => Math.tanh(x + b[i])),
      v.map(([x]) => x),
    );
  },
  general: (q, s, [Wk]) => dot(q, times(s, Wk)),
  'scaled-dot': (q, s, [Wq, Wk]) => dot(times(q, Wq), times(s, Wk)) / Math.sqrt(6),
};

describe.each(attentionScores)('Attention %s', (score) => {
  it('computes its equation', () => {
    const layer = built(score);
    const [contexts, weights] = apply(layer, queries(), states(), lengthMask());
    const matrices = layer.weights.map((weight) => weight.read().arraySync() as number[][]);
    const [q, s] = [queries().arraySync(), states().arraySync()] as number[][][][];
    const expected = lengths.map((length, b) =>
      q[b].map((query) => {
        const powers = s[b].map((state, i) => (i < length ? Math.exp(equations[score](query, state, matrices)) : 0));
        const sum = powers.reduce((total, x) => total + x);
        return powers.map((x) => x / sum);
      }),
    );
    expect(difference(weights, tf.tensor(expected))).toBeLessThan(1e-5);
    const means = expected.map((rows, b) => rows.map((row) => times(row, s[b])));
    expect(difference(contexts, tf.tensor(means))).toBeLessThan(1e-5);
  });

  it('gives padding a weight of exactly 0', () => {
    const [, weights] = apply(built(score), queries(), states(), lengthMask());
    (weights.arraySync() as number[][][]).forEach((rows, b) =>
      rows.forEach((row) => expect(row.slice(lengths[b]).every((weight) => weight === 0)).toBe(true)),
    );
  });

  it('a padded batch gives what each sentence alone gives, gradients included', () => {
    const layer = built(score);
    const run = (q: tf.Tensor, s: tf.Tensor, factors: tf.Tensor, mask?: tf.Tensor) => {
      const contextsOf = (q: tf.Tensor, s: tf.Tensor) => apply(layer, q, s, mask)[0];
      const [dq, ds] = tf.grads((q: tf.Tensor, s: tf.Tensor) => tf.sum(tf.mul(contextsOf(q, s), factors)))([q, s]);
      return [contextsOf(q, s), dq, ds];
    };
    const factors = probe('dy', [B, T, E]);
    const together = run(queries(), states(), factors, lengthMask());
    const row = (x: tf.Tensor, b: number, steps: number) => tf.slice(x, [b, 0, 0], [1, steps, -1]);
    lengths.forEach((length, b) => {
      const alone = run(row(queries(), b, T), row(states(), b, length), row(factors, b, T));
      [T, T, length].forEach((steps, i) => expect(difference(row(together[i], b, steps), alone[i])).toBeLessThan(2e-6));
      const dPadding = tf.slice(together[2], [b, length, 0], [1, S - length, -1]);
      expect([...dPadding.dataSync()].every((d) => d === 0)).toBe(true);
    });
  });

  it('its gradients are those of finite differences, for every weight', () => {
    const layer = built(score);
    const mask = lengthMask();
    const loss = () => weigh(apply(layer, queries(), probe('states', [B, S, E]), mask));
    const weights = layer.trainableWeights.map((weight) => weight.read() as tf.Variable);
    const { grads } = tf.variableGrads(loss, weights);
    const epsilon = 1e-2;
    for (const weight of weights) {
      const values = weight.dataSync().slice();
      const at = (i: number, step: number) => {
        const moved = values.slice();
        moved[i] += step;
        weight.assign(tf.tensor(moved, weight.shape));
        return loss().dataSync()[0];
      };
      const numeric = Array.from(values, (_, i) => (at(i, epsilon) - at(i, -epsilon)) / (2 * epsilon));
      weight.assign(tf.tensor(values, weight.shape));
      expect(difference(grads[weight.name], tf.tensor(numeric, weight.shape))).toBeLessThan(1e-3);
      expect(grads[weight.name].dataSync().some((d) => d !== 0)).toBe(true);
    }
  });

  it('remembered once, looked at step by step: the same as all at once', () => {
    const layer = built(score);
    const memory = layer.projectKeys(states(), lengthMask());
    const [contexts, weights] = apply(layer, queries(), states(), lengthMask());
    for (let t = 0; t < T; t++) {
      const one = layer.attend(tf.slice(queries(), [0, t, 0], [B, 1, H]) as tf.Tensor3D, memory);
      expect(difference(one.contexts, tf.slice(contexts, [0, t, 0], [B, 1, E]))).toBeLessThan(1e-6);
      expect(difference(one.weights, tf.slice(weights, [0, t, 0], [B, 1, S]))).toBeLessThan(1e-6);
    }
  });

  it('is saved and opened as a layer', async () => {
    registerLayers();
    const inputs = [tf.input({ shape: [T, H] }), tf.input({ shape: [S, E] })];
    const layer = new Attention({ score, name: 'look', seed: 3 });
    const model = tf.model({ inputs, outputs: layer.apply(inputs) as tf.SymbolicTensor[] });
    const saved = await new Promise<tf.io.ModelArtifacts>(
      (resolve) => void model.save({ save: (artifacts) => (resolve(artifacts), Promise.resolve({}) as never) }),
    );
    const again = await tf.loadLayersModel(tf.io.fromMemory(saved));
    const [before, after] = [model, again].map((one) => one.predict([queries(), states()]) as tf.Tensor[]);
    after.forEach((tensor, i) => expect(difference(tensor, before[i])).toBe(0));
  });
});

describe('Attention', () => {
  it('the same seed gives the same weights', () => {
    const start = (seed: number) => {
      const layer = new Attention({ score: 'general', seed });
      layer.apply([queries(), states()]);
      return layer.weights[0].read();
    };
    expect(difference(start(3), start(3))).toBe(0);
    expect(difference(start(3), start(4))).toBeGreaterThan(0.1);
  });

  it('refuses scores and sizes that cannot be, and tensors that do not fit', () => {
    expect(() => new Attention({ score: 'dot' as AttentionScore })).toThrow(ConfigError);
    expect(() => new Attention({ score: 'additive', size: 0 })).toThrow(/whole number above 0/);
    expect(() => new Attention({ score: 'general', size: 8 })).toThrow(/size of queries/);
    const layer = built('general');
    expect(() => apply(layer, queries(), probe('states', [B + 1, S, E]))).toThrow(ShapeError);
    expect(() => apply(layer, queries(), states(), tf.ones([B, S + 1]))).toThrow(/mask has shape/);
    expect(() => layer.projectKeys(probe('x', [B, S, E + 1]) as tf.Tensor3D)).toThrow(/states has shape/);
  });
});
