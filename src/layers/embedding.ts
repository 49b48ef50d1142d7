/**
 * A vector for every id: [B,T] → [B,T,D]. The stock layer with a seeded start; id 0 is padding (`maskZero`), so that
 * stock TensorFlow.js computes the same mask from a saved model.
 */
import type { Initializer } from '../parameters';
import { buildWithZeros, drawWeights, type Seeded, streamOf } from './initial-weights';
import { type EmbeddingArgs, type Shape, StockEmbedding } from './stock';

export interface EmbeddingOptions extends Pick<EmbeddingArgs, 'name' | 'trainable'>, Seeded {
  vocabularySize: number;
  size: number;
  /** Default: uniform in ±0.05, as in Keras. */
  initializer?: Initializer;
}

export class Embedding extends StockEmbedding {
  constructor(private readonly options: EmbeddingOptions) {
    const { vocabularySize, size, name, trainable } = options;
    super({ inputDim: vocabularySize, outputDim: size, maskZero: true, name, trainable });
  }

  override build(inputShape: Shape): void {
    buildWithZeros(this, () => super.build(inputShape));
    const { initializer = { uniform: 0.05 } } = this.options;
    drawWeights(this, { embeddings: initializer }, streamOf(this.options, this.name));
  }
}
