/** A layer of a cell of one's own: its gradients, alone and in both directions, and what is saved of it. */
import * as tf from '@tensorflow/tfjs';
import { minimalGatedUnit } from '../../../examples/custom-cell';
import { ConfigError } from '../../../src/errors';
import { autodiffGradients } from '../../../src/kernels/autodiff';
import { Bidirectional } from '../../../src/layers/recurrent/bidirectional';
import { Recurrent } from '../../../src/layers/recurrent/any-cell';
import { registerCell } from '../../../src/layers/recurrent/custom-cells';
import { RecurrentStepper } from '../../../src/layers/recurrent/stepper';
import { registerLayers } from '../../../src/layers/register-layers';
import { Random } from '../../../src/random';
import { lstm } from '../../../src/cells/lstm';
import { LSTM } from '../../../src/layers/recurrent/recurrent';
import { probe as drawProbe } from '../../../src/recurrence/probe';
import { lengthMask, probe, sizes } from '../support';

const { B, T, I, H } = sizes;

beforeAll(async () => {
  registerLayers();
  await tf.setBackend('cpu');
});

const layer = (options: object = {}) => new Recurrent({ cell: minimalGatedUnit(H), returnSequences: true, ...options });

describe.each([false, true])('gradients, goBackwards %s', (goBackwards) => {
  const drawn = drawProbe(
    minimalGatedUnit(H),
    { batchSize: B, steps: T, inputSize: I, lengths: [5, 2, 3] },
    Random.fromSeed(1),
  );
  const tensorOf = ({ rows, columns, values }: { rows: number; columns: number; values: ArrayLike<number> }) =>
    tf.tensor2d(Float32Array.from(values), [rows, columns]);

  const setUp = () => {
    const own = layer({ goBackwards, returnState: true });
    own.build([null, T, I]);
    for (const [name, variable] of Object.entries(own.cellVariables)) {
      const { values } = drawn.weights[name];
      variable.write(tf.tensor(Float32Array.from(values), variable.shape as number[]));
    }
    const xs = tf.stack(drawn.xs.map(tensorOf), 1); // [B,T,I]
    const mask = tf.stack(
      (drawn.mask ?? []).map((m) => tf.reshape(tensorOf(m), [B])),
      1,
    ); // [B,T]
    const dhs = tf.stack(drawn.dhs.map(tensorOf), 1);
    const initialState = [tensorOf(drawn.initialState.h)];
    const loss = (x: tf.Tensor = xs): tf.Scalar => {
      const [hs, h] = own.call(x, { mask, initialState, inStepOrder: true }) as tf.Tensor[];
      return tf.add(tf.sum(tf.mul(hs, dhs)), tf.sum(tf.mul(h, tensorOf(drawn.dLastState.h))));
    };
    return { own, xs, loss };
  };

  test('are those of automatic differentiation', () => {
    const { own, xs, loss } = setUp();
    const expected = autodiffGradients(minimalGatedUnit(H), drawn, goBackwards);
    const { grads } = tf.variableGrads(() => loss());
    for (const [name, variable] of Object.entries(own.cellVariables)) {
      const actual = grads[(variable as unknown as { val: tf.Variable }).val.name].dataSync();
      actual.forEach((value, i) => expect(value).toBeCloseTo(expected[`weights.${name}`][i], 4));
    }
    const dx = tf.transpose(tf.grad((x: tf.Tensor) => loss(x))(xs), [1, 0, 2]).dataSync(); // steps first
    dx.forEach((value, i) => expect(value).toBeCloseTo(expected.x[i], 4));
  });

  test('are those of finite differences', () => {
    const { own, loss } = setUp();
    const { grads } = tf.variableGrads(() => loss());
    const step = 1e-2;
    for (const variable of Object.values(own.cellVariables)) {
      const gradient = grads[(variable as unknown as { val: tf.Variable }).val.name].dataSync();
      const values = Float32Array.from(variable.read().dataSync());
      const lossWith = (i: number, change: number) => {
        const changed = values.slice();
        changed[i] += change;
        variable.write(tf.tensor(changed, variable.shape as number[]));
        return loss().dataSync()[0];
      };
      const numeric = Array.from(values, (_, i) => (lossWith(i, step) - lossWith(i, -step)) / (2 * step));
      variable.write(tf.tensor(values, variable.shape as number[]));
      const largest = Math.max(...numeric.map(Math.abs));
      numeric.forEach((value, i) => expect(Math.abs(value - gradient[i])).toBeLessThan(5e-3 * largest));
    }
  });
});

