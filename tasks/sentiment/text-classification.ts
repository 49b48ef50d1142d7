/** What text tasks with one label do with a network: padded batches in, cross-entropy or probabilities out. */
import * as tf from '@tensorflow/tfjs';
import type { CallContext, TokenBatch } from '../../models/network';
import type { SequenceClassifier } from '../../models/sequence-classifier';
import { padSequences } from '../../src/training/batches/padding';
import { classificationMetrics } from '../../src/metrics/classification';
import type { Random } from '../../src/random';
import { paddingId, unknownId } from '../../src/text/vocabulary';
import { countCorrect, softmaxCrossEntropy } from '../../src/training/losses';
import type { BatchLoss } from '../../src/training/trainable';
import { classWeightsOf } from '../targets/class-weights';
import type { Predictor } from '../task';
import type { EncodedExample, TextPreprocessor, TokenCounts } from '../inputs/text';

export interface LabelPrediction {
  label: string;
  /** Every label with its probability; they sum to 1. */
  probabilities: Record<string, number>;
  /** Tokens of the text, how many the vocabulary lacks, how many were cut off its end. */
  tokens: TokenCounts;
}

/** Accuracy and macro-averaged F1 in [0, 1], mean cross-entropy in nats. */
export type LabelMetrics = { accuracy: number; loss: number; macroF1: number };

export interface TextClassificationOptions {
  /** Part of the tokens that are read as unknown while training. */
  wordDropout: number;
  labelSmoothing: number;
  /** `naive-bayes-after`: evidence is for answers only. */
  ngrams: 'none' | 'naive-bayes' | 'naive-bayes-after';
  /** `balanced`: every label has the same weight in the loss, whatever its share. */
  classWeights: 'none' | 'balanced' | Record<string, number>;
}

export class TextClassification implements Predictor<EncodedExample, LabelPrediction, LabelMetrics> {
  private readonly classWeights: Float32Array | undefined;

  constructor(
    readonly network: SequenceClassifier<TokenBatch>,
    private readonly preprocessor: TextPreprocessor,
    private readonly options: TextClassificationOptions,
  ) {
    this.classWeights = classWeightsOf(options.classWeights, preprocessor.labels, preprocessor.labelCounts);
  }

  lengthOf({ ids }: EncodedExample): number {
    return ids.length;
  }

  loss(batch: readonly EncodedExample[], context: { training: true; random: Random }): BatchLoss {
    const { wordDropout, labelSmoothing, ngrams } = this.options;
    const random = context.random.fork('words');
    const read = batch.map(({ evidence, ...coded }) => ({
      ...coded,
      ids: dropWords(coded.ids, wordDropout, random),
      evidence: ngrams === 'naive-bayes' ? evidence : undefined,
    }));
    const logits = this.logits(read, context); // [B,K]
    const targets = Int32Array.from(batch, ({ label }) => label);
    const { classWeights } = this;
    return {
      loss: softmaxCrossEntropy(logits, { targets, classWeights, labelSmoothing }),
      totals: { accuracy: countCorrect(logits, { targets }) },
    };
  }

  async answer(batch: readonly EncodedExample[]): Promise<LabelPrediction[]> {
    const probabilities = tf.tidy(() => tf.softmax(this.logits(batch, { training: false }))); // [B,K]
    const rows = await probabilities.array();
    probabilities.dispose();
    return rows.map((row, i) => this.read(row, batch[i]));
  }

  evaluate(coded: readonly EncodedExample[], answers: readonly LabelPrediction[]): LabelMetrics {
    const { labels } = this.preprocessor;
    const probabilities = Float32Array.from(
      answers.flatMap((answer) => labels.map((label) => answer.probabilities[label])),
    );
    const truth = coded.map(({ label }) => label);
    const { accuracy, loss, macroF1 } = classificationMetrics(truth, probabilities, labels.length);
    return { accuracy, loss, macroF1 };
  }

  private logits(texts: readonly EncodedExample[], context: CallContext): tf.Tensor2D {
    return tf.tidy(() => {
      const sequences = texts.map(({ ids }) => ids);
      const { ids, batch, time } = padSequences(sequences, { padId: paddingId });
      const mask = new Float32Array(ids.length);
      for (let i = 0; i < ids.length; i++) mask[i] = ids[i] === paddingId ? 0 : 1; // no text contains the padding id
      const shape: [number, number] = [batch, time];
      const inputs = {
        ids: tf.tensor2d(ids, shape, 'int32'),
        mask: tf.tensor2d(mask, shape),
        logitBias: evidenceOf(texts),
      };
      return this.network.logits(inputs, context);
    });
  }

  private read(row: readonly number[], { tokens }: EncodedExample): LabelPrediction {
    const { labels } = this.preprocessor;
    const best = row.indexOf(Math.max(...row));
    const probabilities = Object.fromEntries(labels.map((label, k) => [label, row[k]]));
    return { label: labels[best], probabilities, tokens };
  }
}

/** [B,K], where texts carry evidence. */
function evidenceOf(texts: readonly EncodedExample[]): tf.Tensor2D | undefined {
  const rows = texts.flatMap(({ evidence }) => (evidence ? [Array.from(evidence)] : []));
  return rows.length ? tf.tensor2d(rows) : undefined;
}

/** Word dropout (Iyyer et al. 2015), with the unknown token in place of a dropped one, so that it is learnt. */
function dropWords(ids: Int32Array, rate: number, random: Random): Int32Array {
  return rate ? ids.map((id) => (random.uniform() < rate ? unknownId : id)) : ids;
}
