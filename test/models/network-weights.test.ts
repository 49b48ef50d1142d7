import * as tf from '@tensorflow/tfjs';
import { readWeights, writeWeights } from '../../models/network-weights';
import { BundleError } from '../../src/errors';
import { Random } from '../../src/random';
import { batch, rows, small, tokenClassifier } from './support';

const make = (seed: number) => tokenClassifier(small, Random.fromSeed(seed));

beforeAll(async () => {
  await tf.setBackend('cpu');
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

it('weights read from one network make another one give the same predictions', () => {
  const [from, to] = [make(1), make(2)];
  const before = tf.memory().numTensors;
  writeWeights(to, readWeights(from));
  expect(tf.memory().numTensors).toBe(before);
  const [a, b] = [from, to].map((network) => network.logits(batch(rows), { training: false }).arraySync());
  expect(b).toEqual(a);
});

it('what is read is a copy, and what is written is copied', () => {
  const network = make(1);
  const weights = readWeights(network);
  writeWeights(network, weights);
  weights[0].values.fill(7);
  expect(readWeights(network)[0].values).not.toContain(7);
});

it('weights that do not fit are refused by name, and nothing is changed', () => {
  const network = make(1);
  const kept = readWeights(network);
  const zeros = kept.map((array) => ({ ...array, values: new Float32Array(array.values.length) }));
  const [first, ...rest] = zeros;
  const cases: [typeof zeros, RegExp][] = [
    [rest, /weight embedding\/embeddings is missing/],
    [[...zeros, { ...first, name: 'odd' }], /weight odd is unknown/],
    [[...zeros, first], /weight embedding\/embeddings is given twice/],
    [[...rest, { ...first, shape: [5, 11] }], /embeddings has shape \[5,11\].*\[11,5\]/],
    [[...rest, { ...first, values: new Float32Array(3) }], /3 values/],
  ];
  for (const [arrays, message] of cases) {
    expect(() => writeWeights(network, arrays)).toThrow(BundleError);
    expect(() => writeWeights(network, arrays)).toThrow(message);
  }
  expect(readWeights(network)).toEqual(kept);
});
