/** Records of tensors as flat lists and back: TensorFlow.js kernels take and give lists. */
import type * as tf from '@tensorflow/tfjs';
import type { Named } from '../cells/cell';

export type NamedTensors = Named<tf.Tensor>;

/** Adds `prefix.` to every name. */
export const prefixed = <A>(prefix: string, record: Named<A> = {}): Named<A> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [`${prefix}.${name}`, value]));

/** Those whose name begins with `prefix.`, without it. */
export const withPrefix = <A>(prefix: string, record: Named<A>): Named<A> =>
  Object.fromEntries(
    Object.entries(record)
      .filter(([name]) => name.startsWith(`${prefix}.`))
      .map(([name, value]) => [name.slice(prefix.length + 1), value]),
  );

export const zip = <A>(names: readonly string[], values: readonly A[]): Named<A> =>
  Object.fromEntries(names.map((name, i) => [name, values[i]]));
