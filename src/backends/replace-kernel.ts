/** Exchanges one kernel in the registry of TensorFlow.js, once. */
import * as tf from '@tensorflow/tfjs';

/** The kernels that this library has registered. */
const ours = new WeakSet<tf.KernelFunc>();

/**
 * Registers what `make` builds from the present kernel, keeping that one's set-up and clean-up. A second call leaves
 * everything as it is, unless somebody has registered another kernel in between. Where there is no kernel yet, `make`
 * must not use its argument.
 */
export function replaceKernel(
  kernelName: string,
  backendName: 'wasm' | 'cpu',
  make: (stock: tf.KernelFunc) => tf.KernelFunc,
): void {
  const stock = tf.getKernel(kernelName, backendName) as tf.KernelConfig | undefined;
  if (stock && ours.has(stock.kernelFunc)) return;
  const kernelFunc = make(stock?.kernelFunc as tf.KernelFunc);
  ours.add(kernelFunc);
  if (stock) tf.unregisterKernel(kernelName, backendName); // registering twice would warn
  tf.registerKernel({ ...stock, kernelName, backendName, kernelFunc });
}
