/** One label of a whole sequence with a classifier: padded batches in, cross-entropy or probabilities out; for any input. */
import * as tf from '@tensorflow/tfjs';
import type { CallContext, Network } from '../../models/network';
import { fitLogitFactors } from '../../src/baselines/linear/logit-factors';
import { accuracy } from '../../src/metrics/accuracy';
import { classCounts, macroF1 } from '../../src/metrics/confusion';
import { logLoss } from '../../src/metrics/log-loss';
import type { Random } from '../../src/random';
import { cutBySteps } from '../../src/training/batches/bucketing';
import { countCorrect, softmaxCrossEntropy } from '../../src/training/losses';
import type { BatchLoss, LossContext } from '../../src/training/trainable';
import type { InputEncoder } from '../inputs/input-encoder';
import type { InputAndTarget } from '../joined-preprocessor';
import type { PredictionOptions, Predictor, TaskTypes } from '../task';
import { type InputBias, logitsOf, startFactors } from './calibration';
import { type ClassWeights, classWeightsOf } from './class-weights';
import type { LabelTarget } from './labels';

/** The predicted label of an input, and the probability of every label. */
export interface LabelPrediction {
  /** `unknown` where even the most probable label is less probable than `unknownBelow`. */
  label: string;
  /** Where the label is unknown: the one that it would be. */
  mostProbable?: string;
  /** Every label with its probability; they sum to 1. */
  probabilities: Record<string, number>;
}

/** Accuracy and macro-averaged F1 in [0, 1], mean cross-entropy in nats. */
export type LabelMetrics = { accuracy: number; loss: number; macroF1: number };

/** What a task of labels has for types. */
export interface LabelTypes extends TaskTypes {
  encoded: InputAndTarget<object, number>;
  prediction: LabelPrediction;
  metrics: LabelMetrics;
}

export interface LabelPredictorOptions {
  labelSmoothing: number;
  /** `balanced`: every label has the same weight in the loss, whatever its share. */
  classWeights: ClassWeights;
  /** `temperature`: after training, logits are divided by a number that is fitted on validation data. Default `none`. */
  calibration?: 'temperature' | 'none';
  /** Labels of a smaller probability are `unknown`. Default 0: none. */
  unknownBelow?: number;
}

export const unknownLabel = 'unknown';

/** The inverse of the temperature of a network that knows nothing. */
const LEAST_SHARPNESS = 1e-3;

export interface LabelPredictorParts<T extends LabelTypes, Batch> {
  network: Network<Batch>;
  input: Pick<InputEncoder<never, T['encoded']['input'], Batch>, 'lengthOf' | 'collate'>;
  target: LabelTarget;
  /** What a prediction says beside label and probabilities. */
  prediction(label: LabelPrediction, encoded: T['encoded']['input']): T['prediction'];
  /** Scores of other models that inputs bring, where the network weighs them beside its own (`Network.factors`). */
  bias?: InputBias<T['encoded']['input']>;
}

/** Most steps, padding counted, of one pass forwards and backwards. */
const MAX_BATCH_STEPS = 16_384;

export class LabelPredictor<T extends LabelTypes, Batch> implements Predictor<T> {
  readonly network: Network<Batch>;
  private readonly classWeights: Float32Array | undefined;

  constructor(
    protected readonly parts: LabelPredictorParts<T, Batch>,
    protected readonly options: LabelPredictorOptions,
  ) {
    const { network, target } = parts;
    this.network = network;
    network.factors?.write(this.startFactors);
    this.classWeights = classWeightsOf(options.classWeights, target.labels, target.counts);
  }

  private get startFactors(): [number, number] {
    return startFactors(this.parts.target.counts.reduce((sum, count) => sum + count, 0));
  }

  lengthOf({ input }: T['encoded']): number {
    return this.parts.input.lengthOf(input);
  }

  /** Long sequences are computed a few at a time. */
  split(batch: readonly T['encoded'][]): Int32Array[] {
    const lengths = batch.map((one) => this.lengthOf(one));
    const order = Int32Array.from(batch.keys()).sort((a, b) => lengths[a] - lengths[b]);
    return cutBySteps(order, lengths, MAX_BATCH_STEPS);
  }

  loss(batch: readonly T['encoded'][], context: LossContext): BatchLoss {
    const logits = this.logits(batch, context, context.random); // [B,K]
    const targets = Int32Array.from(batch, ({ target }) => target);
    const { classWeights } = this;
    const { labelSmoothing } = this.options;
    return {
      loss: softmaxCrossEntropy(logits, { targets, classWeights, labelSmoothing }),
      totals: { accuracy: countCorrect(logits, { targets }) },
    };
  }

  async calibrate(encoded: readonly T['encoded'][]): Promise<boolean> {
    const isWeighed = (await this.fitFactors(encoded)) || (await this.fitTemperature(encoded));
    const isCorrected = await this.fitDecision(encoded);
    return isWeighed || isCorrected;
  }

