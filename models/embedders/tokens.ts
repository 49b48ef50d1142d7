/** A trained vector for every token id: [B,T] → [B,T,D]. */
import * as tf from '@tensorflow/tfjs';
import { Embedding } from '../../src/layers/embedding';
import type { Initializer, NamedVariable } from '../../src/parameters';
import type { Random } from '../../src/random';
import { checkShape } from '../../src/shapes';
import { checkSizes } from '../check-sizes';
import type { TokenBatch } from '../network';
import type { Embedder, SymbolicEmbedding } from './embedder';
import { checkOptionNames, type OptionNames } from '../../src/validation';

/** Vocabulary and size of the embedding. */
export interface TokenEmbedderConfig {
  /** V: ids are 0 (padding) … V − 1. */
  vocabularySize: number;
  /** D */
  embeddingSize: number;
  /** Name of the layer, and so of its weight in a saved model. Default `embedding`. */
  name?: string;
  /** Default: normal with standard deviation 0.01, so small that the recurrent layers start almost linear. */
  initializer?: Initializer;
}

const configNames: OptionNames<TokenEmbedderConfig> = {
  vocabularySize: true,
  embeddingSize: true,
  name: true,
  initializer: true,
};

/** A learnt vector for every token: ids [B,T] → [B,T,D]. */
export class TokenEmbedder implements Embedder<TokenBatch> {
  /** For an output layer that shares its matrix [V,D]. */
  readonly embedding: Embedding;
  /** V */
  readonly vocabularySize: number;
  /** D */
  readonly size: number;

  /** @throws ConfigError for a size that is no whole number above 0. */
  constructor(config: TokenEmbedderConfig, random: Random) {
    checkOptionNames('token embedder', config, configNames);
    const { vocabularySize, embeddingSize: size, name = 'embedding', ...rest } = config;
    checkSizes('token embedder', { vocabularySize, embeddingSize: size });
    const { initializer = { normal: 0.01 } } = rest;
    this.vocabularySize = vocabularySize;
    this.size = size;
    this.embedding = new Embedding({ name, vocabularySize, size, initializer, random: random.fork(name) });
  }

  get layers(): tf.layers.Layer[] {
    return [this.embedding];
  }

  frozen(): NamedVariable[] {
    return [];
  }

  embed({ ids }: TokenBatch): tf.Tensor3D {
    return this.embedIds(ids);
  }

  /** The same without a mask, which it does not need. @throws ShapeError for ids of another rank. */
  embedIds(ids: tf.Tensor2D): tf.Tensor3D {
    checkShape('token embedder', 'ids', ids.shape, ['B', 'T']);
    return this.embedding.apply(ids) as tf.Tensor3D;
  }

  example(): TokenBatch {
    return { ids: tf.ones([1, 1], 'int32'), mask: tf.ones([1, 1]) };
  }

  symbolic(): SymbolicEmbedding {
    const input = tf.input({ shape: [null], dtype: 'int32', name: 'ids' });
    return { input, vectors: this.embedding.apply(input) as tf.SymbolicTensor };
  }
}
