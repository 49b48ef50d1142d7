/**
 * How a kernel on plain arrays gets at tensors, on any backend of TensorFlow.js:
 *
 *     wasm      arrays are views on the backend's allocator; nothing is copied
 *     others    what `readSync` gives (cpu: the array itself, tensorflow: a copy), and new arrays handed over
 */
import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Named } from '../../cells/cell';
import { BackendError } from '../../errors';
import { mapEach } from '../../recurrence/time-loop';
import { sizeOf } from '../../shapes';

export type TypedArray = Float32Array | Int32Array | Uint8Array;
export type Compute = (inputs: Named<TypedArray>, outputs: Named<Float32Array>) => void;

/**
 * Runs `compute` from the values of `inputs` to those of new float32 tensors. The arrays are valid inside of it only.
 * @throws BackendError if the backend has no memory left; what `compute` throws. Then no tensor is left behind.
 */
export function computeTensors(
  backend: tf.KernelBackend,
  inputs: Named<tf.TensorInfo>,
  shapes: Named<number[]>,
  compute: Compute,
): Named<tf.TensorInfo> {
  return 'typedArrayFromHeap' in backend
    ? inBackendMemory(backend as BackendWasm, inputs, shapes, compute)
    : withArrays(backend, inputs, shapes, compute);
}

function inBackendMemory(
  backend: BackendWasm,
  inputs: Named<tf.TensorInfo>,
  shapes: Named<number[]>,
  compute: Compute,
): Named<tf.TensorInfo> {
  // Growing memory ends all views, so first everything is allocated: inputs too, which another backend may hold.
  for (const { dataId } of Object.values(inputs)) backend.getMemoryOffset(dataId);
  const outputs = mapEach(shapes, (shape) => backend.makeOutput(shape, 'float32'));
  try {
    for (const { dataId, shape } of Object.values(outputs)) {
      if (backend.getMemoryOffset(dataId) === 0) throw outOfMemory(shape); // where malloc gives up
    }
    const view = (x: tf.TensorInfo) => backend.typedArrayFromHeap(x);
    compute(mapEach(inputs, view), mapEach(outputs, view) as Named<Float32Array>);
  } catch (error) {
    for (const { dataId } of Object.values(outputs)) backend.disposeData(dataId);
    throw error;
  }
  return outputs;
}

function withArrays(
  backend: tf.KernelBackend,
  inputs: Named<tf.TensorInfo>,
  shapes: Named<number[]>,
  compute: Compute,
): Named<tf.TensorInfo> {
  const arrays = mapEach(shapes, (shape) => new Float32Array(sizeOf(shape)));
  compute(
    mapEach(inputs, ({ dataId }) => tf.engine().readSync(dataId) as TypedArray),
    arrays,
  );
  return mapEach(shapes, (shape, name) => {
    const dataId = backend.write(arrays[name], shape, 'float32');
    return { dataId, shape, dtype: 'float32' as const };
  });
}

export function outOfMemory(shape: number[]): BackendError {
  const megabytes = Math.ceil((sizeOf(shape) * Float32Array.BYTES_PER_ELEMENT) / 2 ** 20);
  return new BackendError({
    where: "backend 'wasm'",
    problem: `no memory for a tensor [${shape.join(',')}] of ${megabytes} MB`,
    fix: 'Use smaller batches or shorter sequences, and dispose of tensors that are no longer needed',
  });
}
