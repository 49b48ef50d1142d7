/**
 * Attention: which encoder states a decoder step attends to. For a query q (a decoder state) and encoder states s:
 *
 *     additive     e = v · tanh(q W_q + s W_k)             Bahdanau et al. 2015, appendix A.1.2
 *     general      e = q · (s W_k)                         Luong et al. 2015, §3.1
 *     scaled-dot   e = (q W_q) · (s W_k) / √A              Vaswani et al. 2017, §3.2.1
 *
 *     α = softmax of e over the real states,   context = Σ α s
 *
 * Keys s W_k do not depend on the query: `projectKeys` computes them once a sentence, `attend` takes any number of
 * queries at once. Padding gets a weight of exactly 0.
 *
 * Letters: B sentences, S source steps, T queries, H size of a query, E of a state, A of a key.
 */
import * as tf from '@tensorflow/tfjs';
import { ConfigError, show } from '../errors';
import { zeroPadding } from '../kernels/zero-padding';
import { checkShape } from '../shapes';
import { checkOptionNames, isCount, type OptionNames } from '../validation';
import { buildWithZeros, drawWeights, savedConfigNames, type Seeded, seededNames, streamOf } from './initial-weights';
import type { CallArguments, Shape } from './stock';

export const attentionScores = ['additive', 'general', 'scaled-dot'] as const;
/** How a query and a state are compared: Bahdanau et al. 2015, Luong et al. 2015, Vaswani et al. 2017. */
export type AttentionScore = (typeof attentionScores)[number];

/** Options of the layer `Attention`. */
export interface AttentionOptions extends Seeded {
  score: AttentionScore;
  /** A, size of keys. Default H; `general` has no choice. */
  size?: number;
  name?: string;
}

const optionNames: OptionNames<AttentionOptions> = { ...seededNames, score: true, size: true, name: true };

/** What is attended to. A type, not an interface: `tf.tidy` lets only such through. */
export type AttentionMemory = {
  keys: tf.Tensor3D; // [B,S,A]
  states: tf.Tensor3D; // [B,S,E]
  /** 0 for a real state, −1e9 for padding: added to the scores. */
  maskBias: tf.Tensor3D; // [B,1,S]
};

export interface Attended {
  contexts: tf.Tensor3D; // [B,T,E]
  /** Non-negative, 1 in sum for each query. */
  weights: tf.Tensor3D; // [B,T,S]
}

/** Far below every score; exp of it is exactly 0 in float32. */
const PADDING = -1e9;

/** `apply([queries, states], { mask })` → [contexts, weights], with the mask [B,S] of the states. */
export class Attention extends tf.layers.Layer {
  static readonly className = 'Attention';
  private queryKernel?: tf.LayerVariable; // [H,A]
  private keyKernel!: tf.LayerVariable; // [E,A]
  private scoreKernel?: tf.LayerVariable; // v [A,1]

  /** @throws ConfigError for an unknown score or a size that cannot be. */
  constructor(private readonly options: AttentionOptions) {
    checkOptionNames<object>('Attention', options, { ...optionNames, ...savedConfigNames });
    super({ name: options.name });
    const { score, size } = options;
    if (!attentionScores.includes(score)) {
      throw new ConfigError({
        where: 'Attention',
        problem: `score is ${show(score)}`,
        expected: attentionScores.join(', '),
      });
    }
    const isPossible = size === undefined || (isCount(size) && score !== 'general');
    if (isPossible) return;
    throw new ConfigError({
      where: 'Attention',
      problem: `size is ${show(size)} for score ${score}`,
      expected: score === 'general' ? 'none: keys have the size of queries' : 'a whole number above 0',
    });
  }

  override build(inputShape: Shape): void {
    const [H, E] = (inputShape as number[][]).map((shape) => shape.at(-1) as number);
    const { score, size: A = H } = this.options;
    const weight = (name: string, shape: number[]) => this.addWeight(name, shape, 'float32', tf.initializers.zeros());
    buildWithZeros(this, () => {
      if (score !== 'general') this.queryKernel = weight('query_kernel', [H, A]);
      this.keyKernel = weight('key_kernel', [E, A]);
      if (score === 'additive') this.scoreKernel = weight('score_kernel', [A, 1]);
    });
    const names = ['query_kernel', 'key_kernel', 'score_kernel'];
    const starts = Object.fromEntries(names.map((name) => [name, 'glorotUniform' as const]));
    drawWeights(this, starts, streamOf(this.options, this.name));
    super.build(inputShape);
  }

