/**
 * Convolution as one matrix product over windows laid side by side ("im2col", Chellapilla et al. 2006), with padding
 * that keeps every size (odd windows only):
 *
 *     y[n,p,f] = Σ_q Σ_c x[n,p + q - r,c] W[q,c,f] + b[f],   r = (window - 1) / 2,   x = 0 outside
 *
 * p and q run over one axis (characters of a word) or two (rows and columns of an image). Made of slices and products
 * alone, because stock `Conv2D` has no gradient of its filters on the wasm backend.
 */
import * as tf from '@tensorflow/tfjs';
import { ConfigError } from '../errors';
import { zeroPadding } from '../kernels/zero-padding';
import { checkShape } from '../shapes';
import { checkCount, checkOption, checkOptionNames, isCount, type OptionNames } from '../validation';
import { buildWithZeros, drawWeights, savedConfigNames, type Seeded, seededNames, streamOf } from './initial-weights';
import { type CallArguments, onlyShape, onlyTensor, type Shape } from './stock';

/** Options of `Convolution1D` and `Convolution2D`. */
export interface ConvolutionOptions extends Seeded {
  filters: number;
  /** Size of the window on each axis, odd. */
  window: number;
  activation?: 'linear' | 'relu';
  name?: string;
}

const optionNames: OptionNames<ConvolutionOptions> = {
  ...seededNames,
  filters: true,
  window: true,
  activation: true,
  name: true,
};

abstract class Convolution extends tf.layers.Layer {
  private kernel!: tf.LayerVariable; // [Q·C,F], Q steps of the window
  private bias!: tf.LayerVariable; // [F]

  /** @param axes how many the window has. @throws ConfigError for a size that cannot be. */
  constructor(
    private readonly axes: number,
    private readonly options: ConvolutionOptions,
  ) {
    checkOptionNames<object>('Convolution', options, { ...optionNames, ...savedConfigNames });
    super({ name: options.name });
    const { filters, window } = options;
    checkCount(this.name, 'filters', filters);
    checkOption(this.name, 'window', window, isCount(window) && window % 2 === 1, 'an odd whole number above 0');
  }

  override build(inputShape: Shape): void {
    const channels = onlyShape(inputShape).at(-1) as number;
    const { window, filters } = this.options;
    const zeros = tf.initializers.zeros();
    buildWithZeros(this, () => {
      this.kernel = this.addWeight('kernel', [window ** this.axes * channels, filters], 'float32', zeros);
      this.bias = this.addWeight('bias', [filters], 'float32', zeros);
    });
    drawWeights(this, { kernel: 'glorotUniform' }, streamOf(this.options, this.name));
    super.build(inputShape);
  }

  /** What stands at masked places counts as outside of x: 0. */
  protected abstract masked(x: tf.Tensor, mask: tf.Tensor): tf.Tensor;

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs?: CallArguments): tf.Tensor {
    const { window, activation } = this.options;
    return tf.tidy(() => {
      const x = onlyTensor(inputs); // [N,…,C]
      const mask = kwargs?.mask as tf.Tensor | tf.Tensor[] | null | undefined;
      let columns = mask ? this.masked(x, onlyTensor(mask)) : x; // [N,…,Q·C]
      for (let axis = 1; axis <= this.axes; axis++) columns = neighbours(columns, axis, window);
      const rows = tf.reshape(columns, [-1, columns.shape.at(-1) as number]);
      const y = tf.add(tf.matMul(rows, this.kernel.read()), this.bias.read());
      return tf.reshape(activation === 'relu' ? tf.relu(y) : y, [...x.shape.slice(0, -1), this.options.filters]);
    });
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return [...onlyShape(inputShape).slice(0, -1), this.options.filters];
  }
}

/**
 * Over the steps of a sequence, [N,T,C] → [N,T,F]. With a mask [N,T] what masked steps hold reaches no output: they count
 * as steps outside of the sequence. The mask is passed on; the outputs at masked steps are those of their neighbours.
 */
export class Convolution1D extends Convolution {
  static readonly className = 'Convolution1D';

  constructor(options: ConvolutionOptions) {
    super(1, options);
    this.supportsMasking = true;
  }

  /** @throws ShapeError for a mask that is not [N,T]. */
  protected masked(x: tf.Tensor, mask: tf.Tensor): tf.Tensor {
    checkShape(`Convolution1D ${this.name}`, 'mask', mask.shape, x.shape.slice(0, 2));
    return zeroPadding(x, mask);
  }
}

/** Over an image, [N,H,W,C] → [N,H,W,F]; without a mask. */
export class Convolution2D extends Convolution {
  static readonly className = 'Convolution2D';

  constructor(options: ConvolutionOptions) {
    super(2, options);
  }

  /** @throws ConfigError always. */
  protected masked(): never {
    throw new ConfigError({
      where: `Convolution2D ${this.name}`,
      problem: 'there is a mask, and an image has none',
      expected: 'images without a mask',
      fix: 'Fill what is not to be seen with 0, and leave the mask out',
    });
  }
}

/** The largest of every 2 × 2 pixels, [N,H,W,C] → [N,H/2,W/2,C]; an odd last row or column is left out. */
export function halve(images: tf.Tensor): tf.Tensor {
  const [N, H, W, C] = images.shape as [number, number, number, number];
  const [rows, columns] = [Math.floor(H / 2), Math.floor(W / 2)];
  return tf.tidy(() => {
    const even = tf.slice(images, [0, 0, 0, 0], [N, 2 * rows, 2 * columns, C]);
    const pairs = tf.unstack(tf.reshape(even, [N * rows, 2, columns * 2, C]), 1); //  2 × [N·H/2,W,C]
    const higher = tf.reshape(tf.maximum(pairs[0], pairs[1]), [N * rows * columns, 2, C]);
    const [left, right] = tf.unstack(higher, 1);
    return tf.reshape(tf.maximum(left, right), [N, rows, columns, C]);
  });
}

/** Every entry along an axis beside its neighbours, in the last axis: [N,…,C] → [N,…,window·C]. */
function neighbours(x: tf.Tensor, axis: number, window: number): tf.Tensor {
  const radius = (window - 1) / 2;
  const around: [number, number][] = x.shape.map((_, i) => (i === axis ? [radius, radius] : [0, 0]));
  const padded = tf.pad(x, around);
  const shifted = Array.from({ length: window }, (_, q) => {
    const begin = x.shape.map((_, i) => (i === axis ? q : 0));
    return tf.slice(padded, begin, x.shape);
  });
  return tf.concat(shifted, x.rank - 1);
}
