/** Tags with a sequence tagger: padded batches in, a loss over the real steps or the best tags out; for any input. */
import * as tf from '@tensorflow/tfjs';
import type { MaskedBatch } from '../../models/embedders/embedder';
import type { SequenceTagger } from '../../models/sequence-tagger/sequence-tagger';
import { onlyLegal, viterbi } from '../../src/decoding/viterbi';
import { mostProbable } from '../../src/metrics/classification';
import type { Random } from '../../src/random';
import { planTokenBatches } from '../../src/training/batches/token-batches';
import { countCorrect, softmaxCrossEntropy } from '../../src/training/losses';
import type { BatchLoss, LossContext } from '../../src/training/trainable';
import type { InputEncoder } from '../inputs/input-encoder';
import type { InputAndTarget } from '../joined-preprocessor';
import type { Metrics, Predictor, TaskTypes } from '../task';
import { type ClassWeights, classWeightsOf } from './class-weights';
import type { LabelledProbabilities } from './label-decision';
import type { EncodedTags, TagTarget } from './tags';

/** What a task of tags has for types. */
export interface TagTypes extends TaskTypes {
  encoded: InputAndTarget<object, EncodedTags>;
}

export interface TagPredictorOptions {
  batchSize: number;
  labelSmoothing: number;
  classWeights: ClassWeights;
}

export interface TagPredictorParts<T extends TagTypes, Batch extends MaskedBatch> {
  network: SequenceTagger<Batch>;
  input: InputEncoder<never, T['encoded']['input'], Batch>;
  target: TagTarget;
  /** @param ids the best tags [T] @param probabilities of every tag at every step [T,K] */
  prediction(encoded: T['encoded']['input'], ids: Int32Array, probabilities: Float32Array): T['prediction'];
  metrics(encoded: readonly T['encoded'][], predictions: readonly T['prediction'][]): T['metrics'];
}

/** Of one sequence. */
export interface StepScores {
  emissions: Float32Array; // [T,K]
  probabilities: Float32Array; // [T,K]
}

/** Most steps, padding counted, in one forward pass. */
const MAX_BATCH_STEPS = 16_384;

export class TagPredictor<T extends TagTypes, Batch extends MaskedBatch> implements Predictor<T> {
  readonly network: SequenceTagger<Batch>;
  /** Where one tag has most of the training data and each is chosen by itself. */
  readonly calibrate?: (encoded: readonly T['encoded'][]) => Promise<boolean>;
  private readonly classWeights: Float32Array | undefined;

  constructor(
    protected readonly parts: TagPredictorParts<T, Batch>,
    private readonly options: TagPredictorOptions,
  ) {
    const { network, target } = parts;
    this.network = network;
    this.classWeights = classWeightsOf(options.classWeights, target.labels, target.counts);
    const isCorrected =
      options.classWeights === 'auto' && !network.crf && !target.legal() && target.decision.hasMajority;
    if (isCorrected) this.calibrate = (encoded) => this.fitDecision(encoded);
  }

  lengthOf({ input }: T['encoded']): number {
    return this.parts.input.lengthOf(input);
  }

  /** Long sequences come in small batches. */
  planBatches(encoded: readonly T['encoded'][], random: Random): Int32Array[] {
    const lengths = encoded.map((one) => ({ source: 0, target: this.lengthOf(one) }));
    const { batchSize } = this.options;
    return planTokenBatches(lengths, { batchTokens: MAX_BATCH_STEPS, batchSize, random });
  }

  /** Steps with a tag that counts. */
  countUnits(batch: readonly T['encoded'][]): number {
    return batch.reduce((sum, { target }) => target.ids.reduce((count, id) => count + Number(id >= 0), sum), 0);
  }

  loss(batch: readonly T['encoded'][], { training, random }: LossContext): BatchLoss {
    const inputs = this.collate(batch, random.fork('input'));
    const emissions = this.network.emissions(inputs, { training, random });
    const lengths = Int32Array.from(batch, (one) => this.lengthOf(one));
    const targets = padded(batch, emissions.shape[1]); // [B,T]
    const { crf } = this.network;
    if (crf) return { loss: tf.div(crf.loss(emissions, { tags: targets, lengths }), this.countUnits(batch)) };
    const mask = Uint8Array.from(targets, (id) => Number(id >= 0));
    const { classWeights } = this;
    const { labelSmoothing } = this.options;
    return {
      loss: softmaxCrossEntropy(emissions, { targets, mask, classWeights, labelSmoothing }),
      totals: { accuracy: countCorrect(emissions, { targets, mask }) },
    };
  }

