/** Views: tensors of the wasm backend that look at one matrix inside another tensor, without a copy. */
import type * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { sizeOf } from '../shapes';

const BYTES_PER_NUMBER = 4;

/** Matrix `entry` of x [...,R,C] as [R,C]. The caller ends it with `dropView`, before x is disposed of. */
export function viewOf(x: tf.TensorInfo, entry: number, backend: BackendWasm): tf.TensorInfo {
  const shape = x.shape.slice(-2);
  const start = backend.getMemoryOffset(x.dataId) + entry * sizeOf(shape) * BYTES_PER_NUMBER;
  return backend.makeOutput(shape, 'float32', start);
}

/** `backend.disposeData` would free memory that belongs to the tensor looked at. */
export function dropView(view: tf.TensorInfo, backend: BackendWasm): void {
  const { id } = backend.dataIdMap.get(view.dataId);
  backend.wasm.tfjs.disposeData(id);
  backend.dataIdMap.delete(view.dataId);
}
