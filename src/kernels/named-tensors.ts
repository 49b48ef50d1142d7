/** Records of tensors as flat lists and back: TensorFlow.js kernels take and give lists. */
import type * as tf from '@tensorflow/tfjs';
import type { Named } from '../cells/cell';

export type NamedTensors = Named<tf.Tensor>;

/** Adds `prefix.` to every name. */
export const prefixed = (prefix: string, record: NamedTensors = {}): NamedTensors =>
  Object.fromEntries(Object.entries(record).map(([name, tensor]) => [`${prefix}.${name}`, tensor]));

/** Those whose name begins with `prefix.`, without it. */
export const withPrefix = (prefix: string, record: NamedTensors): NamedTensors =>
  Object.fromEntries(
    Object.entries(record)
      .filter(([name]) => name.startsWith(`${prefix}.`))
      .map(([name, tensor]) => [name.slice(prefix.length + 1), tensor]),
  );

export const zip = (names: readonly string[], tensors: readonly tf.Tensor[]): NamedTensors =>
  Object.fromEntries(names.map((name, i) => [name, tensors[i]]));
