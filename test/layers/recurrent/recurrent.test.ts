import * as tf from '@tensorflow/tfjs';
import { ConfigError, ShapeError } from '../../../src/errors';
import { Embedding } from '../../../src/layers/embedding';
import { GRU, LSTM, SimpleRNN } from '../../../src/layers/recurrent/recurrent';
import type { RecurrentOptions } from '../../../src/layers/recurrent/options';
import { Random } from '../../../src/random';
import { difference, giveWeights, lengthMask, outputsAndGradients, probe, sizes, toList } from '../support';

const { B, T, I, H } = sizes;
const sigmoid = { recurrentActivation: 'sigmoid' } as const;

const kinds = {
  SimpleRNN: {
    ours: (options: RecurrentOptions) => new SimpleRNN(options),
    stock: (options: RecurrentOptions) => tf.layers.simpleRNN(options),
  },
  'SimpleRNN relu': {
    ours: (options: RecurrentOptions) => new SimpleRNN({ ...options, activation: 'relu' }),
    stock: (options: RecurrentOptions) => tf.layers.simpleRNN({ ...options, activation: 'relu' }),
  },
  LSTM: {
    ours: (options: RecurrentOptions) => new LSTM(options),
    stock: (options: RecurrentOptions) => tf.layers.lstm({ ...options, ...sigmoid }),
  },
  GRU: {
    ours: (options: RecurrentOptions) => new GRU(options),
    stock: (options: RecurrentOptions) => tf.layers.gru({ ...options, ...sigmoid }),
  },
};
const each = Object.entries(kinds);

