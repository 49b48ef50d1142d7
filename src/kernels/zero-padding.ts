/** Padding may hold anything, NaN and infinity too, which a product with a mask of 0 would keep: 0 · NaN is NaN. */
import * as tf from '@tensorflow/tfjs';

/**
 * x [B,T,D] with zeros where the mask [B,T] is 0. Its gradient is 0 there.
 *
 * A look-up of rows, in which padding is one more row of zeros. `tf.where` would tile the mask to the shape of x, which
 * takes ten times as long; and with a mask of one value a row its kernel reads the wrong rows (TensorFlow.js 4.22).
 */
export function zeroPadding<Rank extends tf.Rank>(x: tf.Tensor<Rank>, mask: tf.Tensor): tf.Tensor<Rank> {
  return tf.tidy(() => {
    const index = rowIndex(mask);
    const withGradient = tf.customGrad((x, save) => {
      (save as tf.GradSaveFunc)([index]);
      const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) => lookUp(dy, saved[0]);
      return { value: lookUp(x as tf.Tensor, index), gradFunc };
    });
    return withGradient(x) as tf.Tensor<Rank>;
  });
}

/** Of each row of [B·T,D] its own number, of padding that of the row behind them. */
function rowIndex(mask: tf.Tensor): tf.Tensor1D {
  const N = mask.size; // B·T
  const isPadding = tf.cast(tf.equal(tf.reshape(mask, [N]), tf.scalar(0, mask.dtype as 'float32')), 'float32');
  const rows = tf.range(0, N);
  return tf.cast(tf.add(rows, tf.mul(isPadding, tf.sub(N, rows))), 'int32') as tf.Tensor1D;
}

function lookUp(x: tf.Tensor, index: tf.Tensor): tf.Tensor {
  const rows = tf.reshape(x, [index.size, -1]);
  const withZeros = tf.concat([rows, tf.zeros([1, rows.shape[1] as number])]);
  return tf.reshape(tf.gather(withZeros, index as tf.Tensor1D), x.shape);
}
