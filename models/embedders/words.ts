/**
 * A vector for every word of a sentence: the concatenation of its trained embedding, a given vector, an encoding of its
 * letters, and embeddings of features such as its case.
 */
import * as tf from '@tensorflow/tfjs';
import type { NamedVariable } from '../../src/parameters';
import { Embedding } from '../../src/layers/embedding';
import type { Random } from '../../src/random';
import { checkShape } from '../../src/shapes';
import { checkSizes } from '../check-sizes';
import { frozenVariables } from '../layer-variables';
import type { CallContext } from '../network';
import { CharacterEncoder, type CharacterEncoderConfig } from './characters';
import type { Embedder, MaskedBatch, SymbolicEmbedding } from './embedder';
import { checkOptionNames, type OptionNames } from '../../src/validation';

/** Sizes of the parts that a word's vector is joined of. */
export interface WordEmbedderConfig {
  /** V: ids are 0 (padding) … V − 1. */
  vocabularySize: number;
  embeddingSize: number;
  /** A table of given vectors [count,size] that is not trained; row 0 is for words without one. */
  vectors?: { count: number; size: number };
  /** Each has its own embedding: ids are 0 (padding) … count − 1. */
  features?: readonly { name: string; count: number; size: number }[];
  characters?: CharacterEncoderConfig;
}

const configNames: OptionNames<WordEmbedderConfig> = {
  vocabularySize: true,
  embeddingSize: true,
  vectors: true,
  features: true,
  characters: true,
};

/** Words of a padded batch: ids, and where the model has them letters, features and given vectors. */
export interface WordBatch extends MaskedBatch {
  /** [B,T], int32, 0 for padding; all other ids likewise. */
  ids: tf.Tensor2D;
  /** Rows of the given vectors [B,T]. */
  vectors?: tf.Tensor2D;
  /** One [B,T] for each feature, in the order of the configuration. */
  features?: tf.Tensor2D[];
  /** The letters of each distinct word, once: a word that occurs often costs no more. */
  spellings?: {
    characters: tf.Tensor2D; // [W,C]
    /** The row of each word [B,T]; any for padding. */
    rows: tf.Tensor2D;
  };
}

/** Words by id, letters, features and given vectors, side by side: [B,T,D]. */
export class WordEmbedder implements Embedder<WordBatch> {
  private readonly words: Embedding;
  private readonly vectors?: Embedding;
  private readonly features: Embedding[];
  private readonly characters?: CharacterEncoder;

  /** @throws ConfigError for a size that is no whole number above 0. */
  constructor(
    private readonly config: WordEmbedderConfig,
    random: Random,
  ) {
    checkOptionNames('word embedder', config, configNames);
    const { vocabularySize, embeddingSize, vectors, features = [], characters } = config;
    checkSizes('word embedder', { vocabularySize, embeddingSize });
    const embed = (name: string, vocabularySize: number, size: number, trainable = true) =>
      new Embedding({ name, vocabularySize, size, trainable, random: random.fork(name) });
    this.words = embed('embedding', vocabularySize, embeddingSize);
    this.vectors = vectors && embed('vectors', vectors.count, vectors.size, false);
    this.features = features.map(({ name, count, size }) => embed(`${name}_embedding`, count, size));
    this.characters = characters && new CharacterEncoder(characters, random);
  }

  get layers(): tf.layers.Layer[] {
    return [this.words, ...this.features, ...(this.characters?.layers ?? [])];
  }

  frozen(): NamedVariable[] {
    return this.vectors ? frozenVariables([this.vectors]) : [];
  }

  embed({ ids, vectors, features = [], spellings }: WordBatch, context: CallContext): tf.Tensor3D {
    const { B, T } = checkShape('word embedder', 'ids', ids.shape, ['B', 'T']);
    const check = (name: string, tensor: tf.Tensor | undefined) =>
      checkShape('word embedder', name, tensor?.shape ?? [], [B, T]);
    const lookUp = (layer: Embedding, ids: tf.Tensor | undefined, name: string) => {
      check(name, ids);
      return layer.apply(ids as tf.Tensor) as tf.Tensor;
    };
    const parts = [lookUp(this.words, ids, 'ids')];
    if (this.vectors) parts.push(lookUp(this.vectors, vectors, 'vectors'));
    this.features.forEach((layer, i) => parts.push(lookUp(layer, features[i], layer.name)));
    if (this.characters) {
      check('spellings.rows', spellings?.rows);
      const { characters, rows } = spellings as NonNullable<typeof spellings>;
      parts.push(tf.gather(this.characters.encode(characters, context), rows)); // [B,T,size]
    }
    return (parts.length > 1 ? tf.concat(parts, 2) : parts[0]) as tf.Tensor3D;
  }

  example(): WordBatch {
    const one = () => tf.ones<tf.Rank.R2>([1, 1], 'int32');
    return {
      ids: one(),
      mask: tf.ones([1, 1]),
      vectors: tf.zeros([1, 1], 'int32'),
      features: this.features.map(one),
      spellings: { characters: one(), rows: tf.zeros([1, 1], 'int32') },
    };
  }

  symbolic(): SymbolicEmbedding | undefined {
    const { vectors, features = [], characters } = this.config;
    if (vectors || features.length || characters) return undefined;
    const input = tf.input({ shape: [null], dtype: 'int32', name: 'ids' });
    return { input, vectors: this.words.apply(input) as tf.SymbolicTensor };
  }
}
