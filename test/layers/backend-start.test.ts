/** Before TensorFlow.js has a backend: what layers say, and that errors of a program stay its own. */
import * as tf from '@tensorflow/tfjs';
import { Attention, BackendError, CRF, Embedding, GRU, LSTM, SimpleRNN } from '../../src/node';

const listeners = () =>
  (['uncaughtException', 'unhandledRejection'] as const).map((name) => process.listenerCount(name));

const sequence = () => tf.input({ shape: [3, 2] });

it.each([
  ['LSTM', () => new LSTM({ units: 2 }).apply(sequence())],
  ['GRU', () => new GRU({ units: 2 }).apply(sequence())],
  ['SimpleRNN', () => new SimpleRNN({ units: 2 }).apply(sequence())],
  ['Embedding', () => new Embedding({ vocabularySize: 4, size: 2 }).apply(tf.input({ shape: [3] }))],
  ['CRF', () => new CRF().apply(sequence())],
  ['Attention', () => new Attention({ score: 'additive' }).apply([sequence(), sequence()])],
])('%s names await tf.ready() on one line', (_, apply) => {
  expect(apply).toThrow(BackendError);
  expect(apply).toThrow(/^.{0,50}TensorFlow.js has no backend yet.*await tf\.ready\(\).{0,60}$/);
});

it('the wasm module leaves no listeners for errors behind, however it is started', async () => {
  const before = listeners();
  await tf.ready();
  expect(tf.getBackend()).toBe('wasm');
  expect(listeners()).toEqual(before);
  expect(() => new LSTM({ units: 2 }).apply(sequence())).not.toThrow();
});