  async predict(batch: readonly T['encoded'][], options: PredictionOptions = {}): Promise<T['prediction'][]> {
    const { unknownBelow = this.options.unknownBelow ?? 0 } = options as { unknownBelow?: number };
    const rows = await this.rowsOf(batch);
    return rows.map((row, i) => this.parts.prediction(this.labelOf(row, unknownBelow), batch[i].input));
  }

  /** Probabilities of all labels, a row for each example. */
  protected async rowsOf(batch: readonly T['encoded'][]): Promise<readonly ArrayLike<number>[]> {
    const probabilities = this.probabilities(batch);
    const rows = await probabilities.array();
    probabilities.dispose();
    return rows;
  }

  private probabilities(batch: readonly T['encoded'][]): tf.Tensor2D {
    const { temperature } = this.parts.target;
    return tf.tidy(() => {
      const logits = this.logits(batch, { training: false }); // [B,K]
      return tf.softmax(temperature === 1 ? logits : tf.div<tf.Tensor2D>(logits, temperature));
    });
  }

  evaluate(encoded: readonly T['encoded'][], predictions: readonly T['prediction'][]): LabelMetrics {
    const { labels } = this.parts.target;
    const rows = new Float32Array(predictions.length * labels.length); // [N,K]
    predictions.forEach(({ probabilities }, n) =>
      labels.forEach((label, k) => (rows[n * labels.length + k] = probabilities[label])),
    );
    const truth = encoded.map(({ target }) => target);
    const idOf = new Map(labels.map((label, id) => [label, id]));
    const predicted = predictions.map(({ label, mostProbable = label }) => idOf.get(mostProbable) ?? -1);
    return {
      accuracy: accuracy(truth, predicted),
      loss: logLoss(truth, rows, labels.length),
      macroF1: macroF1(classCounts(truth, predicted, labels.length)),
    };
  }

  /** Weighs the network's logits and those that inputs bring. */
  private async fitFactors(encoded: readonly T['encoded'][]): Promise<boolean> {
    const { network, bias } = this.parts;
    const { factors } = network;
    if (!(factors && bias)) return false;
    const own = await logitsOf(
      encoded.map(({ input }) => ({ input: bias.without(input), target: -1 })),
      (one) => this.lengthOf(one),
      (batch) => this.logits(batch, { training: false }),
    );
    const others = encoded.map(({ input }) => bias.of(input) ?? own[0].map(() => 0));
    const [a, b] = fitLogitFactors(
      [own, others],
      encoded.map(({ target }) => target),
      { start: this.startFactors },
    );
    factors.write([a, b]);
    return true;
  }

  private async fitTemperature(encoded: readonly T['encoded'][]): Promise<boolean> {
    const { target } = this.parts;
    target.temperature = 1;
    if (this.options.calibration !== 'temperature' || !encoded.length) return false;
    const rows = await logitsOf(
      encoded,
      (one) => this.lengthOf(one),
      async (batch) => this.logits(await this.loaded(batch), { training: false }),
    );
    const truth = encoded.map((one) => one.target);
    const [sharpness] = fitLogitFactors([rows], truth, { start: [1] });
    target.temperature = 1 / Math.max(sharpness, LEAST_SHARPNESS);
    return true;
  }

  /** How labels are chosen by the probabilities that the model now gives. */
  private async fitDecision(encoded: readonly T['encoded'][]): Promise<boolean> {
    const { decision } = this.parts.target;
    decision.strength = 0;
    if (this.options.classWeights !== 'auto' || !decision.hasMajority) return false;
    const rows = await logitsOf(
      encoded,
      (one) => this.lengthOf(one),
      async (batch) => this.probabilities(await this.loaded(batch)),
    );
    decision.fit(rows.map((row, n) => ({ probabilities: row, truth: [encoded[n].target] })));
    return decision.strength > 0;
  }

  /** Of inputs that are decoded late. */
  protected loaded(batch: readonly T['encoded'][]): Promise<readonly T['encoded'][]> {
    return Promise.resolve(batch);
  }

  private logits(batch: readonly T['encoded'][], context: CallContext, training?: Random): tf.Tensor2D {
    const inputs = batch.map(({ input }) => input);
    return tf.tidy(() => this.network.logits(this.parts.input.collate(inputs, training), context));
  }

  private labelOf(row: ArrayLike<number>, unknownBelow: number): LabelPrediction {
    const { labels, decision } = this.parts.target;
    const best = decision.best(row);
    const found =
      row[best] < unknownBelow ? { label: unknownLabel, mostProbable: labels[best] } : { label: labels[best] };
    return { ...found, probabilities: Object.fromEntries(labels.map((label, k) => [label, row[k]])) };
  }
}
