/** How a kernel written in typed arrays gets at numbers and memory: one form for the wasm and the cpu backend. */
import type * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { sizeOf } from '../shapes';

export type Numbers = Float32Array | Int32Array | Uint8Array;

export interface KernelMemory {
  numbersOf(x: tf.TensorInfo): Numbers;
  /** A new tensor full of zeros. It may move the memory of the others: ask for their numbers afterwards. */
  zeros(shape: number[], dtype: 'float32' | 'int32'): tf.TensorInfo;
}

export function wasmMemory(backend: object): KernelMemory {
  const wasm = backend as BackendWasm;
  return {
    numbersOf: (x) => wasm.typedArrayFromHeap(x),
    zeros: (shape, dtype) => {
      const out = wasm.makeOutput(shape, dtype);
      wasm.typedArrayFromHeap(out).fill(0);
      return out;
    },
  };
}

/** The part of the cpu backend that kernels use; TensorFlow.js does not export its type. */
export interface BackendCpu {
  data: { get(dataId: tf.DataId): { values: Numbers } };
  makeTensorInfo(shape: number[], dtype: tf.DataType, values: Numbers): tf.TensorInfo;
}

export function cpuMemory(backend: object): KernelMemory {
  const cpu = backend as BackendCpu;
  return {
    numbersOf: (x) => cpu.data.get(x.dataId).values,
    zeros: (shape, dtype) => {
      const size = sizeOf(shape);
      return cpu.makeTensorInfo(shape, dtype, dtype === 'int32' ? new Int32Array(size) : new Float32Array(size));
    },
  };
}
