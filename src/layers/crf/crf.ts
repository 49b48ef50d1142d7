/**
 * A linear-chain conditional random field over the tags of a sequence (Lafferty et al. 2001; on a BiLSTM Lample et al.
 * 2016): besides a score for every tag at every step it learns one for every tag after every other, and for tags at the
 * start and the end.
 *
 * As a layer it turns emissions [B,T,K] into marginals P(y_t = k) [B,T,K], so that a saved model gives probabilities
 * where one without a CRF does. It is trained by `loss`, and the best sequence of tags is found by Viterbi over
 * `scores`.
 */
import * as tf from '@tensorflow/tfjs';
import { ShapeError } from '../../errors';
import { checkShape } from '../../shapes';
import { buildWithZeros, savedConfigNames } from '../initial-weights';
import { allSteps, type GoldTags } from './batch';
import { crfLoss, crfMarginals, type CrfTensors } from './kernel';
import { type CallArguments, onlyShape, onlyTensor, type Shape } from '../stock';
import { checkOptionNames } from '../../validation';

/** Which tags may begin, follow each other, and end: 1 or 0. */
export interface LegalTags {
  transitions: readonly (readonly number[])[]; // [K,K], from row to column
  start: readonly number[]; // [K]
  end: readonly number[]; // [K]
}

/** Options of the layer `CRF`. */
export interface CrfOptions {
  /** Everything is legal without it. */
  legal?: LegalTags | null;
  name?: string;
}

/** Beside scores that a network gives, exp of it is 0 in float32 and float64. */
const FORBIDDEN = -1e4;

/** A linear-chain conditional random field over tags (Lafferty et al. 2001): emissions [B,T,K] → marginals [B,T,K]. */
export class CRF extends tf.layers.Layer {
  static readonly className = 'CRF';
  private transitions!: tf.LayerVariable;
  private start!: tf.LayerVariable;
  private end!: tf.LayerVariable;

  constructor(private readonly options: CrfOptions = {}) {
    checkOptionNames<object>('CRF', options, { legal: true, ...savedConfigNames });
    super({ name: options.name });
    this.supportsMasking = true;
  }

  /** All scores start at 0: the first loss is that of a softmax over legal sequences. */
  override build(inputShape: Shape): void {
    const K = onlyShape(inputShape).at(-1) as number;
    checkLegal(this.name, K, this.options.legal);
    const zeros = tf.initializers.zeros();
    buildWithZeros(this, () => {
      this.transitions = this.addWeight('transitions', [K, K], 'float32', zeros);
      this.start = this.addWeight('start', [K], 'float32', zeros);
      this.end = this.addWeight('end', [K], 'float32', zeros);
    });
    super.build(inputShape);
  }

  /**
   * Σ of the negative log-likelihood over the batch, in nats; gradients flow to the emissions [B,T,K] and the weights.
   * @throws ShapeError for sizes that do not fit, DataError for a tag outside of [0, K).
   */
  loss(emissions: tf.Tensor, gold: GoldTags): tf.Scalar {
    return tf.tidy(() => crfLoss(this.tensors(emissions), gold));
  }

  /** What the layers model gives: marginals [B,T,K], those of the real steps alone, wherever padding is; it gets 0. */
  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: CallArguments): tf.Tensor {
    const emissions = onlyTensor(inputs);
    const mask = kwargs?.mask as tf.Tensor | tf.Tensor[] | null | undefined;
    const [batch, steps] = emissions.shape as [number, number, number];
    return tf.tidy(() => {
      const real = mask ? realSteps(onlyTensor(mask), emissions) : allSteps(batch, steps);
      return crfMarginals(this.tensors(emissions), real);
    });
  }

  /** Scores for Viterbi, what is illegal included. */
  scores(): { transitions: Float32Array; start: Float32Array; end: Float32Array } {
    return tf.tidy(() => {
      const { transitions, start, end } = this.legalScores();
      const valuesOf = (tensor: tf.Tensor) => tensor.dataSync() as Float32Array;
      return { transitions: valuesOf(transitions), start: valuesOf(start), end: valuesOf(end) };
    });
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  override getConfig() {
    return { ...super.getConfig(), legal: (this.options.legal ?? null) as tf.serialization.ConfigDictValue };
  }

  private tensors(emissions: tf.Tensor): CrfTensors {
    return { emissions, ...this.legalScores() };
  }

  private legalScores(): Omit<CrfTensors, 'emissions'> {
    const { legal } = this.options;
    const score = (weight: tf.LayerVariable, isLegal?: readonly number[]) => {
      if (!isLegal) return weight.read();
      const bias = Float32Array.from(isLegal, (one) => (one ? 0 : FORBIDDEN));
      return tf.add(weight.read(), tf.tensor(bias, weight.shape as number[]));
    };
    return {
      transitions: score(this.transitions, legal?.transitions.flat()),
      start: score(this.start, legal?.start),
      end: score(this.end, legal?.end),
    };
  }
}

/** The steps of each sequence whose mask [B,T] is not 0. @throws ShapeError if mask and emissions do not fit. */
function realSteps(mask: tf.Tensor, emissions: tf.Tensor): Int32Array[] {
  const [B, T] = emissions.shape;
  checkShape('CRF', 'mask', mask.shape, ['B', 'T'], { B, T });
  const values = mask.dataSync();
  return Array.from({ length: B }, (_, b) => {
    const row = Array.from(values.subarray(b * T, (b + 1) * T));
    return Int32Array.from(row.flatMap((m, t) => (m ? [t] : [])));
  });
}

function checkLegal(name: string, K: number, legal?: LegalTags | null): void {
  if (!legal) return;
  const { transitions, start, end } = legal;
  const sizes = new Set([transitions, ...transitions, start, end].map((list) => list.length));
  if (sizes.size === 1 && sizes.has(K)) return;
  throw new ShapeError({
    where: `CRF ${name}`,
    problem: `the table of legal tags has sizes ${[...sizes].join(', ')}`,
    expected: `${K} everywhere, as many as the emissions have tags`,
  });
}
