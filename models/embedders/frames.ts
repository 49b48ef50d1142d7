/** A vector for every frame: its numbers as they are, or what convolutions see in its image. */
import * as tf from '@tensorflow/tfjs';
import { Convolution2D, halve } from '../../src/layers/convolution';
import { Dense } from '../../src/layers/dense';
import type { Random } from '../../src/random';
import { checkShape } from '../../src/shapes';
import type { Parameter } from '../network';
import type { FrameFrontConfig } from '../sequence-tagger/config';
import type { MaskedBatch, TaggerFront } from './embedder';

export interface FrameBatch extends MaskedBatch {
  /** [B,T,F], 0 for padding. */
  xs: tf.Tensor3D;
}

export class FrameFront implements TaggerFront<FrameBatch> {
  private readonly convolutions: Convolution2D[] = [];
  private readonly dense?: Dense;

  constructor(
    private readonly config: FrameFrontConfig,
    random: Random,
  ) {
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

  frozen(): Parameter[] {
    return [];
  }

  read({ xs }: FrameBatch): tf.Tensor3D {
    const { B, T } = checkShape('sequence-tagger', 'xs', xs.shape, ['B', 'T', this.config.columns]);
    const { image } = this.config;
    if (!image || !this.dense) return xs;
    let seen: tf.Tensor = tf.reshape(xs, [B * T, image.height, image.width, image.channels]);
    for (const layer of this.convolutions) seen = halve(layer.apply(seen) as tf.Tensor);
    const vectors = this.dense.apply(tf.reshape(seen, [B * T, -1])) as tf.Tensor;
    return tf.reshape(vectors, [B, T, image.size]);
  }

  example(): FrameBatch {
    return { xs: tf.zeros([1, 1, this.config.columns]), mask: tf.ones([1, 1]) };
  }

  symbolic() {
    if (this.config.image) return undefined;
    const input = tf.input({ shape: [null, this.config.columns], name: 'xs' });
    return { input, vectors: input };
  }
}
