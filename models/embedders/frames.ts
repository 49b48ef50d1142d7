/** A vector for every frame: its values as they are, or convolutions over its image. */
import * as tf from '@tensorflow/tfjs';
import type { NamedVariable } from '../../src/parameters';
import { ConfigError, show } from '../../src/errors';
import { Convolution2D, halve } from '../../src/layers/convolution';
import { Dense } from '../../src/layers/dense';
import type { Random } from '../../src/random';
import { checkShape } from '../../src/shapes';
import { checkSizes } from '../check-sizes';
import type { Embedder, MaskedBatch, SymbolicEmbedding } from './embedder';
import { checkOptionNames, type OptionNames } from '../../src/validation';

/** Values, or an image, at every step. */
export interface FrameEmbedderConfig {
  /** F */
  columns: number;
  image?: FrameImage;
}

/** The columns are rows of pixels; every filter count is a convolution of 3 × 3, after which the image is halved. */
export interface FrameImage {
  height: number;
  width: number;
  channels: number;
  filters: readonly number[];
  /** D, of the dense layer after the convolutions. */
  size: number;
}

const configNames: OptionNames<FrameEmbedderConfig> = { columns: true, image: true };
const imageNames: OptionNames<FrameImage> = { height: true, width: true, channels: true, filters: true, size: true };

/** Frames of a padded batch. */
export interface FrameBatch extends MaskedBatch {
  /** [B,T,F], 0 for padding. */
  xs: tf.Tensor3D;
}

/** Frames as they are, or by convolutions over their images: [B,T,F] → [B,T,D]. */
export class FrameEmbedder implements Embedder<FrameBatch> {
  private readonly convolutions: Convolution2D[] = [];
  private readonly dense?: Dense;

  /** @throws ConfigError for sizes that are no whole numbers above 0, or an image that is not what a frame holds. */
  constructor(
    private readonly config: FrameEmbedderConfig,
    random: Random,
  ) {
    checkOptionNames('frame embedder', config, configNames);
    checkSizes('frame embedder', { columns: config.columns });
    if (config.image) checkOptionNames('frame embedder image', config.image, imageNames);
    if (config.image) checkImage(config.image, config.columns);
    const { image } = config;
    if (!image) return;
    const fork = (name: string) => ({ name, random: random.fork(name) });
    this.convolutions = image.filters.map(
      (filters, i) => new Convolution2D({ ...fork(`convolution_${i + 1}`), filters, window: 3, activation: 'relu' }),
    );
    this.dense = new Dense({ ...fork('image_dense'), units: image.size, activation: 'relu' });
  }

  get layers(): tf.layers.Layer[] {
    return this.dense ? [...this.convolutions, this.dense] : [];
  }

  frozen(): NamedVariable[] {
    return [];
  }

  embed({ xs }: FrameBatch): tf.Tensor3D {
    const { B, T } = checkShape('frame embedder', 'xs', xs.shape, ['B', 'T', this.config.columns]);
    const { image } = this.config;
    if (!image || !this.dense) return xs;
    let pixels: tf.Tensor = tf.reshape(xs, [B * T, image.height, image.width, image.channels]);
    for (const layer of this.convolutions) pixels = halve(layer.apply(pixels) as tf.Tensor);
    const vectors = this.dense.apply(tf.reshape(pixels, [B * T, -1])) as tf.Tensor;
    return tf.reshape(vectors, [B, T, image.size]);
  }

  /** One frame [F] → [D], without tensors where it is taken as it is. @throws ShapeError for another size. */
  embedFrame(frame: Float32Array): Float32Array {
    checkShape('frame embedder', 'frame', [frame.length], [this.config.columns]);
    if (!this.config.image) return frame;
    const vectors = tf.tidy(() => this.embed({ xs: tf.tensor3d(frame, [1, 1, frame.length]), mask: tf.ones([1, 1]) }));
    const values = vectors.dataSync<'float32'>(); // not inside: what a tidy returns is searched for tensors, number by number
    vectors.dispose();
    return values;
  }

  example(): FrameBatch {
    return { xs: tf.zeros([1, 1, this.config.columns]), mask: tf.ones([1, 1]) };
  }

  symbolic(): SymbolicEmbedding | undefined {
    if (this.config.image) return undefined;
    const input = tf.input({ shape: [null, this.config.columns], name: 'xs' });
    return { input, vectors: input };
  }
}

function checkImage(image: FrameImage, columns: number): void {
  const { height, width, channels, size, filters } = image;
  checkSizes('frame embedder', { height, width, channels, imageSize: size });
  if (Math.min(height, width) < 2 ** filters.length) throw tooManyFilters(image);
  if (height * width * channels === columns) return;
  throw new ConfigError({
    where: 'frame embedder',
    problem: `an image of ${height} × ${width} × ${channels} values, in frames of ${columns}`,
    expected: 'as many values as a frame has',
    fix: 'Change the size of the image',
  });
}

const tooManyFilters = ({ height, width, filters }: FrameImage) =>
  new ConfigError({
    where: 'frame embedder',
    problem: `an image of ${height} × ${width} is halved ${filters.length} times, once for each of filters ${show(filters)}`,
    expected: `at most ${Math.floor(Math.log2(Math.min(height, width)))} filters, so that something is left of it`,
    fix: 'Set fewer filters, or use larger images',
  });
