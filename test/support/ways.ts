/** Where the parts of a training step run: operations of TensorFlow.js on a backend, or our kernels on wasm. */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { registerTensorKernels } from '../../src/kernels/wasm/tensors/register';
import { optionalKernels } from '../../src/optional-kernels';

export const ways = ['cpu', 'wasm', 'wasm with our kernels'] as const;
export type Way = (typeof ways)[number];

export async function goWay(way: Way): Promise<void> {
  for (const kernelName of Object.values(optionalKernels)) {
    if (tf.getKernel(kernelName, 'wasm')) tf.unregisterKernel(kernelName, 'wasm');
  }
  await tf.setBackend(way === 'cpu' ? 'cpu' : 'wasm');
  if (way === 'wasm with our kernels') expect(registerTensorKernels()).toEqual([]);
}
