/** Writing into variables of the wasm backend, instead of assigning new tensors to them. */
import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** Clones, and what the tape has saved, share the memory of a variable. Here it gets one of its own. */
export function ownMemory(variable: tf.Variable, backend: BackendWasm): void {
  backend.getMemoryOffset(variable.dataId); // brings it here if another backend holds it
  if (backend.refCount(variable.dataId) > 1) tf.tidy(() => variable.assign(tf.mul(variable, 1)));
}

interface Ids {
  dataIdNextNumber: number;
}

/**
 * To be called when a variable has been written to. XNNPACK packs the right factor of a product and keeps it as long as
 * the tensor has the id under which it was registered; so the memory is registered under a new id.
 */
export function markWritten({ dataId, size }: tf.Variable, backend: BackendWasm): void {
  const entry = backend.dataIdMap.get(dataId);
  const { tfjs } = backend.wasm;
  tfjs.disposeData(entry.id); // forgets the id, frees nothing
  entry.id = (backend as unknown as Ids).dataIdNextNumber++;
  tfjs.registerTensor(entry.id, size, entry.memoryOffset);
}
