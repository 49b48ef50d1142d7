/**
 * Scores of all V tokens from a vector: z = x W + b. W is a matrix of its own, or the transposed table of an embedding
 * ("tied": Press & Wolf 2017), whose vectors x then has to be as long as.
 */
import * as tf from '@tensorflow/tfjs';
import { ConfigError } from '../errors';
import type { Embedding } from './embedding';
import { buildWithZeros, drawWeights, type Seeded, streamOf } from './initial-weights';
import { onlyShape, onlyTensor, type Shape } from './stock';

export interface TokenLogitsOptions extends Seeded {
  /** V */
  vocabularySize: number;
  /** Ties W to the table [V,D] of this layer, which keeps it. */
  embedding?: Embedding;
  name?: string;
}

/** [N,R] → [N,V]. Saved by its network, not as a layer of its own: a config cannot name the layer that it is tied to. */
export class TokenLogits extends tf.layers.Layer {
  static readonly className = 'TokenLogits';
  private kernel?: tf.LayerVariable; // [R,V]
  private bias!: tf.LayerVariable; // [V]

  constructor(private readonly options: TokenLogitsOptions) {
    super({ name: options.name });
  }

  /** @throws ConfigError where x and the vectors of the tied embedding differ in length. */
  override build(inputShape: Shape): void {
    const R = onlyShape(inputShape).at(-1) as number;
    const { vocabularySize: V, embedding } = this.options;
    if (embedding && embedding.weights[0].shape[1] !== R) throw tooLong(this.name, R, embedding);
    const zeros = tf.initializers.zeros();
    buildWithZeros(this, () => {
      if (!embedding) this.kernel = this.addWeight('kernel', [R, V], 'float32', zeros);
      this.bias = this.addWeight('bias', [V], 'float32', zeros);
    });
    drawWeights(this, { kernel: 'glorotUniform' }, streamOf(this.options, this.name));
    super.build(inputShape);
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const x = onlyTensor(inputs); // [N,R]
      const { embedding } = this.options;
      const product = this.kernel
        ? tf.matMul(x, this.kernel.read())
        : tf.matMul(x, (embedding as Embedding).weights[0].read(), false, true);
      return tf.add(product, this.bias.read()); // [N,V]
    });
  }

  /** All weights that scores depend on, the tied table among them. */
  get matrices(): { weights: tf.Variable; bias: tf.Variable; transposed: boolean } {
    const { embedding } = this.options;
    const weights = this.kernel ?? (embedding as Embedding).weights[0];
    const [matrix, bias] = [weights, this.bias].map((weight) => weight.read() as tf.Variable);
    return { weights: matrix, bias, transposed: !this.kernel };
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return [...onlyShape(inputShape).slice(0, -1), this.options.vocabularySize];
  }
}

const tooLong = (name: string, size: number, embedding: Embedding) =>
  new ConfigError({
    where: name,
    problem: `vectors of ${size} numbers are tied to an embedding of ${embedding.weights[0].shape[1]}`,
    expected: 'the same size',
    fix: 'Change one of the two, or do not tie',
  });
