/** Padding may hold anything, NaN and infinity too, which a product with a mask of 0 would keep: 0 · NaN is NaN. */
import * as tf from '@tensorflow/tfjs';

/** x [B,T,D] with zeros where the mask [B,T] is 0. Its gradient is 0 there. */
export function zeroPadding<Rank extends tf.Rank>(x: tf.Tensor<Rank>, mask: tf.Tensor): tf.Tensor<Rank> {
  return tf.tidy(() => {
    const [B, T, D] = x.shape as [number, number, number];
    const columns = tf.reshape(mask.dtype === 'float32' ? mask : tf.cast(mask, 'float32'), [B, T, 1]);
    return tf.where<tf.Tensor<Rank>>(tf.notEqual(tf.tile(columns, [1, 1, D]), 0), x, tf.zerosLike(x));
  });
}
