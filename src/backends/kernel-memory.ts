/**
 * How a replaced kernel gets at the values of tensors, and its inner loops over them: one form for the cpu backend, for
 * the wasm backend, and for the wasm backend with our module (kernels/wasm/tensors/module-memory.ts).
 */
import type * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { sizeOf } from '../shapes';

export type TypedArray = Float32Array | Int32Array | Uint8Array;

export interface KernelMemory extends InnerLoops {
  valuesOf(x: tf.TensorInfo): TypedArray;
  /** A new tensor, not cleared. It may move the memory of the others: ask for their values afterwards. */
  output(shape: number[], dtype: tf.DataType): tf.TensorInfo;
}

export interface InnerLoops {
  /** out [N,D] ← rows `ids` of x; D is `rowSize`. */
  copyRows(x: TypedArray, ids: TypedArray, rowSize: number, out: TypedArray): void;
  /** Adds row i of x to row ids[i] of out, if that is one of `segments`; D is `rowSize`. */
  addRows(x: TypedArray, ids: TypedArray, rowSize: number, segments: number, out: TypedArray): void;
  /** Copies `runs` times `run` values: from `start` on and every `stride` values, to one after another. */
  copyRuns(from: TypedArray, start: number, stride: number, to: TypedArray, run: number, runs: number): void;
}

export type MemoryOf = (backend: object) => KernelMemory;

export const typedArrayLoops: InnerLoops = {
  copyRows(x, ids, rowSize, out) {
    for (let i = 0; i < ids.length; i++) {
      const from = ids[i] * rowSize;
      const to = i * rowSize;
      for (let j = 0; j < rowSize; j++) out[to + j] = x[from + j];
    }
  },

  addRows(x, ids, rowSize, segments, out) {
    for (let i = 0; i < ids.length; i++) {
      const segment = ids[i];
      if (segment < 0 || segment >= segments) continue;
      const from = i * rowSize;
      const to = segment * rowSize;
      for (let j = 0; j < rowSize; j++) out[to + j] += x[from + j];
    }
  },

  copyRuns(from, start, stride, to, run, runs) {
    for (let i = 0; i < runs; i++) {
      const begin = i * stride + start;
      to.set(from.subarray(begin, begin + run), i * run);
    }
  },
};

export function wasmMemory(backend: object): KernelMemory {
  const wasm = backend as BackendWasm;
  return {
    ...typedArrayLoops,
    valuesOf: (x) => wasm.typedArrayFromHeap(x),
    output: (shape, dtype) => wasm.makeOutput(shape, dtype),
  };
}

/** The part of the cpu backend that kernels use; TensorFlow.js does not export its type. */
export interface BackendCpu {
  data: { get(dataId: tf.DataId): { values: TypedArray } };
  makeTensorInfo(shape: number[], dtype: tf.DataType, values: TypedArray): tf.TensorInfo;
}

export function cpuMemory(backend: object): KernelMemory {
  const cpu = backend as BackendCpu;
  return {
    ...typedArrayLoops,
    valuesOf: (x) => cpu.data.get(x.dataId).values,
    output: (shape, dtype) => {
      const size = sizeOf(shape);
      return cpu.makeTensorInfo(shape, dtype, dtype === 'int32' ? new Int32Array(size) : new Float32Array(size));
    },
  };
}
