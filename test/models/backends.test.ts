/** The same seed on every backend: the same bytes at the start, the same predictions, the same training. */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { readWeights } from '../../models/network-weights';
import { registerWasmKernels } from '../../src/backends/wasm';
import { Random } from '../../src/random';
import { batch, rows, small, trainStep, tokenClassifier } from './support';

const config = { ...small, bidirectional: true, dropout: 0.3, embeddingDropout: 0.2, recurrentDropout: 0.2 };

async function runOn(backend: string, pooling: 'last' | 'mean+max' | 'attention', cell: 'lstm' | 'gru') {
  await tf.setBackend(backend);
  // In tests tfjs counts the data of kernels, and takes fused ones for a leak. Tensors are counted below.
  tf.env().set('IS_TEST', false);
  if (backend === 'wasm') registerWasmKernels();
  const before = tf.memory().numTensors;
  const network = tokenClassifier({ ...config, pooling, cell }, Random.fromSeed(1));
  const start = readWeights(network);
  const [inputs, labels] = [batch(rows), tf.tensor2d([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 0]])]; // prettier-ignore
  const optimizer = tf.train.sgd(0.5);
  const losses = Array.from({ length: 5 }, (_, step) =>
    trainStep(network, optimizer, inputs, labels, Random.fromSeed(2).fork(step)),
  );
  const logits = network.logits(inputs, { training: false });
  const predictions = [...logits.dataSync()];
  network.dispose();
  optimizer.dispose();
  tf.dispose([inputs.ids, inputs.mask, labels, logits]);
  expect(tf.memory().numTensors).toBe(before);
  return { start, losses, predictions };
}

it.each([
  ['lstm', 'last'],
  ['gru', 'attention'],
  ['lstm', 'mean+max'],
] as const)('%s, pooling %s: wasm and cpu agree', async (cell, pooling) => {
  const [cpu, wasm] = [await runOn('cpu', pooling, cell), await runOn('wasm', pooling, cell)];
  expect(wasm.start).toEqual(cpu.start);
  wasm.losses.forEach((loss, i) => expect(loss).toBeCloseTo(cpu.losses[i], 5));
  wasm.predictions.forEach((x, i) => expect(x).toBeCloseTo(cpu.predictions[i], 4));
});
