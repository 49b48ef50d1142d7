/**
 * From a sequence to one vector, padding left out: x [B,T,H], mask [B,T] → [B,H].
 *
 *     mean       Σ_t m_t x_t / Σ_t m_t
 *     max        max over real t, each unit for itself
 *     last       x at the last real step
 *     attention  Σ_t α_t x_t,  α = softmax over real t of tanh(x_t W + b) · q       (Yang et al. 2016, §2.2)
 *
 * A row without a real step gives zeros. Without a mask every step is real. What padding holds is not read.
 */
import * as tf from '@tensorflow/tfjs';
import { zeroPadding } from '../kernels/zero-padding';
import { hasKernel, runKernel } from '../optional-kernels';
import { checkShape } from '../shapes';
import { buildWithZeros, drawWeights, savedConfigNames, type Seeded, seededNames, streamOf } from './initial-weights';
import { type CallArguments, onlyShape, onlyTensor, type Shape } from './stock';
import { checkOptionNames } from '../validation';

export interface PoolingOptions extends Seeded {
  name?: string;
}

abstract class MaskedPooling extends tf.layers.Layer {
  constructor(protected readonly options: PoolingOptions = {}) {
    checkOptionNames<object>('pooling', options, { ...seededNames, ...savedConfigNames });
    super({ name: options.name });
    this.supportsMasking = true;
  }

  /** @param x [B,T,H] @param mask [B,T], float32, 1 or 0. */
  protected abstract pool(x: tf.Tensor, mask: tf.Tensor): tf.Tensor;

  /** @throws ShapeError if mask and x do not fit. */
  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: CallArguments): tf.Tensor {
    return tf.tidy(() => {
      const where = `${this.getClassName()} ${this.name}`;
      const x = onlyTensor(inputs);
      const axes = checkShape(where, 'x', x.shape, ['B', 'T', 'H']);
      const given = kwargs?.mask as tf.Tensor | tf.Tensor[] | null | undefined;
      if (!given) return this.pool(x, tf.ones([axes.B, axes.T]));
      const mask = onlyTensor(given);
      checkShape(where, 'mask', mask.shape, ['B', 'T'], axes);
      return this.pool(x, mask.dtype === 'float32' ? mask : tf.cast(mask, 'float32'));
    });
  }

  override computeOutputShape(inputShape: Shape): (number | null)[] {
    const [batch, , size] = onlyShape(inputShape);
    return [batch, size];
  }

  /** The steps are gone, and their mask with them. */
  override computeMask(): tf.Tensor {
    return null as unknown as tf.Tensor;
  }
}

/** Mean over the real steps: [B,T,H] → [B,H]. */
export class MaskedMeanPooling extends MaskedPooling {
  static readonly className = 'MaskedMeanPooling';

  protected pool(x: tf.Tensor, mask: tf.Tensor): tf.Tensor {
    if (hasKernel('maskedPool')) return inOneKernel('mean', x, mask);
    const sum = tf.sum(zeroPadding(x, mask), 1);
    return tf.div(sum, tf.maximum(tf.sum(mask, 1, true), 1)); // [B,H]
  }
}

/** Maximum of each unit over the real steps: [B,T,H] → [B,H]. */
export class MaskedMaxPooling extends MaskedPooling {
  static readonly className = 'MaskedMaxPooling';

  protected pool(x: tf.Tensor, mask: tf.Tensor): tf.Tensor {
    if (hasKernel('maskedPool')) return inOneKernel('max', x, mask);
    const real = tf.cast(tf.tile(tf.expandDims(mask, 2), [1, 1, x.shape[2] as number]), 'bool'); // [B,T,H]
    const largest = tf.max(tf.where(real, x, tf.fill(x.shape, -Infinity)), 1);
    return tf.where(tf.any(real, 1), largest, tf.zerosLike(largest));
  }
}

/** Steps that share a maximum each get the whole of its gradient, as from `tf.max`. */
function inOneKernel(pooling: 'mean' | 'max', x: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  const pool = tf.customGrad((input, save) => {
    const x = input as tf.Tensor;
    const y = runKernel<tf.Tensor>('maskedPool', { x, mask }, { pooling });
    (save as tf.GradSaveFunc)([x, mask, y]);
    const gradFunc = (dy: tf.Tensor, [x, mask, y]: tf.Tensor[]) =>
      runKernel<tf.Tensor>('maskedPoolGradient', { x, mask, y, dy }, { pooling });
    return { value: y, gradFunc };
  });
  return pool(x);
}

/** The last real step: [B,T,H] → [B,H]. */
export class MaskedLastPooling extends MaskedPooling {
  static readonly className = 'MaskedLastPooling';

  protected pool(x: tf.Tensor, mask: tf.Tensor): tf.Tensor {
    const after = tf.sub(tf.sum(mask, 1, true), tf.cumsum(mask, 1)); // real steps that follow [B,T]
    const isLast = tf.mul(mask, tf.cast(tf.equal(after, 0), 'float32'));
    return tf.sum(zeroPadding(x, isLast), 1);
  }
}

/** Learnt weighted mean over the real steps (Yang et al. 2016, §2.2): [B,T,H] → [B,H]. */
export class AttentionPooling extends MaskedPooling {
  static readonly className = 'AttentionPooling';
  private projection!: tf.LayerVariable;
  private bias!: tf.LayerVariable;
  private query!: tf.LayerVariable;

  override build(inputShape: Shape): void {
    const size = onlyShape(inputShape).at(-1) as number;
    const zeros = tf.initializers.zeros();
    buildWithZeros(this, () => {
      this.projection = this.addWeight('kernel', [size, size], 'float32', zeros);
      this.bias = this.addWeight('bias', [size], 'float32', zeros);
      this.query = this.addWeight('query', [size, 1], 'float32', zeros);
    });
    drawWeights(this, { kernel: 'glorotUniform', query: 'glorotUniform' }, streamOf(this.options, this.name));
    super.build(inputShape);
  }

  protected pool(x: tf.Tensor, mask: tf.Tensor): tf.Tensor {
    const [batch, steps, size] = x.shape as [number, number, number];
    const real = zeroPadding(x, mask);
    const rows = tf.reshape(real, [batch * steps, size]);
    const keys = tf.tanh(tf.add(tf.matMul(rows, this.projection.read()), this.bias.read())); // [B·T,H]
    const scores = tf.reshape(tf.matMul(keys, this.query.read()), [batch, steps]);
    return tf.sum(tf.mul(real, tf.expandDims(maskedSoftmax(scores, mask), 2)), 1); // [B,H]
  }
}

/** Softmax over the real steps of each row [B,T]; zeros in a row without any. */
function maskedSoftmax(scores: tf.Tensor, mask: tf.Tensor): tf.Tensor {
  const isEmpty = tf.sub(1, tf.max(mask, 1, true));
  const taken = tf.cast(tf.add(mask, isEmpty), 'bool'); // an empty row takes all, so that no 0 / 0 arises
  return tf.mul(tf.softmax(tf.where(taken, scores, tf.fill(scores.shape, -Infinity))), mask);
}
