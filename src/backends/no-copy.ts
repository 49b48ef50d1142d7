/**
 * Operations that change no value, Identity and Transpose to the order that is there, without a copy: the result shares
 * the memory of x, counted by its backend, as `reshape` does everywhere. The tape clones all it saves, so stock copies
 * every weight, an embedding table of 20,000 rows among them, once or twice a training step.
 */
import type * as tf from '@tensorflow/tfjs';

interface Counting {
  incRef(dataId: tf.DataId): void;
}

/** Wraps the stock Identity kernel. */
export function identityOver(stock: tf.KernelFunc): tf.KernelFunc {
  return (args) => {
    const x = args.inputs.x as tf.TensorInfo;
    return isNumeric(x) ? shared(x, args.backend) : stock(args);
  };
}

/**
 * Wraps the stock Transpose kernel. The shape must stay as well: for wasm a product packs its right factor once for each
 * memory, so [1,n] and [n,1] in one memory would be taken for each other, and read beyond their end.
 */
export function transposeOver(stock: tf.KernelFunc): tf.KernelFunc {
  return (args) => {
    const x = args.inputs.x as tf.TensorInfo;
    const { perm } = args.attrs as { perm: number[] };
    const changesNothing = perm.every((from, to) => from === to);
    return changesNothing && isNumeric(x) ? shared(x, args.backend) : stock(args);
  };
}

function shared({ dataId, shape, dtype }: tf.TensorInfo, backend: object): tf.TensorInfo {
  (backend as Counting).incRef(dataId);
  return { dataId, shape, dtype };
}

const isNumeric = ({ dtype }: tf.TensorInfo): boolean => dtype !== 'string' && dtype !== 'complex64';
