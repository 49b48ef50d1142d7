import * as tf from '@tensorflow/tfjs';
import { ConfigError } from '../../../src/errors';
import { Bidirectional, mergeModes } from '../../../src/layers/recurrent/bidirectional';
import { GRU, LSTM, SimpleRNN } from '../../../src/layers/recurrent/recurrent';
import type { RecurrentLayer } from '../../../src/layers/recurrent/recurrent-layer';
import type { RecurrentOptions } from '../../../src/layers/recurrent/options';
import { fromRows, type Matrix, matrix, toRows } from '../../../src/cells/float64';
import { fromKeras } from '../../../src/cells/keras-weights';
import { stack } from '../../../src/recurrence/stack';
import { mapEach } from '../../../src/recurrence/time-loop';
import { Random } from '../../../src/random';
import { difference, giveWeights, lengthMask, lengths, outputsAndGradients, probe, sizes, weigh } from '../support';

const { B, T, I, H } = sizes;

const cells = {
  SimpleRNN: (options: RecurrentOptions) => new SimpleRNN(options),
  LSTM: (options: RecurrentOptions) => new LSTM(options),
  GRU: (options: RecurrentOptions) => new GRU(options),
};
const each = Object.entries(cells);
type Make = (typeof cells)['LSTM' | 'GRU' | 'SimpleRNN'];

/** What stock TensorFlow.js makes of our saved config and weights. */
function openedByStock(layer: Bidirectional): tf.layers.Layer {
  const config = JSON.parse(JSON.stringify(layer.getConfig())) as tf.serialization.ConfigDict;
  const [stockClass, fromConfig] = tf.serialization.SerializationMap.getMap().classNameMap.Bidirectional;
  const stock = fromConfig(stockClass, config) as tf.layers.Layer;
  stock.apply(probe('x', [B, T, I]));
  stock.setWeights(layer.getWeights());
  return stock;
}

function make(cell: Make, options: Partial<RecurrentOptions>, mergeMode: (typeof mergeModes)[number]): Bidirectional {
  const layer = new Bidirectional({ layer: cell({ units: H, ...options }), mergeMode });
  layer.apply(probe('x', [B, T, I]));
  giveWeights(layer);
  return layer;
}

const withStates = {
  ...cells,
  'SimpleRNN with relu': (options: RecurrentOptions) => new SimpleRNN({ ...options, activation: 'relu' }),
  'GRU with reset after': (options: RecurrentOptions) => new GRU({ ...options, resetAfter: true }),
};

const masks: Record<string, number[][] | undefined> = {
  none: undefined,
  'at the end': lengths.map((length) => Array.from({ length: T }, (_, t) => Number(t < length))),
  'in front': lengths.map((length) => Array.from({ length: T }, (_, t) => Number(t >= T - length))),
  'with holes, one row all padding': [
    [1, 0, 1, 1, 0],
    [0, 0, 0, 0, 0],
    [0, 1, 0, 0, 1],
  ],
};