test('with the cell of an LSTM it computes what the layer LSTM does', () => {
  const [any, own] = [new Recurrent({ cell: lstm({ hiddenSize: H }), seed: 3 }), new LSTM({ units: H, seed: 3 })];
  const x = probe('x', [B, T, I]);
  const [a, b] = [any, own].map((one) => (one.apply(x, { mask: lengthMask() }) as tf.Tensor).dataSync());
  expect(Array.from(a)).toEqual(Array.from(b));
});

test('in both directions, and step by step', () => {
  const both = new Bidirectional({ layer: layer() });
  expect((both.apply(probe('x', [B, T, I])) as tf.Tensor).shape).toEqual([B, T, 2 * H]);
  const forward = layer();
  const hs = (forward.apply(probe('x', [1, T, I])) as tf.Tensor3D).arraySync()[0];
  const stepper = new RecurrentStepper([forward]);
  const xs = (probe('x', [1, T, I]) as tf.Tensor3D).arraySync()[0];
  xs.forEach((x, t) => {
    const h = stepper.step(Float32Array.from(x));
    h.forEach((value, i) => expect(value).toBeCloseTo(hs[t][i], 5));
  });
  stepper.dispose();
});

describe('a model', () => {
  const model = () =>
    tf.sequential({
      layers: [
        new Recurrent({ cell: minimalGatedUnit(4), inputShape: [T, I], seed: 1 }),
        tf.layers.dense({ units: 1 }),
      ],
    });

  test('is trained, saved by name, and needs its cell registered to load', async () => {
    const trained = model();
    trained.compile({ optimizer: tf.train.adam(0.05), loss: 'meanSquaredError' });
    const x = probe('x', [16, T, I]);
    const y = tf.slice(tf.reshape(tf.slice(x, [0, 0, 0], [-1, 1, -1]), [16, I]), [0, 0], [-1, 1]);
    const { history } = await trained.fit(x, y, { epochs: 30, shuffle: false, verbose: 0 });
    expect(history.loss.at(-1) as number).toBeLessThan((history.loss[0] as number) / 2);
    let saved: tf.io.ModelArtifacts | undefined;
    await trained.save(
      tf.io.withSaveHandler((artifacts) => {
        saved = artifacts;
        return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } });
      }),
    );
    const load = () => tf.loadLayersModel(tf.io.fromMemory(saved as tf.io.ModelArtifacts));
    await expect(load()).rejects.toThrow(ConfigError);
    await expect(load()).rejects.toThrow('the cell "minimal-gated-unit" is not known');
    expect(registerCell(minimalGatedUnit)).toBe('minimal-gated-unit');
    const loaded = await load();
    expect(Array.from((loaded.predict(x) as tf.Tensor).dataSync())).toEqual(
      Array.from((trained.predict(x) as tf.Tensor).dataSync()),
    );
  });
});

test.each([
  ['no cell', () => new Recurrent({} as never), 'cell is undefined'],
  ['half a cell', () => new Recurrent({ cell: { name: 'x' } } as never), 'cell is {"name":"x"}'],
  ['units beside the cell', () => layer({ units: 3 }), 'unknown option "units"'],
  ['a rate of 1', () => layer({ dropout: 1 }), 'dropout is 1'],
  ['a function that makes none', () => registerCell((() => 5) as never), 'cell is 5'],
  ['a cell in place of what makes it', () => registerCell(minimalGatedUnit(2) as never), 'cell is undefined'],
  [
    'the name of a cell of this package',
    () => registerCell((hiddenSize) => lstm({ hiddenSize })),
    'the name is "lstm"',
  ],
])('refuses %s', (_, make, message) => {
  expect(make).toThrow(ConfigError);
  expect(make).toThrow(message);
});
