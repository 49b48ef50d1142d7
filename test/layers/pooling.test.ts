import * as tf from '@tensorflow/tfjs';
import { ShapeError } from '../../src/errors';
import { AttentionPooling, MaskedLastPooling, MaskedMaxPooling, MaskedMeanPooling } from '../../src/layers/pooling';
import { registerLayers } from '../../src/layers/register-layers';
import { difference, lengthMask, lengths, probe, sizes } from './support';
import { goWay, ways } from '../support/ways';

const { B, T, H } = sizes;
const classes = { MaskedMeanPooling, MaskedMaxPooling, MaskedLastPooling, AttentionPooling };
const each = Object.entries(classes);

const pool = (layer: tf.layers.Layer, x: tf.Tensor, mask?: tf.Tensor) => layer.apply(x, { mask }) as tf.Tensor;

beforeAll(() => goWay('cpu'));
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

describe.each(ways.flatMap((way) => each.map(([name, Pooling]) => [way, name, Pooling] as const)))(
  'on %s, %s',
  (way, name, Pooling) => {
    beforeAll(() => goWay(way));
    afterAll(() => goWay('cpu'));

    /** Padding holds large numbers: whatever looks at them shows. */
    const padded = () => {
      const mask = tf.expandDims(lengthMask(), 2);
      return tf.add(tf.mul(probe('x', [B, T, H]), mask), tf.mul(tf.sub(1, mask), 1000));
    };

    it('a padded batch gives what each sequence alone gives, gradients included', () => {
      const layer = new Pooling();
      const factors = probe('dy', [B, H]);
      const run = (x: tf.Tensor, dy: tf.Tensor, mask?: tf.Tensor) => ({
        y: pool(layer, x, mask),
        dx: tf.grad((x: tf.Tensor) => tf.sum(tf.mul(pool(layer, x, mask), dy)))(x),
      });
      const together = run(padded(), factors, lengthMask());
      lengths.forEach((length, row) => {
        const x = tf.slice(padded(), [row, 0, 0], [1, length, -1]);
        const alone = run(x, tf.slice(factors, [row, 0], [1, -1]));
        expect(difference(tf.slice(together.y, [row, 0], [1, -1]), alone.y)).toBeLessThan(1e-6);
        expect(difference(tf.slice(together.dx, [row, 0, 0], [1, length, -1]), alone.dx)).toBeLessThan(1e-6);
        const dPadding = tf.slice(together.dx, [row, length, 0], [1, T - length, -1]);
        expect([...dPadding.dataSync()].every((d) => d === 0)).toBe(true);
      });
    });

    it('a row without a real step gives zeros, and finite gradients', () => {
      const layer = new Pooling();
      const mask = lengthMask([3, 0, 1]);
      const y = pool(layer, probe('x', [B, T, H]), mask).arraySync() as number[][];
      expect(y[1]).toEqual([0, 0]);
      const dx = tf.grad((x: tf.Tensor) => tf.sum(pool(layer, x, mask)))(probe('x', [B, T, H]));
      expect(dx.dataSync().every(Number.isFinite)).toBe(true);
      expect([...tf.slice(dx, [1, 0, 0], [1, T, H]).dataSync()].every((d) => d === 0)).toBe(true);
    });

    it('takes a bool mask, as stock layers make them', () => {
      const layer = new Pooling();
      const [number, bool] = [lengthMask(), tf.cast(lengthMask(), 'bool')];
      expect(difference(pool(layer, padded(), bool), pool(layer, padded(), number))).toBe(0);
    });

    it('refuses a mask of other sizes', () => {
      expect(() => pool(new Pooling(), padded(), lengthMask([1, 1], T))).toThrow(ShapeError);
      expect(() => pool(new Pooling(), tf.ones([2, 3]))).toThrow(/\[B,T,H\]/);
    });

    it('opens from a saved model once registered', async () => {
      registerLayers();
      registerLayers();
      const input = tf.input({ shape: [null, H] });
      const model = tf.model({ inputs: input, outputs: new Pooling().apply(input) as tf.SymbolicTensor });
      let saved: tf.io.ModelArtifacts = {};
      await model.save({
        save: (artifacts) => {
          saved = artifacts;
          return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
        },
      });
      const opened = await tf.loadLayersModel(tf.io.fromMemory(saved));
      expect(opened.layers[1].getClassName()).toBe(name);
      const x = probe('x', [B, T, H]);
      expect(difference(opened.predict(x) as tf.Tensor, model.predict(x) as tf.Tensor)).toBe(0);
    });
  },
);

it('max of negative numbers is negative', () => {
  const x = tf.tensor3d([[[-3], [-2], [5]]]);
  expect(pool(new MaskedMaxPooling(), x, tf.tensor2d([[1, 1, 0]])).dataSync()[0]).toBe(-2);
});

it('mean and last are what they say', () => {
  const x = tf.tensor3d([[[1], [3], [9]]]);
  const mask = tf.tensor2d([[1, 1, 0]]);
  expect(pool(new MaskedMeanPooling(), x, mask).dataSync()[0]).toBe(2);
  expect(pool(new MaskedLastPooling(), x, mask).dataSync()[0]).toBe(3);
});

it('attention starts from the same bytes with the same seed, and weighs the steps by its query', () => {
  const x = probe('x', [B, T, H]);
  const [a, b] = [new AttentionPooling({ seed: 1 }), new AttentionPooling({ seed: 1, name: 'other' })];
  expect(difference(pool(a, x), pool(b, x))).toBe(0);
  a.setWeights([tf.eye(H), tf.zeros([H]), tf.mul(tf.ones([H, 1]), 1000)]); // all weight on the largest Σ tanh x
  const largest = tf.argMax(tf.sum(tf.tanh(x), 2), 1).arraySync() as number[];
  const expected = tf.stack(largest.map((t, row) => tf.reshape(tf.slice(x, [row, t, 0], [1, 1, H]), [H])));
  expect(difference(pool(a, x), expected)).toBeLessThan(1e-5);
});
