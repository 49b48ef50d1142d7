/** The one builder of stacked recurrent layers: the same as layers built and called one by one. */
import * as tf from '@tensorflow/tfjs';
import { type RecurrentConfig, RecurrentStack, variationalDropout } from '../../models/recurrent-stack';
import { Bidirectional } from '../../src/layers/recurrent/bidirectional';
import { GRU, LSTM } from '../../src/layers/recurrent/recurrent';
import { Random } from '../../src/random';
import { expectClose } from '../support/numbers';
import { maskOf } from './sequence-tagger/support';

const random = () => Random.fromSeed(5);
const lengths = [4, 2];
const xs = () => tf.tensor3d(random().normalArray(2 * 4 * 3), [2, 4, 3]);
const mask = () => maskOf(lengths, 4);
const inference = { training: false };

beforeAll(async () => {
  await tf.setBackend('cpu');
});
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const apply = (layer: tf.layers.Layer, x: tf.Tensor) => [layer.apply(x, { mask: mask(), ...inference })].flat()[0];
const fork = (name: string) => ({ name, random: random().fork(name) });

it('both directions: the layers that a model of hand-built ones would have, by name, start and output', () => {
  const config: RecurrentConfig = { cell: 'lstm', hiddenSize: 4, layers: 2, bidirectional: true, merge: 'sum' };
  const stack = new RecurrentStack(config, random(), { prefix: 'encoder_' });
  const byHand = [1, 2].map((i) => {
    const layer = new LSTM({ ...fork(`encoder_lstm_${i}`), units: 4, returnSequences: true });
    return new Bidirectional({ layer, mergeMode: 'sum', name: `encoder_bidirectional_${i}` });
  });
  const expected = byHand.reduce<tf.Tensor>((x, layer) => apply(layer, x) as tf.Tensor, xs());
  expect(stack.run(xs(), mask(), inference).outputs.dataSync()).toEqual(expected.dataSync());
  const namesOf = (layers: tf.layers.Layer[]) => layers.flatMap(({ weights }) => weights.map((w) => w.originalName));
  expect(namesOf(stack.layers)).toEqual(namesOf(byHand));
});

it('without sequences the last layer, and only that one, returns its last state', () => {
  const config: RecurrentConfig = { cell: 'gru', hiddenSize: 4, layers: 2, resetAfter: true };
  const [whole, last] = [true, false].map(
    (returnSequences) => new RecurrentStack(config, random(), { returnSequences }),
  );
  const states = whole.run(xs(), mask(), inference).outputs;
  const expected = lengths.flatMap((length, b) => [...tf.slice(states, [b, length - 1, 0], [1, 1, 4]).dataSync()]);
  const outputs = last.steps.reduce<tf.Tensor>((x, layer) => apply(layer, x) as tf.Tensor, xs());
  expect(outputs.shape).toEqual([2, 4]);
  expectClose(outputs.dataSync(), expected, 1e-7);
  const [first] = last.layers;
  expect(first.getConfig().name).toBe('gru_1');
  const byHand = new GRU({ ...fork('gru_1'), units: 4, resetAfter: true });
  byHand.apply(xs());
  expect(first.getWeights()[0].dataSync()).toEqual(byHand.getWeights()[0].dataSync());
});

it('carries its states: a run in two parts is the whole run', () => {
  const config: RecurrentConfig = { cell: 'lstm', hiddenSize: 3, layers: 2 };
  const stack = new RecurrentStack(config, random(), { returnState: true });
  const whole = stack.run(xs(), undefined, inference);
  const first = stack.run(tf.slice(xs(), [0, 0, 0], [2, 1, 3]), undefined, inference);
  const second = stack.run(tf.slice(xs(), [0, 1, 0], [2, 3, 3]), undefined, inference, first.last);
  expectClose(tf.concat([first.outputs, second.outputs], 1).dataSync(), whole.outputs.dataSync(), 1e-6);
  expect(second.last.map((states) => states.map(({ shape }) => shape))).toEqual(Array(2).fill(Array(2).fill([2, 3])));
  second.last.flat().forEach((state, i) => expectClose(state.dataSync(), whole.last.flat()[i].dataSync(), 1e-6));
});

it('dropout is where the options have it, and has one mask for all steps of a sequence', () => {
  const config: RecurrentConfig = { cell: 'simple-rnn', hiddenSize: 3, layers: 2 };
  const dropoutBefore = (i: number) => (i ? variationalDropout(`drop_${i}`, 0.5, random()) : undefined);
  const stack = new RecurrentStack(config, random(), { dropoutBefore });
  expect(stack.steps.map(({ name }) => name)).toEqual(['simple_rnn_1', 'drop_1', 'simple_rnn_2']);
  expect(stack.layers.map(({ name }) => name)).toEqual(['simple_rnn_1', 'simple_rnn_2']);
  const ones = tf.ones([1, 5, 8]);
  const dropped = stack.steps[1].apply(ones, { training: true, random: random() }) as tf.Tensor3D;
  const [steps] = dropped.arraySync();
  steps.forEach((step) => expect(step).toEqual(steps[0]));
  expect(new Set(steps[0])).toEqual(new Set([0, 2]));
  const run = (context: object) => stack.run(xs(), mask(), { training: true, ...context }).outputs.dataSync();
  expect(run({ random: random() })).toEqual(run({ random: random() }));
  expect(run({ random: random() })).not.toEqual(run({ random: random().fork(1) }));
});

it('on symbolic tensors it is the same layers', () => {
  const config: RecurrentConfig = { cell: 'gru', hiddenSize: 4, layers: 2, bidirectional: true };
  const stack = new RecurrentStack(config, random());
  const input = tf.input({ shape: [null, 3] });
  const model = tf.model({ inputs: input, outputs: stack.symbolic(input) });
  const expected = stack.run(xs(), undefined, inference).outputs;
  expectClose((model.predict(xs()) as tf.Tensor).dataSync(), expected.dataSync(), 1e-6);
  expect(model.layers.slice(1).map(({ name }) => name)).toEqual(['bidirectional_1', 'bidirectional_2']);
});
