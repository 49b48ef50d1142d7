/** Whatever stands in padding reaches no output, no loss and no gradient: every layer and loss, on every backend. */
import * as tf from '@tensorflow/tfjs';
import { registerRecurrenceKernel, useRecurrenceKernel } from '../../src/kernels/select';
import { webassemblyKernel } from '../../src/kernels/wasm/recurrence/webassembly-kernel';
import { closeRuntime } from '../../src/kernels/wasm/runtime/current-runtime';
import { zeroPadding } from '../../src/kernels/zero-padding';
import { Attention } from '../../src/layers/attention';
import { AttentionPooling, MaskedLastPooling, MaskedMaxPooling, MaskedMeanPooling } from '../../src/layers/pooling';
import { Bidirectional } from '../../src/layers/recurrent/bidirectional';
import { GRU, LSTM, SimpleRNN } from '../../src/layers/recurrent/recurrent';
import { countCorrect, softmaxCrossEntropy } from '../../src/training/losses';
import { goWay, ways } from '../support/ways';
import { outputsAndGradients, probe, toList, weigh } from '../layers/support';

const [B, T, I, H] = [3, 5, 4, 2];
/** At the end, in front and in between, everywhere. */
const mask = [
  [1, 1, 1, 0, 0],
  [0, 1, 0, 1, 1],
  [0, 0, 0, 0, 0],
];
const worst = [NaN, Infinity, -Infinity, 3e38];

/** x [B,T,I] with `fill` at padded steps. */
function padded(fill: readonly number[]): tf.Tensor3D {
  const values = (probe('x', [B, T, I]) as tf.Tensor3D).arraySync();
  const rows = values.map((row, b) => row.map((x, t) => (mask[b][t] ? x : x.map((_, i) => fill[i % fill.length]))));
  return tf.tensor3d(rows);
}
const masks = () => tf.tensor2d(mask);
const valuesOf = (tensors: tf.Tensor[]) => tensors.map((x) => [...x.dataSync()]);

function expectSame(work: (x: tf.Tensor3D) => tf.Tensor[]): void {
  const expected = valuesOf(work(padded([0])));
  expect(expected.flat().every(Number.isFinite)).toBe(true);
  expect(valuesOf(work(padded(worst)))).toEqual(expected);
}

beforeAll(() => registerRecurrenceKernel(webassemblyKernel));
afterAll(() => closeRuntime());
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

describe.each(ways)('on %s', (way) => {
  beforeAll(() => goWay(way));
  afterAll(() => useRecurrenceKernel('auto'));

  const options = { units: H, returnSequences: true };
  it.each<[string, string, () => tf.layers.Layer]>(
    ['generic', 'webassembly'].flatMap((kernel) => [
      [kernel, 'SimpleRNN', () => new SimpleRNN({ ...options, activation: 'relu' })],
      [kernel, 'LSTM backwards', () => new LSTM({ ...options, goBackwards: true })],
      [kernel, 'GRU, the last state', () => new GRU({ units: H, resetAfter: true })],
      [kernel, 'both directions', () => new Bidirectional({ layer: new GRU(options) })],
    ]),
  )('%s: %s', (kernel, _, make) => {
    useRecurrenceKernel(kernel);
    const layer = make();
    layer.apply(tf.zeros([B, T, I]));
    expectSame((x) => outputsAndGradients(layer, x, { mask: masks() }));
    useRecurrenceKernel('auto');
  });

  it.each(Object.entries({ MaskedMeanPooling, MaskedMaxPooling, MaskedLastPooling }))('%s', (_, Pooling) => {
    const pool = (x: tf.Tensor) => new Pooling().apply(x, { mask: masks() }) as tf.Tensor;
    expectSame((x) => [pool(x), tf.grad((x: tf.Tensor) => weigh([pool(x)]))(x)]);
  });

  it('AttentionPooling', () => {
    const layer = new AttentionPooling();
    layer.apply(tf.zeros([B, T, I]));
    expectSame((x) => outputsAndGradients(layer, x, { mask: masks() }));
  });

  it.each(['additive', 'general', 'scaled-dot'] as const)('attention with %s scores', (score) => {
    const layer = new Attention({ score, ...(score === 'general' ? {} : { size: 3 }) });
    const queries = probe('q', [B, 2, I]);
    const attend = (states: tf.Tensor) => toList(layer.apply([queries, states], { mask: masks() }));
    attend(tf.zeros([B, T, I]));
    const weights = layer.trainableWeights.map((weight) => weight.read() as tf.Variable);
    expectSame((states) => {
      const { grads } = tf.variableGrads(() => weigh(attend(states)), weights);
      const dStates = tf.grad((states: tf.Tensor) => weigh(attend(states)))(states);
      return [...attend(states), dStates, ...weights.map(({ name }) => grads[name])];
    });
  });

  it('cross-entropy and the count of what is right', () => {
    const targets = Int32Array.from({ length: B * T }, (_, n) => n % I);
    const units = { targets, mask: mask.flat() };
    for (const labelSmoothing of [0, 0.1]) {
      expectSame((logits) => {
        const loss = (z: tf.Tensor) => softmaxCrossEntropy(z, { ...units, labelSmoothing });
        const { value, grad } = tf.valueAndGrad(loss)(logits);
        return [value, grad, countCorrect(logits, units)];
      });
    }
  });
});

it('zeros where the mask is 0, of any dtype; the gradient is 0 there', () => {
  const x = padded(worst);
  for (const dtype of ['float32', 'int32', 'bool'] as const) {
    expect(zeroPadding(x, tf.cast(masks(), dtype)).arraySync()).toEqual(padded([0]).arraySync());
  }
  const dx = tf
    .grad((x: tf.Tensor) => tf.sum(zeroPadding(x, masks())))(x)
    .arraySync() as number[][][];
  expect(dx).toEqual(mask.map((row) => row.map((m) => new Array<number>(I).fill(m))));
});
