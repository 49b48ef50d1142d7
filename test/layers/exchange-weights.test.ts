/** PyTorch's and Keras' weights in our layers: the same outputs as there, and back out. */
import * as tf from '@tensorflow/tfjs';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from '../../src/errors';
import { Bidirectional } from '../../src/layers/recurrent/bidirectional';
import { kerasWeightsOf, loadKerasWeights, loadStateDict, stateDictOf } from '../../src/layers/exchange-weights';
import { GRU, LSTM, SimpleRNN } from '../../src/layers/recurrent/recurrent';
import type { RecurrentLayer } from '../../src/layers/recurrent/recurrent-layer';
import { type KerasCase, stateDictOf as entriesOf } from '../support/golden';
import { flatten } from '../support/numbers';

type Rows = number[][];

interface Classifier {
  kind: 'rnn' | 'lstm' | 'gru';
  layers: number;
  bidirectional: boolean;
  stateDict: Record<string, number[] | Rows>;
  x: Rows[];
  probabilities: Rows;
}

const golden = <Case>(file: string) =>
  (JSON.parse(readFileSync(join(__dirname, '../golden', file), 'utf8')) as { cases: Case[] }).cases;
const classifiers = golden<Classifier>('pytorch_classifier.json');
const keras = golden<KerasCase>('keras_layers.json').filter(({ lengths }) => lengths === null);
const names = { recurrent: 'rnn', linear: 'fc' };

beforeAll(() => tf.setBackend('cpu'));

function largestDifference(actual: tf.Tensor, expected: ArrayLike<number>): number {
  const values = Array.from(actual.dataSync());
  expect(values).toHaveLength(expected.length);
  return values.reduce((worst, value, i) => Math.max(worst, Math.abs(value - expected[i])), 0);
}

function modelOf({
  kind,
  layers,
  bidirectional,
  stateDict,
}: Pick<Classifier, 'kind' | 'layers' | 'bidirectional' | 'stateDict'>) {
  const units = (stateDict['rnn.weight_hh_l0'][0] as number[]).length;
  const make = (i: number): RecurrentLayer | Bidirectional => {
    const options = { units, returnSequences: i < layers - 1, name: `${kind}_${i}` };
    const layer =
      kind === 'lstm'
        ? new LSTM(options)
        : kind === 'gru'
          ? new GRU({ ...options, resetAfter: true })
          : new SimpleRNN(options);
    return bidirectional ? new Bidirectional({ layer }) : layer;
  };
  return { recurrent: Array.from({ length: layers }, (_, i) => make(i)), linear: tf.layers.dense({ units: 3 }) };
}

/** rnn → last state, of both directions where there are two → linear → softmax. */
function probabilities({ recurrent, linear }: ReturnType<typeof modelOf>, x: Rows[]): tf.Tensor {
  return tf.tidy(() => {
    const last = recurrent.reduce<tf.Tensor>((h, layer) => layer.apply(h) as tf.Tensor, tf.tensor3d(x)); // [B,H]
    return tf.softmax(linear.apply(last) as tf.Tensor2D);
  });
}

describe('a state dict', () => {
  it.each(classifiers.map((one) => [one.kind, one] as const))('%s: the classifier answers as in PyTorch', (_, one) => {
    const model = modelOf(one);
    loadStateDict(model, entriesOf(one.stateDict), names);
    expect(largestDifference(probabilities(model, one.x), flatten(one.probabilities))).toBeLessThan(1e-5);
  });

  it.each(classifiers.map((one) => [`${one.kind}, bidirectional ${one.bidirectional}`, one] as const))(
    '%s: out and in again gives the same weights',
    (_, one) => {
      const model = modelOf(one);
      loadStateDict(model, entriesOf(one.stateDict), names);
      const again = modelOf(one);
      const dict = stateDictOf(model, names);
      expect(Object.keys(dict).sort()).toEqual(Object.keys(one.stateDict).sort());
      loadStateDict(again, dict, names);
      const weights = ({ recurrent, linear }: ReturnType<typeof modelOf>) =>
        [...recurrent, linear].flatMap((layer) => kerasWeightsOf(layer).map(({ values }) => Array.from(values)));
      expect(weights(again)).toEqual(weights(model));
    },
  );

  it('that does not fit is refused before anything is written', () => {
    const [one] = classifiers;
    const without = entriesOf(one.stateDict);
    delete without['rnn.weight_hh_l0'];
    expect(() => loadStateDict(modelOf(one), without, names)).toThrow(DataError);
    expect(() => loadStateDict(modelOf(one), entriesOf(one.stateDict), { recurrent: 'rnn' })).toThrow(
      'a linear layer is given, but not its name in the state dict',
    );
    const before = new GRU({ units: 2 });
    expect(() => loadStateDict({ recurrent: [before] }, entriesOf(one.stateDict), names)).toThrow('resetAfter: true');
    const small = { recurrent: modelOf({ ...one, stateDict: { 'rnn.weight_hh_l0': [[0]] } }).recurrent };
    expect(() => loadStateDict(small, entriesOf(one.stateDict), names)).toThrow('Expected');
  });
});

