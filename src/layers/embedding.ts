/**
 * A vector for every id: [B,T] → [B,T,D]. The stock layer with a seeded start; id 0 is padding (`maskZero`), so that
 * stock TensorFlow.js computes the same mask from a saved model. One operation each way; stock takes three and six.
 */
import * as tf from '@tensorflow/tfjs';
import type { Initializer } from '../parameters';
import { buildWithZeros, drawWeights, type Seeded, seededNames, streamOf } from './initial-weights';
import { type EmbeddingArgs, onlyTensor, type Shape, StockEmbedding } from './stock';
import { checkOptionNames, type OptionNames } from '../validation';

export interface EmbeddingOptions extends Pick<EmbeddingArgs, 'name' | 'trainable'>, Seeded {
  vocabularySize: number;
  size: number;
  /** Default: uniform in ±0.05, as in Keras. */
  initializer?: Initializer;
}

const optionNames: OptionNames<EmbeddingOptions> = {
  ...seededNames,
  vocabularySize: true,
  size: true,
  initializer: true,
  name: true,
  trainable: true,
};

/** A vector for every id: [B,T] → [B,T,D]; id 0 is padding. */
export class Embedding extends StockEmbedding {
  constructor(private readonly options: EmbeddingOptions) {
    checkOptionNames('Embedding', options, optionNames);
    const { vocabularySize, size, name, trainable } = options;
    super({ inputDim: vocabularySize, outputDim: size, maskZero: true, name, trainable });
  }

  /** Draws the initial weights [V,D]. */
  override build(inputShape: Shape): void {
    buildWithZeros(this, () => super.build(inputShape));
    const { initializer = { uniform: 0.05 } } = this.options;
    drawWeights(this, { embeddings: initializer }, streamOf(this.options, this.name));
  }

  /** ids [B,T] → vectors [B,T,D]. */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const given = onlyTensor(inputs);
    const { vocabularySize, size } = this.options;
    return tf.tidy(() => {
      const ids = given.dtype === 'int32' ? given : tf.cast(given, 'int32');
      const lookUp = tf.customGrad((table, save) => {
        (save as tf.GradSaveFunc)([ids]);
        const gradFunc = (dy: tf.Tensor, [ids]: tf.Tensor[]) =>
          tf.unsortedSegmentSum(tf.reshape(dy, [-1, size]), tf.reshape(ids, [-1]), vocabularySize); // [V,D]
        return { value: tf.gather(table as tf.Tensor, ids), gradFunc };
      });
      return lookUp(this.weights[0].read()); // [B,T,D]
    });
  }
}
