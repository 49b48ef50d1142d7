/** A vector for every word of a sentence: side by side what its id, a given vector, its letters and its features say. */
import * as tf from '@tensorflow/tfjs';
import { Embedding } from '../../src/layers/embedding';
import type { Random } from '../../src/random';
import { checkShape } from '../../src/shapes';
import { CharacterEncoder } from './characters';
import type { CallContext, Parameter } from '../network';
import type { WordFrontConfig } from '../sequence-tagger/config';
import type { MaskedBatch, TaggerFront } from './embedder';

export interface WordBatch extends MaskedBatch {
  /** [B,T], int32, 0 for padding; all other ids likewise. */
  ids: tf.Tensor2D;
  /** Rows of the given vectors [B,T]. */
  vectors?: tf.Tensor2D;
  /** One [B,T] for each feature, in the order of the configuration. */
  features?: tf.Tensor2D[];
  /** The letters of each different word, once: a word that stands often costs no more. */
  spellings?: {
    characters: tf.Tensor2D; // [W,C]
    /** Which of them each word is [B,T]; any for padding. */
    rows: tf.Tensor2D;
  };
}

export class WordFront implements TaggerFront<WordBatch> {
  private readonly words: Embedding;
  private readonly vectors?: Embedding;
  private readonly features: Embedding[];
  private readonly characters?: CharacterEncoder;

  constructor(
    private readonly config: WordFrontConfig,
    random: Random,
  ) {
    const { vocabularySize, embeddingSize, vectors, features = [], characters } = config;
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

  frozen(): Parameter[] {
    const weights = this.vectors?.weights ?? [];
    return weights.map((weight) => ({ name: weight.originalName, variable: weight.read() as tf.Variable }));
  }

  read({ ids, vectors, features = [], spellings }: WordBatch, context: CallContext): tf.Tensor3D {
    const { B, T } = checkShape('sequence-tagger', 'ids', ids.shape, ['B', 'T']);
    const check = (name: string, tensor: tf.Tensor | undefined) =>
      checkShape('sequence-tagger', name, tensor?.shape ?? [], [B, T]);
    const look = (layer: Embedding, ids: tf.Tensor | undefined, name: string) => {
      check(name, ids);
      return layer.apply(ids as tf.Tensor) as tf.Tensor;
    };
    const parts = [look(this.words, ids, 'ids')];
    if (this.vectors) parts.push(look(this.vectors, vectors, 'vectors'));
    this.features.forEach((layer, i) => parts.push(look(layer, features[i], layer.name)));
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

  symbolic() {
    const { vectors, features = [], characters } = this.config;
    if (vectors || features.length || characters) return undefined;
    const input = tf.input({ shape: [null], dtype: 'int32', name: 'ids' });
    return { input, vectors: this.words.apply(input) as tf.SymbolicTensor };
  }
}
