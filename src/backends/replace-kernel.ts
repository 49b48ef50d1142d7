/** Exchanges a kernel in the registry of TensorFlow.js. */
import * as tf from '@tensorflow/tfjs';

/** What computes a replaced kernel: TypeScript on typed arrays, which runs anywhere, or our WebAssembly module. */
export type Implementation = 'typed arrays' | 'webassembly';

interface Origin {
  /** The kernel that was there before any of ours, if any. */
  stock: tf.KernelFunc | undefined;
  implementation: Implementation;
}

const missing: tf.KernelFunc = () => {
  throw new Error('TensorFlow.js has no such kernel');
};

const origins = new WeakMap<tf.KernelFunc, Origin>();

/**
 * Registers what `make` builds from the stock kernel, keeping that one's set-up and clean-up. A kernel of ours stays,
 * unless it runs on typed arrays and this one on the module, which then takes its place: there is never one of ours around
 * another. A kernel that somebody else has registered in between counts as stock.
 */
export function replaceKernel(
  kernelName: string,
  backendName: 'wasm' | 'cpu',
  make: (stock: tf.KernelFunc) => tf.KernelFunc,
  implementation: Implementation = 'typed arrays',
): void {
  const present = tf.getKernel(kernelName, backendName) as tf.KernelConfig | undefined;
  const own = present && origins.get(present.kernelFunc);
  if (own?.implementation === implementation || own?.implementation === 'webassembly') return;
  const stock = own?.stock ?? present?.kernelFunc;
  const kernelFunc = make(stock ?? missing);
  origins.set(kernelFunc, { stock, implementation });
  if (present) tf.unregisterKernel(kernelName, backendName); // registering twice would warn
  tf.registerKernel({ ...present, kernelName, backendName, kernelFunc });
}