/** The same layer in float64 (recurrence/stack.ts), and its gradients of the loss `weigh`. */
function coreOf(layer: Bidirectional, x: tf.Tensor3D, initialState: Record<string, tf.Tensor2D>, mask?: number[][]) {
  const { equations: cell } = layer.forwardLayer;
  const merge = layer.mergeMode === 'ave' ? 'average' : layer.mergeMode;
  const core = stack([{ cell, merge }]);
  const matrices = layer.getWeights().map((weight) => {
    const columns = weight.shape.at(-1) as number;
    return matrix(weight.size / columns, columns, weight.dataSync());
  });
  const half = matrices.length / 2;
  const weights = Object.fromEntries(
    [matrices.slice(0, half), matrices.slice(half)].flatMap((list, i) =>
      Object.entries(fromKeras(cell, list)).map(([name, value]) => [`0.${['forward', 'backward'][i]}.${name}`, value]),
    ),
  );
  const toSteps = (tensor: tf.Tensor) =>
    (tf.unstack(tensor, 1) as tf.Tensor2D[]).map((step) => fromRows(step.arraySync()));
  const fromSteps = (steps: Matrix[]) =>
    tf.stack(
      steps.map((step) => tf.tensor2d(toRows(step))),
      1,
    );
  const tensors = (record: Record<string, Matrix>) => mapEach(record, (value) => tf.tensor2d(toRows(value)));
  const forward = core.forward({
    xs: toSteps(x),
    weights,
    initialState: mapEach(initialState, (state) => fromRows(state.arraySync())),
    mask:
      mask &&
      Array.from({ length: T }, (_, t) =>
        matrix(
          B,
          1,
          mask.map((row) => row[t]),
        ),
      ),
  });
  const y = fromSteps(forward.hs);
  const dLastState = Object.fromEntries(
    Object.keys(initialState).map((name, i) => [
      name,
      fromRows((probe(`dy${i + 1}`, [B, H]) as tf.Tensor2D).arraySync()),
    ]),
  );
  const back = core.backward({ dhs: toSteps(probe('dy0', y.shape)), dLastState }, forward.saved);
  return {
    y,
    lastState: tensors(forward.lastState),
    dx: fromSteps(back.dxs),
    dInitialState: tensors(back.dInitialState),
  };
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

describe.each(each)('bidirectional %s', (_name, cell) => {
  describe.each(mergeModes)('merged by %s', (mergeMode) => {
    it.each<Partial<RecurrentOptions>>([
      { returnSequences: true },
      { returnSequences: false },
      { returnSequences: true, goBackwards: true },
    ])('is what stock TensorFlow.js computes from its config: %j', (options) => {
      const ours = make(cell, options, mergeMode);
      const stock = openedByStock(ours);
      expect(stock).not.toBeInstanceOf(Bidirectional);
      expect(stock.weights.map((w) => w.originalName)).toEqual(ours.weights.map((w) => w.originalName));
      const [mine, theirs] = [ours, stock].map((layer) =>
        outputsAndGradients(layer, probe('x', [B, T, I]), { mask: lengthMask() }),
      );
      mine.forEach((tensor, i) => expect(difference(tensor, theirs[i])).toBeLessThan(1e-5));
    });
  });

  it('a padded batch gives what each sequence alone gives: outputs and gradients', () => {
    const layer = make(cell, { returnSequences: true }, 'concat');
    const x = probe('x', [B, T, I]);
    const weights = layer.trainableWeights.map((weight) => weight.read() as tf.Variable);
    const factors = probe('dy', [B, T, 2 * H]);
    const run = (row: number, count: number, steps: number, masked: boolean) => {
      const part = (tensor: tf.Tensor) => tf.slice(tensor, [row, 0, 0], [count, steps, -1]);
      const mask = masked ? lengthMask() : tf.ones([count, steps]);
      const real = tf.expandDims(mask, 2);
      const output = () => tf.mul(layer.apply(part(x), { mask: masked ? mask : undefined }) as tf.Tensor, real);
      const loss = (): tf.Scalar => tf.sum(tf.mul(output(), part(factors)));
      return { output: output(), grads: tf.variableGrads(loss, weights).grads };
    };
    const together = run(0, B, T, true);
    const alone = lengths.map((length, row) => run(row, 1, length, false));
    alone.forEach(({ output }, row) => {
      const same = tf.slice(together.output, [row, 0, 0], [1, lengths[row], -1]);
      expect(difference(same, output)).toBeLessThan(1e-6);
    });
    for (const { name } of weights) {
      expect(difference(together.grads[name], tf.addN(alone.map(({ grads }) => grads[name])))).toBeLessThan(1e-6);
    }
  });
});

describe.each(Object.entries(withStates))('%s from given states', (_name, cell) => {
  describe.each(mergeModes)('merged by %s', (mergeMode) => {
    it.each(Object.entries(masks))('is the float64 core, gradients of the states included; mask %s', (_, rows) => {
      const layer = new Bidirectional({
        layer: cell({ units: H, returnSequences: true, returnState: true }),
        mergeMode,
      });
      layer.apply(probe('x', [B, T, I]));
      giveWeights(layer);
      const x = probe('x', [B, T, I]) as tf.Tensor3D;
      const { stateNames } = layer.forwardLayer.equations;
      const names = ['forward', 'backward'].flatMap((direction) => stateNames.map((name) => `0.${direction}.${name}`));
      const states = names.map((name) => probe(name, [B, H]) as tf.Tensor2D);
      const mask = rows && tf.tensor2d(rows);
      const run = (x: tf.Tensor, ...initialState: tf.Tensor[]) =>
        layer.apply(x, { mask, initialState }) as unknown as tf.Tensor[];
      const outputs = run(x, ...states);
      const [dx, ...dStates] = tf.grads((...given: tf.Tensor[]) => weigh(run(given[0], ...given.slice(1))))([
        x,
        ...states,
      ]);

      const wanted = coreOf(layer, x, Object.fromEntries(names.map((name, i) => [name, states[i]])), rows);
      const expected = [wanted.y, ...names.map((name) => wanted.lastState[name])];
      outputs.forEach((output, i) => expect(difference(output, expected[i])).toBeLessThan(1e-6));
      expect(difference(dx, wanted.dx)).toBeLessThan(1e-5);
      dStates.forEach((d, i) => expect(difference(d, wanted.dInitialState[names[i]])).toBeLessThan(1e-5));
    });
  });
});

it('the directions start from different weights, the same for the same seed', () => {
  const start = () => {
    const layer = new Bidirectional({ layer: new LSTM({ units: H, seed: 2 }) });
    layer.apply(probe('x', [B, T, I]));
    return layer.getWeights();
  };
  const [first, second] = [start(), start()];
  first.forEach((weight, i) => expect(difference(weight, second[i])).toBe(0));
  expect(difference(first[0], first[3])).toBeGreaterThan(0.1);
});

it('has a GRU of either convention in it', () => {
  const layer = new Bidirectional({ layer: new GRU({ units: H, resetAfter: true, returnSequences: true }) });
  const y = layer.apply(probe('x', [B, T, I]), { mask: lengthMask() }) as tf.Tensor;
  expect(y.shape).toEqual([B, T, 2 * H]);
  expect(layer.weights.map(({ shape }) => shape[0])).toEqual([I, H, 2, I, H, 2]);
  expect((layer.getConfig().layer as { config: object }).config).toMatchObject({ resetAfter: true });
});

it('gives the states of both directions', () => {
  const layer = new Bidirectional({ layer: new LSTM({ units: H, returnState: true }), mergeMode: 'sum' });
  const [y, h, c, hBack, cBack] = layer.apply(probe('x', [B, T, I])) as tf.Tensor[];
  expect(difference(y, tf.add(h, hBack))).toBeLessThan(1e-6);
  expect([c.shape, cBack.shape]).toEqual([
    [B, H],
    [B, H],
  ]);
});

it('drops other entries in each direction, the same for the same stream', () => {
  const layer = new Bidirectional({ layer: new SimpleRNN({ units: H, dropout: 0.5 }), mergeMode: 'concat' });
  const x = probe('x', [B, T, I]);
  const run = (seed: number) => layer.apply(x, { training: true, random: Random.fromSeed(seed) }) as tf.Tensor;
  run(1);
  expect(difference(run(1), run(1))).toBe(0);
  expect(difference(run(1), run(2))).toBeGreaterThan(0.01);
});

it('frees all but its weights, and those when disposed', () => {
  const before = tf.memory().numTensors;
  const [x, mask] = [probe('x', [B, T, I]), lengthMask()];
  const layer = new Bidirectional({ layer: new LSTM({ units: H, dropout: 0.1 }) });
  for (let i = 0; i < 3; i++) {
    tf.tidy(() => void weigh([layer.apply(x, { mask, training: true }) as tf.Tensor]));
    expect(tf.memory().numTensors).toBe(before + 2 + 6);
  }
  layer.dispose();
  expect(tf.memory().numTensors).toBe(before + 2);
});

it('refuses stock layers and unknown merge modes', () => {
  const stock = tf.layers.lstm({ units: 1 }) as unknown as RecurrentLayer;
  expect(() => new Bidirectional({ layer: stock })).toThrow(ConfigError);
  const mergeMode = 'average' as 'ave';
  expect(() => new Bidirectional({ layer: new LSTM({ units: 1 }), mergeMode })).toThrow(/mergeMode is "average".*ave/);
});
