import * as tf from '@tensorflow/tfjs';
import { readWeights } from '../../models/network-weights';
import { ConfigError, ShapeError } from '../../src/errors';
import { Random } from '../../src/random';
import { batch, rows, small, spreadWeights, trainStep, tokenClassifier, type TokenClassifier } from './support';

const poolings = ['last', 'mean', 'max', 'attention', 'mean+max', 'last+max+mean'] as const;
const cells = ['lstm', 'gru', 'simple-rnn'] as const;
const seeded = (seed: number) => Random.fromSeed(seed);

beforeAll(async () => {
  await tf.setBackend('cpu');
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const logitsOf = (network: TokenClassifier, of = rows, steps?: number) =>
  network.logits(batch(of, steps), { training: false }).arraySync();

describe.each(cells)('%s', (cell) => {
  it.each(poolings)('pooling %s: a padded batch gives what each text alone gives', (pooling) => {
    const network = tokenClassifier({ ...small, cell, pooling, layers: 2, bidirectional: true }, seeded(1));
    spreadWeights(network, seeded(2));
    const together = logitsOf(network, rows, 6);
    rows.forEach((row, i) => {
      const [alone] = logitsOf(network, [row]);
      alone.forEach((x, k) => expect(together[i][k]).toBeCloseTo(x, 5));
    });
    expect(new Set(together.map(([x]) => x)).size).toBe(rows.length);
    network.dispose();
  });
});

describe('training', () => {
  const config = { ...small, bidirectional: true, dropout: 0.2, embeddingDropout: 0.1, recurrentDropout: 0.1 };
  const labels = () => tf.tensor2d([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 0]]); // prettier-ignore

  /** Losses, weights and tensor counts of a run of 15 steps. */
  function run(options: object, seed = 3) {
    const network = tokenClassifier({ ...config, ...options }, seeded(seed).fork('weights'));
    const optimizer = tf.train.adam(0.1);
    const [inputs, targets] = [batch(rows), labels()];
    const steps = Array.from({ length: 15 }, (_, step) => {
      const loss = trainStep(network, optimizer, inputs, targets, seeded(seed).fork('step').fork(step));
      return { loss, tensors: tf.memory().numTensors };
    });
    const weights = readWeights(network);
    network.dispose();
    optimizer.dispose();
    return { losses: steps.map(({ loss }) => loss), tensors: steps.map(({ tensors }) => tensors), weights };
  }

  it.each(poolings)('pooling %s learns a batch by heart, without a tensor more from step to step', (pooling) => {
    const { losses, tensors } = run({ pooling });
    expect(losses[0]).toBeGreaterThan(1);
    const [, , median] = losses.slice(10).sort((a, b) => a - b); // a mask may still hit one of the four texts hard
    expect(median).toBeLessThan(0.35);
    expect(new Set(tensors.slice(1)).size).toBe(1); // the first step makes the optimizer's slots
  });

  it('is a function of the seed: the same bytes again, others for another seed', () => {
    const [first, again, other] = [run({}), run({}), run({}, 4)];
    expect(again.weights).toEqual(first.weights);
    expect(again.losses).toEqual(first.losses);
    expect(other.losses).not.toEqual(first.losses);
  });

  it('moves every weight', () => {
    const options = { ...config, pooling: 'attention' } as const;
    const start = readWeights(tokenClassifier(options, seeded(3).fork('weights')));
    const { weights } = run(options);
    weights.forEach(({ values }, i) => expect(values).not.toEqual(start[i].values));
  });
});

it('starts every layer from weights of its own', () => {
  const network = tokenClassifier({ ...small, layers: 3, embeddingSize: small.hiddenSize }, seeded(1));
  const weights = new Map(readWeights(network).map(({ name, values }) => [name, values.join()]));
  const kernels = [...weights].filter(([name]) => name.endsWith('kernel')).map(([, values]) => values);
  expect(kernels).toHaveLength(3 * 2 + 1);
  expect(new Set(kernels).size).toBe(kernels.length);
  expect(weights.get('logits/kernel')).not.toMatch(/^[0,]*$/);
  expect(weights.get('logits/bias')).toMatch(/^[0,]*$/);
});

it('drops components of the embedding at all steps alike', () => {
  const network = tokenClassifier({ ...small, embeddingDropout: 0.5 }, seeded(1));
  expect(network.toLayersModel().getLayer('embedding_dropout').getConfig().noiseShape).toEqual([null, 1, null]);
});

it('frees everything when disposed, and only what is its own', () => {
  const before = tf.memory().numTensors;
  const networks = [1, 2].map((seed) =>
    tokenClassifier({ ...small, pooling: 'attention', dropout: 0.5 }, seeded(seed)),
  );
  const expected = networks[1].logits(batch(rows), { training: false }).arraySync();
  networks[0].dispose();
  networks[0].dispose();
  expect(logitsOf(networks[1])).toEqual(expected);
  networks[1].dispose();
  const left = tf.memory().numTensors - before;
  expect(left).toBe(2 * 3); // two batches of ids and mask, two logits
});

it('names its weights alike in every network, each once', () => {
  const make = () => tokenClassifier({ ...small, layers: 2, bidirectional: true, pooling: 'attention' }, seeded(1));
  const [first, second] = [make(), make()].map((network) => network.parameters().map(({ name }) => name));
  expect(second).toEqual(first);
  expect(new Set(first).size).toBe(first.length);
  expect(first[0]).toBe('embedding/embeddings');
  expect(first.at(-1)).toBe('logits/bias');
  expect(first).toContain('bidirectional_2/backward_lstm_2/recurrent_kernel');
});

it('gives an empty text the bias as its logits', () => {
  const network = tokenClassifier({ ...small, pooling: 'mean+max' }, seeded(1));
  spreadWeights(network, seeded(2));
  const bias = readWeights(network).at(-1)?.values;
  expect(Float32Array.from(logitsOf(network, [[], [1, 2]])[0])).toEqual(bias);
});

it('is the layers model that it gives, in this process', () => {
  const network = tokenClassifier({ ...small, pooling: 'mean+max', bidirectional: true, dropout: 0.5 }, seeded(1));
  spreadWeights(network, seeded(2));
  const inputs = batch(rows);
  const expected = tf.softmax(network.logits(inputs, { training: false })).dataSync();
  const model = network.toLayersModel();
  expect(network.toLayersModel()).toBe(model);
  (model.predict(inputs.ids) as tf.Tensor).dataSync().forEach((p, i) => expect(p).toBeCloseTo(expected[i], 6));
});

it('refuses sizes and rates that cannot be, and inputs that do not fit', () => {
  const make = (change: object) => () => tokenClassifier({ ...small, ...change }, seeded(1));
  expect(make({ hiddenSize: 0 })).toThrow(/hiddenSize is 0.*whole number above 0/);
  expect(make({ layers: 1.5 })).toThrow(ConfigError);
  expect(make({ dropout: 1 })).toThrow(/rate is 1/);
  const network = tokenClassifier(small, seeded(1));
  const { ids } = batch(rows);
  expect(() => network.logits({ ids, mask: tf.ones([4, 3]) }, { training: false })).toThrow(ShapeError);
});

describe('concat pooling', () => {
  const config = { ...small, cell: 'simple-rnn', layers: 1, pooling: 'last+max+mean' } as const;

  it('is the last output, the maximum and the mean of the outputs of real steps, in this order', () => {
    const network = tokenClassifier(config, seeded(1));
    spreadWeights(network, seeded(2));
    const [table, W, U, b, V, c] = readWeights(network).map(({ shape, values }) => {
      const columns = shape.at(-1) ?? 1;
      return tf.tensor2d(values, [values.length / columns, columns]).arraySync();
    });
    const times = (x: number[], M: number[][]) => M[0].map((_, j) => x.reduce((sum, one, i) => sum + one * M[i][j], 0));
    const logits = logitsOf(network, rows, 6);
    rows.forEach((row, n) => {
      const states: number[][] = [];
      for (const id of row) {
        const [fromX, fromH] = [times(table[id], W), times(states.at(-1) ?? b[0].map(() => 0), U)];
        states.push(b[0].map((bias, j) => Math.tanh(fromX[j] + fromH[j] + bias)));
      }
      const unit = (j: number) => states.map((h) => h[j]);
      const last = states.at(-1) ?? [];
      const max = last.map((_, j) => Math.max(...unit(j)));
      const mean = last.map((_, j) => unit(j).reduce((sum, h) => sum + h, 0) / states.length);
      const expected = times([...last, ...max, ...mean], V);
      expected.forEach((z, k) => expect(logits[n][k]).toBeCloseTo(z + c[0][k], 5));
    });
    network.dispose();
  });

  it('its gradient is that of finite differences', () => {
    const network = tokenClassifier(config, seeded(1));
    spreadWeights(network, seeded(2));
    const inputs = batch(rows, 6);
    const factors = tf.tensor2d(seeded(3).normalArray(rows.length * 3), [rows.length, 3]);
    const loss = () => tf.sum<tf.Scalar>(tf.mul(network.logits(inputs, { training: false }), factors));
    const variables = network.parameters().map(({ variable }) => variable);
    const { grads } = tf.variableGrads(loss, variables);
    for (const variable of variables) {
      const values = variable.dataSync().slice();
      const gradient = grads[variable.name].dataSync();
      const worst = [0, Math.floor(values.length / 2), values.length - 1].map((at) => {
        const moved = [1e-2, -1e-2].map((by) => {
          const other = values.slice();
          other[at] += by;
          tf.tidy(() => variable.assign(tf.tensor(other, variable.shape)));
          return loss().dataSync()[0];
        });
        tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
        return Math.abs((moved[0] - moved[1]) / 2e-2 - gradient[at]) / Math.max(1, Math.abs(gradient[at]));
      });
      expect(Math.max(...worst)).toBeLessThan(2e-3);
    }
    network.dispose();
  });
});

it('has its layers as groups, and what comes after them as the last one', () => {
  const network = tokenClassifier({ ...small, cell: 'lstm', layers: 2, pooling: 'attention' }, seeded(1));
  const groups = network.layerGroups?.() ?? [];
  expect(groups.map((names) => names.map((name) => name.split('/')[0]))).toEqual([
    ['embedding'],
    ['lstm_1', 'lstm_1', 'lstm_1'],
    ['lstm_2', 'lstm_2', 'lstm_2'],
    [],
  ]);
  const names = network.parameters().map(({ name }) => name);
  expect(groups.flat().every((name) => names.includes(name))).toBe(true);
  network.dispose();
});