describe('half of a state dict', () => {
  const [golden] = classifiers.filter(({ kind, bidirectional }) => kind === 'gru' && bidirectional);
  const layer = () => new GRU({ units: 2, resetAfter: true, seed: 1 });
  const own = (part: GRU | Bidirectional) => kerasWeightsOf(part).map(({ values }) => Array.from(values));

  it('is refused, with what is left over or missing', () => {
    const dict = entriesOf(golden.stateDict);
    expect(() => loadStateDict({ recurrent: [layer()] }, dict, names)).toThrow(/unexpected: rnn\.weight_ih_l0_reverse/);
    const forwards = Object.fromEntries(Object.entries(dict).filter(([name]) => !name.endsWith('_reverse')));
    const both = new Bidirectional({ layer: layer() });
    expect(() => loadStateDict({ recurrent: [both] }, forwards, names)).toThrow(
      /missing: rnn\.weight_ih_l0_reverse, rnn\.weight_hh_l0_reverse/,
    );
    expect(both.built).toBe(false);
  });

  it('is loaded where strict is false; what is missing stays as it was', () => {
    const dict = entriesOf(golden.stateDict);
    const forwards = layer();
    const keys = loadStateDict({ recurrent: [forwards] }, dict, names, { strict: false });
    expect(keys.missing).toEqual([]);
    expect(keys.unexpected).toContain('rnn.weight_ih_l0_reverse');
    const both = new Bidirectional({ layer: layer() });
    both.apply(tf.zeros([1, 1, forwards.getWeights()[0].shape[0]]));
    const before = own(both);
    delete dict['rnn.bias_hh_l0_reverse'];
    expect(loadStateDict({ recurrent: [both] }, dict, names, { strict: false })).toMatchObject({
      missing: ['rnn.bias_hh_l0_reverse'],
    });
    expect(own(both).slice(0, 3)).toEqual(own(forwards));
    expect(own(both).slice(3)).toEqual(before.slice(3));
  });

  it('sizes are those of the file, in its names and order', () => {
    const dict = entriesOf(golden.stateDict);
    const built = new Bidirectional({ layer: layer() });
    built.apply(tf.zeros([1, 1, 9]));
    expect(() => loadStateDict({ recurrent: [built] }, dict, names, { strict: false })).toThrow(
      /rnn\.weight_ih_l0 has shape \[6,4\].*\[6,I\] with I=9/,
    );
    const model = { ...modelOf(golden), linear: tf.layers.dense({ units: 4 }) };
    expect(() => loadStateDict(model, dict, names)).toThrow(/fc\.weight has shape \[3,4\].*\[K,H\] with K=4/);
  });
});

describe("Keras' weights", () => {
  const layerOf = ({ cell, sizes: { H: units } }: KerasCase): RecurrentLayer => {
    const options = { units, returnSequences: true };
    if (cell === 'lstm') return new LSTM(options);
    if (cell === 'gru' || cell === 'gru-reset-before') return new GRU({ ...options, resetAfter: cell === 'gru' });
    return new SimpleRNN({ ...options, activation: cell === 'simple-rnn-relu' ? 'relu' : 'tanh' });
  };
  const entries = (weights: KerasCase['weights']) =>
    Object.values(entriesOf(Object.fromEntries(weights.map((weight, i) => [String(i), weight]))));

  it.each(keras.map((one) => [one.name, one] as const))('%s: the layer gives the same outputs', (_, one) => {
    const layer = layerOf(one);
    loadKerasWeights(layer, entries(one.weights));
    const initialState = one.initialState.map((rows) => tf.tensor2d(rows));
    const output = layer.apply(tf.tensor3d(one.x), { initialState }) as tf.Tensor;
    expect(largestDifference(output, flatten(one.output))).toBeLessThan(1e-5);
    kerasWeightsOf(layer).forEach(({ shape, values }, i) => {
      expect(shape).toEqual(entries(one.weights)[i].shape);
      expect(Array.from(values)).toEqual(Array.from(Float32Array.from(entries(one.weights)[i].values)));
    });
  });

  it('of another size are refused with both shapes', () => {
    const [one] = keras;
    const layer = layerOf({ ...one, sizes: { ...one.sizes, H: one.sizes.H + 1 } });
    expect(() => loadKerasWeights(layer, entries(one.weights))).toThrow('the shapes are');
  });
});