  /**
   * Keys for these states; the layer has to be built. What padding holds is not read.
   * @param states [B,S,E] @param mask [B,S], 1 or 0; without it every state is real. A row has at least one real state.
   */
  projectKeys(states: tf.Tensor3D, mask?: tf.Tensor): AttentionMemory {
    const axes = checkShape(this.name, 'states', states.shape, ['B', 'S', this.keyKernel.shape[0] as number]);
    if (mask) checkShape(this.name, 'mask', mask.shape, ['B', 'S'], axes);
    return tf.tidy(() => {
      const real = mask ? tf.cast(mask, 'float32') : tf.ones<tf.Rank.R2>([axes.B, axes.S]);
      const values = mask ? zeroPadding(states, mask) : states;
      return {
        keys: projected(values, this.keyKernel),
        states: values,
        maskBias: tf.expandDims<tf.Tensor3D>(tf.mul(tf.sub(1, real), PADDING), 1),
      };
    });
  }

  /** Contexts [B,T,E] and weights [B,T,S] of the queries [B,T,H]. Called inside a tidy. @param queries [B,T,H] */
  attend(queries: tf.Tensor3D, { keys, states, maskBias }: AttentionMemory): Attended {
    return tf.tidy(() => {
      const weights = tf.softmax(tf.add(this.scores(queries, keys), maskBias)) as tf.Tensor3D; // [B,T,S]
      return { contexts: tf.matMul<tf.Tensor3D>(weights, states), weights };
    });
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: CallArguments): tf.Tensor[] {
    return tf.tidy(() => {
      const [queries, states] = inputs as tf.Tensor3D[];
      const mask = kwargs?.mask as tf.Tensor | tf.Tensor[] | null | undefined;
      const axes = checkShape(this.name, 'states', states.shape, ['B', 'S', 'E']);
      checkShape(this.name, 'queries', queries.shape, ['B', 'T', 'H'], axes);
      const memory = this.projectKeys(states, (Array.isArray(mask) ? mask.at(-1) : mask) ?? undefined);
      const { contexts, weights } = this.attend(queries, memory);
      return [contexts, weights];
    });
  }

  /** e for every query and state [B,T,S]. */
  private scores(queries: tf.Tensor3D, keys: tf.Tensor3D): tf.Tensor3D {
    const q = this.queryKernel ? projected(queries, this.queryKernel) : queries; // [B,T,A]
    const [B, T, A] = q.shape;
    switch (this.options.score) {
      case 'general':
        return tf.matMul(q, keys, false, true);
      case 'scaled-dot':
        return tf.matMul(tf.mul(q, 1 / Math.sqrt(A)), keys, false, true);
      case 'additive': {
        const sums = tf.tanh(tf.add(tf.expandDims(q, 2), tf.expandDims(keys, 1))); // [B,T,S,A]
        const v = (this.scoreKernel as tf.LayerVariable).read();
        return tf.reshape(tf.matMul(tf.reshape(sums, [-1, A]), v as tf.Tensor2D), [B, T, keys.shape[1]]);
      }
    }
  }

  override computeOutputShape(inputShape: Shape): Shape {
    const [[B, T], [, S, E]] = inputShape as number[][];
    return [
      [B, T, E],
      [B, T, S],
    ];
  }

  /** Contexts and weights are of queries, whose mask is the caller's. */
  override computeMask(): tf.Tensor[] {
    return [null, null] as unknown as tf.Tensor[];
  }

  override getConfig() {
    const { score, size } = this.options;
    return { ...super.getConfig(), score, ...(size !== undefined && { size }) };
  }
}

/** x [B,N,I] · kernel [I,A] → [B,N,A], all rows in one product. */
function projected(x: tf.Tensor3D, kernel: tf.LayerVariable): tf.Tensor3D {
  const [B, N, I] = x.shape;
  const rows = tf.matMul(tf.reshape(x, [B * N, I]), kernel.read());
  return tf.reshape(rows, [B, N, kernel.shape[1] as number]);
}
