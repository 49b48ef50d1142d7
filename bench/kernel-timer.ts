/** Where the time of TensorFlow.js goes: every kernel of a backend with a stopwatch around it. */
import * as tf from '@tensorflow/tfjs';

export interface KernelTime {
  calls: number;
  /** Milliseconds, with all that the kernel itself calls. */
  ms: number;
}

/**
 * From here on all kernels of the backend, and the ways in and out of its memory, carry stopwatches in this process.
 * @returns a function that gives the times since its last call, by name.
 */
export function timeKernels(backendName: string): () => Map<string, KernelTime> {
  let times = new Map<string, KernelTime>();
  let isInside = false; // what a kernel calls is part of it

  const timed = <Arguments extends unknown[], Result>(name: string, work: (...args: Arguments) => Result) => {
    return (...args: Arguments): Result => {
      if (isInside) return work(...args);
      isInside = true;
      const start = performance.now();
      try {
        return work(...args);
      } finally {
        const time = performance.now() - start;
        isInside = false;
        const { calls, ms } = times.get(name) ?? { calls: 0, ms: 0 };
        times.set(name, { calls: calls + 1, ms: ms + time });
      }
    };
  };

  for (const kernel of tf.getKernelsForBackend(backendName)) {
    tf.unregisterKernel(kernel.kernelName, backendName); // registering twice would warn
    tf.registerKernel({ ...kernel, kernelFunc: timed(kernel.kernelName, kernel.kernelFunc) });
  }
  const backend = tf.findBackend(backendName);
  backend.write = timed('(numbers in)', backend.write.bind(backend));
  backend.readSync = timed('(numbers out)', backend.readSync.bind(backend));
  return () => {
    const taken = times;
    times = new Map();
    return taken;
  };
}
