/**
 * The inner loops of replaced kernels (backends/) on our module. Arrays are views of the wasm backend's memory, so their
 * byte offsets are the addresses that the module takes. Values of other than four bytes stay with TypeScript.
 */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { type KernelMemory, typedArrayLoops, wasmMemory } from '../../../backends/kernel-memory';
import { TensorOperation } from '../jobs/tensor-operations';
import { tensorRuntime } from './tensor-runtime';

const FLOAT = Float32Array.BYTES_PER_ELEMENT;

export function moduleMemory(backend: object): KernelMemory {
  const { run, output } = tensorRuntime(backend as BackendWasm);
  return {
    ...wasmMemory(backend),
    output,

    copyRows(x, ids, rowSize, out) {
      run(TensorOperation.gather, [x.byteOffset, 0, ids.byteOffset, out.byteOffset, ids.length, rowSize]);
    },

    addRows(x, ids, rowSize, segments, out) {
      if (!(x instanceof Float32Array)) return typedArrayLoops.addRows(x, ids, rowSize, segments, out);
      run(TensorOperation.scatterAdd, [out.byteOffset, segments, ids.byteOffset, x.byteOffset, ids.length, rowSize]);
    },

    copyRuns(from, start, stride, to, length, runs) {
      if (from instanceof Uint8Array) return typedArrayLoops.copyRuns(from, start, stride, to, length, runs);
      const source = from.byteOffset + start * FLOAT;
      run(TensorOperation.copyRuns, [source, stride, to.byteOffset, length, length, runs]);
    },
  };
}
