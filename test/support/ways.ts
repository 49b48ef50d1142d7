/** Where the parts of a training step run: operations of TensorFlow.js on a backend, or our kernels on wasm. */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-wasm';
import { registerTensorKernels } from '../../src/kernels/wasm/tensors/register';

export const ways = ['cpu', 'wasm', 'wasm with our kernels'] as const;
export type Way = (typeof ways)[number];

let takeOursAway = () => {};

export async function goWay(way: Way): Promise<void> {
  takeOursAway();
  takeOursAway = () => {};
  await tf.setBackend(way === 'cpu' ? 'cpu' : 'wasm');
  if (way !== 'wasm with our kernels') return;
  const before = tf.getKernelsForBackend('wasm');
  expect(registerTensorKernels()).toEqual([]);
  takeOursAway = () => {
    const ours = tf.getKernelsForBackend('wasm').filter((kernel) => !before.includes(kernel));
    for (const { kernelName } of ours) tf.unregisterKernel(kernelName, 'wasm');
    const names = ours.map(({ kernelName }) => kernelName);
    for (const kernel of before) if (names.includes(kernel.kernelName)) tf.registerKernel(kernel);
  };
}