beforeAll(async () => {
  await tf.setBackend('cpu');
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

describe.each(each)('%s', (_name, { ours, stock }) => {
  const x = () => probe('x', [B, T, I]);

  it.each([
    ['last output', {}, false],
    ['last output, masked', {}, true],
    ['all outputs, masked', { returnSequences: true }, true],
    ['backwards, all outputs, masked', { returnSequences: true, goBackwards: true }, true],
    ['all outputs and states, masked', { returnSequences: true, returnState: true }, true],
  ])('computes what the stock layer computes, gradients included: %s', (_case, options, masked) => {
    const layers = [ours({ units: H, ...options }), stock({ units: H, ...options })];
    const mask = masked ? lengthMask() : undefined;
    const [mine, theirs] = layers.map((layer) => {
      layer.apply(x());
      giveWeights(layer);
      return outputsAndGradients(layer, x(), { mask });
    });
    expect(mine).toHaveLength(theirs.length);
    mine.forEach((tensor, i) => expect(difference(tensor, theirs[i])).toBeLessThan(1e-5));
  });

  it('starts from a given state', () => {
    const layers = [ours({ units: H, returnState: true }), stock({ units: H, returnState: true })];
    const [mine, theirs] = layers.map((layer) => {
      const count = toList(layer.apply(x())).length - 1;
      giveWeights(layer);
      const initialState = Array.from({ length: count }, (_, i) => probe(`state${i}`, [B, H]));
      return toList(layer.apply(x(), { initialState, mask: lengthMask() }));
    });
    mine.forEach((tensor, i) => expect(difference(tensor, theirs[i])).toBeLessThan(1e-5));
  });

  it('gives stock TensorFlow.js a config and weights with which it computes the same', () => {
    const layer = ours({ units: H, dropout: 0.3, recurrentDropout: 0.2, name: 'mine' });
    const mine = layer.apply(x(), { mask: lengthMask() }) as tf.Tensor;
    const [stockClass, fromConfig] = tf.serialization.SerializationMap.getMap().classNameMap[layer.getClassName()];
    const opened = fromConfig(stockClass, layer.getConfig()) as tf.layers.Layer;
    opened.apply(x());
    opened.setWeights(layer.getWeights());
    expect(opened).not.toBeInstanceOf(layer.constructor);
    expect(opened.weights.map((w) => w.shape)).toEqual(layer.weights.map((w) => w.shape));
    expect(difference(opened.apply(x(), { mask: lengthMask() }) as tf.Tensor, mine)).toBeLessThan(1e-5);
  });

  it('starts from the same bytes with the same seed, and from others with another', () => {
    const start = (options: Partial<RecurrentOptions>) => {
      const layer = ours({ units: H, ...options });
      layer.apply(x());
      return layer.getWeights().flatMap((weight) => [...weight.dataSync()]);
    };
    expect(start({ seed: 3 })).toEqual(start({ seed: 3, name: 'other' }));
    expect(start({ seed: 3 })).not.toEqual(start({ seed: 4 }));
    expect(start({ name: 'a' })).not.toEqual(start({ name: 'b' }));
  });

  it('drops the same entries for the same stream, others for another, none outside of training', () => {
    const layer = ours({ units: H, dropout: 0.5, recurrentDropout: 0.5, name: 'layer' });
    const run = (seed: number, training = true) =>
      (layer.apply(x(), { training, random: Random.fromSeed(seed) }) as tf.Tensor).arraySync();
    const kept = run(1, false);
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
    expect(run(2, false)).toEqual(kept);
    const free = () => (layer.apply(x(), { training: true }) as tf.Tensor).arraySync();
    expect(free()).not.toEqual(free());
    expect(layer.apply(x())).toMatchObject({ shape: [B, H] });
  });

  it('keeps no tensor but its weights', () => {
    const layer = ours({ units: H, dropout: 0.5, recurrentDropout: 0.5 });
    layer.apply(x());
    const [input, mask] = [x(), lengthMask()];
    const before = tf.memory().numTensors;
    for (let i = 0; i < 3; i++) tf.dispose(toList(layer.apply(input, { mask, training: true })));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses what does not fit before work starts', () => {
    const layer = ours({ units: H, name: 'layer' });
    layer.apply(x());
    expect(() => layer.apply(x(), { mask: lengthMask([1, 2], T) })).toThrow(ShapeError);
    expect(() => layer.apply(tf.zeros([B, 0, I]))).toThrow(/layer: x has no time step/);
    const initialState = layer.equations.stateNames.map(() => tf.zeros([B + 1, H]));
    expect(() => layer.apply(x(), { initialState })).toThrow(/initialState h has shape \[4,2\].*B=3/);
    expect(() => ours({ units: 0 })).toThrow(ConfigError);
    expect(() => ours({ units: H, dropout: 1 })).toThrow(/dropout is 1/);
    expect(() => ours({ units: H, stateful: true } as RecurrentOptions)).toThrow(/stateful is true/);
  });
});

it('other activations are refused, not replaced', () => {
  expect(() => new SimpleRNN({ units: 2, activation: 'elu' as 'tanh' })).toThrow(/activation is "elu"/);
  const hard = { units: 2, recurrentActivation: 'hardSigmoid' } as RecurrentOptions;
  expect(() => new LSTM(hard)).toThrow(/recurrentActivation is "hardSigmoid".*"sigmoid"/);
});

it('the forget gate of an LSTM starts open', () => {
  const layer = new LSTM({ units: 2 });
  layer.apply(probe('x', [B, T, I]));
  expect(layer.getWeights()[2].arraySync()).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
});

describe('GRU, reset after', () => {
  it('has a bias of two rows and another result than reset before', () => {
    const x = probe('x', [B, T, I]);
    const [after, before] = [true, false].map((resetAfter) => {
      const layer = new GRU({ units: H, resetAfter, seed: 1 });
      layer.apply(x);
      return layer;
    });
    expect(after.weights.map(({ shape }) => shape)).toEqual([
      [I, 3 * H],
      [H, 3 * H],
      [2, 3 * H],
    ]);
    expect(difference(after.apply(x) as tf.Tensor, before.apply(x) as tf.Tensor)).toBeGreaterThan(1e-3);
  });

  it('one step is the equation, both biases in their places', () => {
    const layer = new GRU({ units: 1, resetAfter: true });
    layer.apply(tf.zeros([1, 1, 1]));
    const [w, u, b, d] = [
      [0.5, -0.4, 0.3],
      [0.2, 0.7, -0.6],
      [0.1, -0.2, 0.4],
      [-0.3, 0.6, 0.8],
    ];
    layer.setWeights([tf.tensor2d([w]), tf.tensor2d([u]), tf.tensor2d([b, d])]);
    const [x, h] = [1.5, 0.9];
    const sigma = (a: number) => 1 / (1 + Math.exp(-a));
    const [z, r] = [0, 1].map((k) => sigma(x * w[k] + b[k] + h * u[k] + d[k]));
    const n = Math.tanh(x * w[2] + b[2] + r * (h * u[2] + d[2]));
    const initialState = [tf.tensor2d([[h]])];
    const out = layer.apply(tf.tensor3d([[[x]]]), { initialState }) as tf.Tensor;
    expect(out.dataSync()[0]).toBeCloseTo(z * h + (1 - z) * n, 6);
  });

  it('stock TensorFlow.js refuses its config instead of computing something else', () => {
    const config = new GRU({ units: 1, resetAfter: true }).getConfig();
    expect(() => tf.layers.gru(config as unknown as Parameters<typeof tf.layers.gru>[0])).toThrow(/reset_after/);
  });
});

it('drops of x and of h what two different masks say, the same at every step', () => {
  const [steps, units] = [4, 32];
  /** What of h is left after each step, when all of it comes through x (w = 1) or through h (w = 0). */
  const kept = (w: number): boolean[][] => {
    const layer = new SimpleRNN({ units, dropout: 0.5, recurrentDropout: 0.5, returnSequences: true, name: 'r' });
    const x = tf.ones([1, steps, units]);
    layer.apply(x);
    layer.setWeights([tf.mul(tf.eye(units), w), tf.mul(tf.eye(units), 1 - w), tf.zeros([units])]);
    const kwargs = { training: true, random: Random.fromSeed(1), initialState: [tf.ones([1, units])] };
    const hs = (layer.apply(x, kwargs) as tf.Tensor3D).arraySync()[0];
    return hs.map((h) => h.map((value) => value !== 0));
  };
  const [ofX, ofH] = [kept(1), kept(0)];
  for (const pattern of [ofX, ofH]) {
    expect(pattern[0]).toContain(true);
    expect(pattern[0]).toContain(false);
    pattern.forEach((step) => expect(step).toEqual(pattern[0]));
  }
  expect(ofX[0]).not.toEqual(ofH[0]);
});

describe('stock layers beside ours', () => {
  it('stay stock', () => {
    expect(tf.layers.lstm({ units: 1 })).not.toBeInstanceOf(LSTM);
    const registered = tf.serialization.SerializationMap.getMap().classNameMap;
    expect(registered.LSTM[0]).not.toBe(LSTM);
    expect(registered.GRU[0]).not.toBe(GRU);
    expect(registered.SimpleRNN[0]).not.toBe(SimpleRNN);
  });
});

it('may be built before it is applied, which stock layers may not', () => {
  const x = probe('x', [B, T, I]);
  const [stock, ours] = [tf.layers.lstm({ units: H }), new LSTM({ units: H })];
  stock.build([null, null, I]);
  expect(() => stock.apply(x)).toThrow(/Duplicate weight name/);
  ours.build([null, null, I]);
  expect((ours.apply(x) as tf.Tensor).shape).toEqual([B, H]);
});

it('works inside a stock model: masks, fit, new dropout at every step', async () => {
  const model = tf.sequential({
    layers: [
      new Embedding({ vocabularySize: 9, size: 3, seed: 1 }),
      new LSTM({ units: 4, returnSequences: true, recurrentDropout: 0.2, seed: 2 }),
      new GRU({ units: 4, dropout: 0.2, seed: 3 }),
      tf.layers.dense({ units: 1, activation: 'sigmoid', kernelInitializer: 'ones' }),
    ],
  });
  const ids = tf.tensor2d([[1, 2, 3], [4, 5, 0], [6, 0, 0]], undefined, 'int32'); // prettier-ignore
  model.compile({ optimizer: tf.train.adam(0.1), loss: 'binaryCrossentropy' });
  const { history } = await model.fit(ids, tf.tensor2d([[1], [0], [1]]), { epochs: 20, shuffle: false, verbose: 0 });
  expect(history.loss.at(-1)).toBeLessThan(0.3);
  const together = (model.predict(ids) as tf.Tensor).dataSync();
  const alone = model.predict(tf.tensor2d([[6]], undefined, 'int32')) as tf.Tensor;
  expect(together[2]).toBeCloseTo(alone.dataSync()[0], 6);
});

describe('where stock dropout fails', () => {
  const x = () => tf.ones([2, 4, 6]);
  const apart = (run: () => tf.Tensor) => difference(run(), run());

  it('a prediction before training freezes the mask of stacked stock cells; ours go on dropping', () => {
    const cells = tf.layers.rnn({ cell: [tf.layers.lstmCell({ units: 8, dropout: 0.5 })] as never });
    cells.apply(x());
    expect(apart(() => cells.apply(x(), { training: true }) as tf.Tensor)).toBe(0);
    const stack = [new LSTM({ units: 8, dropout: 0.5, returnSequences: true }), new LSTM({ units: 8, dropout: 0.5 })];
    const run = (training: boolean) => stack.reduce((h, layer) => layer.apply(h, { training }) as tf.Tensor, x());
    run(false);
    expect(apart(() => run(true))).toBeGreaterThan(0.01);
  });

  it('stock layers keep their masks when all is over; ours do not', () => {
    const left = (layer: tf.layers.Layer) => {
      const input = x();
      const before = tf.memory().numTensors;
      tf.tidy(() => void layer.apply(input, { training: true }));
      layer.dispose();
      return tf.memory().numTensors - before;
    };
    const options = { units: 8, dropout: 0.5, recurrentDropout: 0.5 };
    expect(left(tf.layers.lstm({ ...options, ...sigmoid }))).toBe(8);
    expect(left(new LSTM(options))).toBe(0);
  });

  it('recurrent dropout of a stock GRU drops what is carried on; ours drops inside the gates only', () => {
    // z = 1 (its bias is large): h_t = h_{t-1}, whatever is dropped.
    const carry = (layer: tf.layers.Layer) => {
      const zero = tf.zeros([2, 1, 1]);
      layer.apply(zero);
      layer.setWeights([tf.zeros([1, 24]), tf.zeros([8, 24]), tf.concat([tf.fill([8], 50), tf.zeros([16])])]);
      const initialState = [tf.ones([2, 8])];
      return layer.apply(zero, { training: true, initialState }) as tf.Tensor;
    };
    const options = { units: 8, recurrentDropout: 0.5 };
    expect(difference(carry(tf.layers.gru({ ...options, ...sigmoid })), tf.ones([2, 8]))).toBe(1);
    expect(difference(carry(new GRU(options)), tf.ones([2, 8]))).toBe(0);
  });
});
