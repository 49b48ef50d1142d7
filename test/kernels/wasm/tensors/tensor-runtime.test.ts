import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { closeRuntime, currentInstructions, startRuntime } from '../../../../src/kernels/wasm/runtime/current-runtime';
import { tensorRuntime } from '../../../../src/kernels/wasm/tensors/tensor-runtime';
import { installWorkerHost } from '../../../../src/kernels/wasm/runtime/worker-host';
import { nodeWorkers } from '../../../../src/platform/node-workers';
import { goWay } from '../../../support/ways';

afterAll(() => closeRuntime());

test('has the instructions of our own runtime, also where its options come after the first operation', async () => {
  installWorkerHost({ ...nodeWorkers, settings: () => ({ threads: 1 }) });
  await goWay('wasm with our kernels');
  const backend = tf.backend() as BackendWasm;
  const product = () => tf.tidy(() => [...tf.matMul(tf.ones([3, 5]), tf.ones([5, 2])).dataSync()]);
  expect(product()).toEqual(Array(6).fill(5));
  const first = tensorRuntime(backend);
  expect(first.runtime.variant).toBe(currentInstructions().variant);
  expect(tensorRuntime(backend)).toBe(first);

  for (const relaxedSimd of [false, true]) {
    closeRuntime();
    const { variant } = await startRuntime({ relaxedSimd });
    expect(tensorRuntime(backend).runtime.variant).toBe(variant);
    expect(product()).toEqual(Array(6).fill(5));
  }
});
