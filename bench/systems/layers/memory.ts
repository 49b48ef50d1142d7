/** What a training step holds at its end: tensors, and the memory that fast kernels have of their own. */
import * as tf from '@tensorflow/tfjs';
import type { MemoryWork } from '../../works';
import type { Round } from '../child-loop';
import { makeRecurrent, type System } from './system';

/** Forward on the tape, then the gradients; counted where all activations and all gradients are there. */
export async function prepareMemory(system: System, work: MemoryWork): Promise<Round> {
  const { batchSize: B, steps: T, inputSize: D, hiddenSize: H } = work;
  const xs = tf.randomNormal([B, T, D], 0, 1, 'float32', 1);
  const layer = await makeRecurrent(system, work.cell, { units: H, returnSequences: true });
  tf.dispose(layer.apply(xs) as tf.Tensor);
  const own = system.ours ? await heapOfKernels() : () => 0;
  const bytes = () => tf.memory().numBytes + own();
  return () => {
    const start = performance.now();
    const weights = bytes() - 4 * B * T * D;
    let most = 0;
    tf.tidy(() => {
      const dy = tf.ones([B, T, H]);
      const loss = (x: tf.Tensor) => {
        const hs = layer.apply(x) as tf.Tensor;
        most = Math.max(most, bytes());
        return hs;
      };
      tf.grad(loss)(xs, dy);
      most = Math.max(most, bytes());
    });
    return Promise.resolve({ ms: performance.now() - start, bytes: most - weights });
  };
}

/** @returns bytes that our kernels have in use in a memory of their own. */
async function heapOfKernels(): Promise<() => number> {
  const { currentRuntime, describeRuntime } = await import('../../../src/kernels/wasm/runtime/current-runtime');
  if ('unavailable' in describeRuntime()) return () => 0;
  const { allocator } = currentRuntime();
  return () => allocator.used;
}
