/** Brings our kernels to the wasm backend of TensorFlow.js. */
import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { replaceKernel } from '../../../backends/replace-kernel';
import { registerWasmKernels } from '../../../backends/wasm';
import { BackendError } from '../../../errors';
import { type OptionalKernel, optionalKernels } from '../../../optional-kernels';
import { adamStep, averageStep } from './adam';
import { countCorrect, crossEntropy, crossEntropyGradient } from './cross-entropy';
import { dropoutMask } from './dropout-mask';
import { concatOver } from './concat';
import { products } from './matmul';
import { moduleMemory } from './module-memory';
import { multiplyOver } from './multiply';
import { globalNorm } from './norm';
import { maskedPool, maskedPoolGradient } from './pooling';
import { sumOver } from './sum';
import { tensorRuntime, whyNoTensorRuntime } from './tensor-runtime';

const kernels: Record<OptionalKernel, tf.KernelFunc> = {
  adamStep,
  averageStep,
  globalNorm,
  crossEntropy,
  crossEntropyGradient,
  countCorrect,
  dropoutMask,
  maskedPool,
  maskedPoolGradient,
};

/** Stock's are good enough without our module; what these leave out stays with stock. */
const replacements: Record<string, (stock: tf.KernelFunc) => tf.KernelFunc> = {
  Concat: concatOver,
  Sum: sumOver,
  Multiply: multiplyOver,
};

/**
 * Does nothing unless wasm is the present backend, or if it has been called before.
 * @returns why a training step will be slower than it could be, if so.
 */
export function registerTensorKernels(): string[] {
  if (tf.getBackend() !== 'wasm') return [];
  const backend = tf.backend() as BackendWasm;
  const refusal = whyNoTensorRuntime(backend) ?? whyRefused(backend);
  if (refusal !== undefined)
    return [`training runs on slower operations of TensorFlow.js around recurrences: ${refusal}`];
  for (const [name, kernelFunc] of Object.entries(kernels)) {
    const kernelName = optionalKernels[name as OptionalKernel];
    if (!tf.getKernel(kernelName, 'wasm')) tf.registerKernel({ kernelName, backendName: 'wasm', kernelFunc });
  }
  registerWasmKernels({ memoryOf: moduleMemory, products });
  for (const [name, over] of Object.entries(replacements)) replaceKernel(name, 'wasm', over, 'webassembly');
  return [];
}

function whyRefused(backend: BackendWasm): string | undefined {
  try {
    tensorRuntime(backend);
    return undefined;
  } catch (error) {
    if (error instanceof BackendError) return error.problem;
    throw error;
  }
}
