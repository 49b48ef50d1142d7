/** Exchanges one kernel in the registry of TensorFlow.js, once for each part of this library that has a better one. */
import * as tf from '@tensorflow/tfjs';

/** Parts of this library whose work a kernel contains. */
const parts = new WeakMap<tf.KernelFunc, readonly string[]>();

/**
 * Registers what `make` builds from the present kernel, keeping that one's set-up and clean-up. A second call for the
 * same part leaves everything as it is, unless somebody has registered another kernel in between. Where there is no
 * kernel yet, `make` must not use its argument.
 */
export function replaceKernel(
  kernelName: string,
  backendName: 'wasm' | 'cpu',
  make: (stock: tf.KernelFunc) => tf.KernelFunc,
  part = 'backends',
): void {
  const stock = tf.getKernel(kernelName, backendName) as tf.KernelConfig | undefined;
  const contained = (stock && parts.get(stock.kernelFunc)) ?? [];
  if (contained.includes(part)) return;
  const kernelFunc = make(stock?.kernelFunc as tf.KernelFunc);
  parts.set(kernelFunc, [...contained, part]);
  if (stock) tf.unregisterKernel(kernelName, backendName); // registering twice would warn
  tf.registerKernel({ ...stock, kernelName, backendName, kernelFunc });
}
