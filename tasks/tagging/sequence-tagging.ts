/** What a tagger does with its network: padded batches in, a loss over the real steps or the best tags out. */
import * as tf from '@tensorflow/tfjs';
import type { SequenceTagger } from '../../models/sequence-tagger/sequence-tagger';
import type { MaskedBatch } from '../../models/embedders/embedder';
import { planTokenBatches } from '../../src/training/batches/token-batches';
import { onlyLegal, viterbi } from '../../src/decoding/viterbi';
import { mostProbable } from '../../src/metrics/classification';
import type { Random } from '../../src/random';
import { countCorrect, softmaxCrossEntropy } from '../../src/training/losses';
import type { BatchLoss, LossContext } from '../../src/training/trainable';
import { classWeightsOf } from '../targets/class-weights';
import type { TagEncoder } from '../targets/tags';
import type { Metrics, Predictor } from '../task';
import type { TaggingConfig } from './settings';

/** A sequence with a class number for each step; −1 where nobody said. */
export interface EncodedSequence {
  tags: Int32Array; // [T]
}

/** What sequences of words and of frames have each in its own way. */
export interface SequenceReader<Encoded, Batch, Answer> {
  /** Tensors of a batch, inside a tidy. @param training where it draws from; without it nothing is left to chance */
  batchOf(coded: readonly Encoded[], training?: Random): Batch;
  /** @param ids the best tags [T] @param probabilities of every tag at every step [T,K] */
  answerOf(coded: Encoded, ids: Int32Array, probabilities: Float32Array): Answer;
  figuresOf(coded: readonly Encoded[], answers: readonly Answer[]): Metrics;
}

/** Of one sequence. */
export interface StepScores {
  emissions: Float32Array; // [T,K]
  probabilities: Float32Array; // [T,K]
}

/** Most steps, padding counted, in one forward pass. */
const MOST_STEPS = 16_384;

export class SequenceTagging<Encoded extends EncodedSequence, Batch extends MaskedBatch, Answer> implements Predictor<
  Encoded,
  Answer,
  Metrics
> {
  private readonly classWeights: Float32Array | undefined;

  constructor(
    readonly network: SequenceTagger<Batch>,
    protected readonly tags: TagEncoder,
    protected readonly reader: SequenceReader<Encoded, Batch, Answer>,
    protected readonly config: Pick<TaggingConfig, 'batchSize' | 'classWeights' | 'labelSmoothing'>,
  ) {
    this.classWeights = classWeightsOf(config.classWeights, tags.labels, tags.counts);
  }

  lengthOf({ tags }: Encoded): number {
    return tags.length;
  }

  /** Long sequences come in small batches. */
  planBatches(coded: readonly Encoded[], random: Random): Int32Array[] {
    const lengths = coded.map((one) => ({ source: 0, target: this.lengthOf(one) }));
    return planTokenBatches(lengths, { batchTokens: MOST_STEPS, batchSize: this.config.batchSize, random });
  }

  /** Steps with a tag that counts. */
  countUnits(batch: readonly Encoded[]): number {
    return batch.reduce((sum, { tags }) => tags.reduce((count, tag) => count + Number(tag >= 0), sum), 0);
  }

  loss(batch: readonly Encoded[], { training, random }: LossContext): BatchLoss {
    const inputs = this.reader.batchOf(batch, random.fork('input'));
    const emissions = this.network.emissions(inputs, { training, random });
    const lengths = Int32Array.from(batch, ({ tags }) => tags.length);
    const targets = padded(batch, emissions.shape[1]); // [B,T]
    const { crf } = this.network;
    if (crf) return { loss: tf.div(crf.loss(emissions, { tags: targets, lengths }), this.countUnits(batch)) };
    const mask = Uint8Array.from(targets, (tag) => Number(tag >= 0));
    const { classWeights } = this;
    const { labelSmoothing } = this.config;
    return {
      loss: softmaxCrossEntropy(emissions, { targets, mask, classWeights, labelSmoothing }),
      totals: { accuracy: countCorrect(emissions, { targets, mask }) },
    };
  }

  async answer(batch: readonly Encoded[]): Promise<Answer[]> {
    const bestOf = this.search();
    const answers: Answer[] = [];
    for (const part of this.affordable(batch)) {
      const scores = await this.scoresOf(part);
      part.forEach((coded, b) => {
        const { emissions, probabilities } = scores[b];
        answers.push(this.reader.answerOf(coded, bestOf(emissions), probabilities));
      });
    }
    return answers;
  }

  evaluate(coded: readonly Encoded[], answers: readonly Answer[]): Metrics {
    return this.reader.figuresOf(coded, answers);
  }

  protected async scoresOf(batch: readonly Encoded[]): Promise<StepScores[]> {
    const [scores, chances] = tf.tidy(() => {
      const inputs = this.reader.batchOf(batch);
      const emissions = this.network.emissions(inputs, { training: false });
      const { crf } = this.network;
      const probabilities = crf ? (crf.apply(emissions, { mask: inputs.mask }) as tf.Tensor3D) : tf.softmax(emissions);
      return [emissions, probabilities];
    });
    const [T, K] = scores.shape.slice(1);
    const [emissions, probabilities] = (await Promise.all([scores.data(), chances.data()])) as Float32Array[];
    tf.dispose([scores, chances]);
    return batch.map((coded, b) => {
      const [from, to] = [b * T * K, (b * T + this.lengthOf(coded)) * K];
      return { emissions: emissions.subarray(from, to), probabilities: probabilities.subarray(from, to) };
    });
  }

  /** From emissions [T,K] to the best tags: of a chain, or where spans must be legal, all together. */
  private search(): (emissions: Float32Array) => Int32Array {
    const K = this.tags.labels.length;
    const { crf } = this.network;
    const legal = this.tags.legal();
    if (!crf && !legal) return (emissions) => mostProbable(emissions, K);
    const nothing = { transitions: new Float32Array(K * K), start: new Float32Array(K), end: new Float32Array(K) };
    const scores = crf?.scores() ?? nothing;
    const chain = legal ? onlyLegal(scores, legal) : scores;
    return (emissions) => viterbi(emissions, chain).path;
  }

  /** Parts of a batch that fit into memory together. */
  private affordable(batch: readonly Encoded[]): Encoded[][] {
    const parts: Encoded[][] = [];
    let longest = 0;
    for (const coded of batch) {
      longest = Math.max(longest, this.lengthOf(coded));
      const last = parts.at(-1);
      if (last && (last.length + 1) * longest <= MOST_STEPS) last.push(coded);
      else {
        parts.push([coded]);
        longest = this.lengthOf(coded);
      }
    }
    return parts;
  }
}

/** Class numbers [B,T], −1 for padding. */
function padded(batch: readonly EncodedSequence[], T: number): Int32Array {
  const all = new Int32Array(batch.length * T).fill(-1);
  batch.forEach(({ tags }, b) => all.set(tags, b * T));
  return all;
}