  async predict(batch: readonly T['encoded'][]): Promise<T['prediction'][]> {
    const bestOf = this.search();
    const predictions: T['prediction'][] = [];
    for (const part of this.affordable(batch)) {
      const scores = await this.scoresOf(part);
      part.forEach(({ input }, b) => {
        const { emissions, probabilities } = scores[b];
        predictions.push(this.parts.prediction(input, bestOf({ emissions, probabilities }), probabilities));
      });
    }
    return predictions;
  }

  evaluate(encoded: readonly T['encoded'][], predictions: readonly T['prediction'][]): T['metrics'] & Metrics {
    return this.parts.metrics(encoded, predictions);
  }

  protected collate(batch: readonly T['encoded'][], training?: Random): Batch {
    const inputs = batch.map(({ input }) => input);
    return this.parts.input.collate(inputs, training);
  }

  protected async scoresOf(batch: readonly T['encoded'][]): Promise<StepScores[]> {
    const [scores, likelihoods] = tf.tidy(() => {
      const inputs = this.collate(batch);
      const emissions = this.network.emissions(inputs, { training: false });
      const { crf } = this.network;
      const probabilities = crf ? (crf.apply(emissions, { mask: inputs.mask }) as tf.Tensor3D) : tf.softmax(emissions);
      return [emissions, probabilities];
    });
    const [T, K] = scores.shape.slice(1);
    const [emissions, probabilities] = (await Promise.all([scores.data(), likelihoods.data()])) as Float32Array[];
    tf.dispose([scores, likelihoods]);
    return batch.map((one, b) => {
      const [from, to] = [b * T * K, (b * T + this.lengthOf(one)) * K];
      return { emissions: emissions.subarray(from, to), probabilities: probabilities.subarray(from, to) };
    });
  }

  /** From emissions [T,K] to the best tags: of a chain, or where spans must be legal, all together. */
  private search(): (scores: StepScores) => Int32Array {
    const { target } = this.parts;
    const K = target.labels.length;
    const { crf } = this.network;
    const legal = target.legal();
    const { decision } = target;
    if (!crf && !legal && decision.strength) return ({ probabilities }) => decision.bestOfEach(probabilities);
    if (!crf && !legal) return ({ emissions }) => mostProbable(emissions, K);
    const nothing = { transitions: new Float32Array(K * K), start: new Float32Array(K), end: new Float32Array(K) };
    const scores = crf?.scores() ?? nothing;
    const chain = legal ? onlyLegal(scores, legal) : scores;
    return ({ emissions }) => viterbi(emissions, chain).path;
  }

  private async fitDecision(encoded: readonly T['encoded'][]): Promise<boolean> {
    const examples: LabelledProbabilities[] = [];
    for (const part of this.affordable(encoded)) {
      const scores = await this.scoresOf(part);
      part.forEach(({ target }, b) => examples.push({ probabilities: scores[b].probabilities, truth: target.ids }));
    }
    const { decision } = this.parts.target;
    decision.fit(examples);
    return decision.strength > 0;
  }

  /** Parts of a batch that fit into memory together. */
  private affordable(batch: readonly T['encoded'][]): T['encoded'][][] {
    const parts: T['encoded'][][] = [];
    let longest = 0;
    for (const one of batch) {
      longest = Math.max(longest, this.lengthOf(one));
      const last = parts.at(-1);
      if (last && (last.length + 1) * longest <= MAX_BATCH_STEPS) last.push(one);
      else {
        parts.push([one]);
        longest = this.lengthOf(one);
      }
    }
    return parts;
  }
}

/** Class numbers [B,T], −1 for padding. */
function padded(batch: readonly { target: EncodedTags }[], T: number): Int32Array {
  const all = new Int32Array(batch.length * T).fill(-1);
  batch.forEach(({ target }, b) => all.set(target.ids, b * T));
  return all;
}
