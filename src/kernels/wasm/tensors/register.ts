/** Brings our kernels to the wasm backend of TensorFlow.js. */
import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { replaceKernel } from '../../../backends/replace-kernel';
import { BackendError } from '../../../errors';
import { type OptionalKernel, optionalKernels } from '../../../optional-kernels';
import { adamStep, averageStep } from './adam';
import { countCorrect, crossEntropy, crossEntropyGradient } from './cross-entropy';
import { dropoutMask } from './dropout-mask';
import { fusedMatMulOver, matMulOver } from './matmul';
import { multiplyOver } from './multiply';
import { globalNorm } from './norm';
import { concatOver, slicePartsOver, splitPartsOver, unpackPartsOver } from './parts';
import { maskedPool, maskedPoolGradient } from './pooling';
import { gatherRowsOver, segmentSumOver } from './rows';
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

/** Better ones for kernels that are there, by their names; what they leave out stays with those. */
const replacements: Record<string, (before: tf.KernelFunc) => tf.KernelFunc> = {
  GatherV2: gatherRowsOver,
  UnsortedSegmentSum: segmentSumOver,
  BatchMatMul: matMulOver,
  _FusedMatMul: fusedMatMulOver,
  Slice: slicePartsOver,
  SplitV: splitPartsOver,
  Unpack: unpackPartsOver,
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
