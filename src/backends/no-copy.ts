/**
 * Operations that change no number, Identity and Transpose to the order that is there, without a copy: the result shares
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
    return hasPlainNumbers(x) ? shared(x, x.shape, args.backend) : stock(args);
  };
}

/** Wraps the stock Transpose kernel. Axes of size 1 may go anywhere: the numbers stay where they are. */
export function transposeOver(stock: tf.KernelFunc): tf.KernelFunc {
  return (args) => {
    const x = args.inputs.x as tf.TensorInfo;
    const { perm } = args.attrs as { perm: number[] };
    const moved = perm.filter((axis) => x.shape[axis] !== 1);
    const changesNothing = moved.every((axis, i) => i === 0 || axis > moved[i - 1]);
    if (!changesNothing || !hasPlainNumbers(x)) return stock(args);
    return shared(
      x,
      perm.map((axis) => x.shape[axis]),
      args.backend,
    );
  };
}

function shared({ dataId, dtype }: tf.TensorInfo, shape: number[], backend: object): tf.TensorInfo {
  (backend as Counting).incRef(dataId);
  return { dataId, shape, dtype };
}

const hasPlainNumbers = ({ dtype }: tf.TensorInfo): boolean => dtype !== 'string' && dtype !== 'complex64';
