/** Makes the wasm and cpu backends of TensorFlow.js able to train. */
import { registerCpuKernels } from './cpu';
import { registerWasmKernels } from './wasm';

/**
 * Adds the missing kernels and replaces the slow ones, for `wasm` and `cpu` only. The results stay those of stock within
 * float32 rounding, so other uses of TensorFlow.js on the same page go on as before. Calling it again is harmless.
 * A backend whose package has not been imported is left out; call it again after importing it.
 */
export function registerTrainingKernels(): void {
  registerCpuKernels();
  registerWasmKernels();
}
