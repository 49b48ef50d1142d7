/** What a language model does with its network: cross-entropy of windows of streams, probabilities of texts. */
import * as tf from '@tensorflow/tfjs';
import type { LanguageModel as Network } from '../../models/language-model/language-model';
import type { StackState } from '../../models/recurrent-stack';
import { yieldToEventLoop } from '../../src/event-loop';
import type { Random } from '../../src/random';
import type { NamedVariable } from '../../src/parameters';
import { paddingId } from '../../src/text/vocabulary';
import { planBatches } from '../../src/training/batches/bucketing';
import { countCorrect, softmaxCrossEntropy } from '../../src/training/losses';
import type { BatchLoss, LossContext } from '../../src/training/trainable';
import type { Metrics, PredictionOptions, Predictor } from '../task';
import type { EncodedText, LanguageModelPreprocessor } from './preprocessor';
import { metricsOf, scoreOf, type TextScore, type TokenScore } from './scores';
import type { LanguageModelConfig } from './settings';
import type { LanguageModelTypes } from './types';
import { joinTexts, windowOptions, windowsOf } from './streams/windows';

/** Scores of so many numbers are in memory at once while texts are scored. */
const MAX_LOGITS = 2 ** 22;
/** Steps of one forward pass at most. */
const MAX_STEPS = 1024;

export class LanguageModelPredictor implements Predictor<LanguageModelTypes> {
  private readonly yieldIfDue = yieldToEventLoop(() => performance.now());

  constructor(
    readonly network: Network,
    readonly preprocessor: LanguageModelPreprocessor,
    private readonly settings: Pick<LanguageModelConfig, 'batchSize' | 'window' | 'windowLength' | 'input'>,
  ) {}

  private get isStreamed(): boolean {
    return this.settings.input !== 'labelled-text';
  }

  /** Tokens that are predicted. */
  lengthOf({ ids }: EncodedText): number {
    return ids.length - 1;
  }

  /** Windows of all streams, in their order; texts that follow from labels as they are. */
  trainingUnits(texts: readonly EncodedText[], random: Random): readonly EncodedText[] {
    if (!this.isStreamed) return texts;
    return windowsOf(joinTexts(texts), windowOptions(this.settings, random)).flat();
  }

  /** A batch is one window of every stream. */
  planBatches(windows: readonly EncodedText[], random: Random): Int32Array[] {
    const { batchSize } = this.settings;
    if (!this.isStreamed)
      return planBatches(
        windows.map((one) => this.lengthOf(one)),
        { batchSize, random },
      );
    const starts = windows.flatMap(({ stream }, i) => (stream === 0 ? [i] : []));
    return starts.map((start, n) => {
      const end = starts[n + 1] ?? windows.length;
      return Int32Array.from({ length: end - start }, (_, i) => start + i);
    });
  }

  carried(): readonly NamedVariable[] {
    if (!this.isStreamed) return [];
    return this.network.carried(this.settings.batchSize);
  }

  countUnits(batch: readonly EncodedText[]): number {
    return batch.reduce((sum, one) => sum + this.lengthOf(one), 0);
  }

  loss(batch: readonly EncodedText[], { random }: LossContext): BatchLoss {
    const rows = this.isStreamed ? this.settings.batchSize : batch.length;
    const { ids, mask, targets } = collate(batch, rows, this.longest(batch));
    const states = this.carried().map(({ variable }) => variable);
    const start = this.isStreamed ? this.network.statesOf(states) : undefined;
    const inputs = {
      ids: tensorOf(ids, rows),
      start,
      ...(mask && { mask: tf.tensor2d(mask, [rows, mask.length / rows]) }),
    };
    const { logits, last } = this.network.forward(inputs, { training: true, random });
    return {
      loss: softmaxCrossEntropy(logits, { targets, mask }),
      totals: { accuracy: countCorrect(logits, { targets, mask }) },
      carried: this.isStreamed ? last.flat() : [],
    };
  }

  async predict(batch: readonly EncodedText[], { tokenScores }: PredictionOptions = {}): Promise<TextScore[]> {
    const { isSubwords } = this.preprocessor;
    const details = batch.map(() => [] as TokenScore[]);
    const sums = await this.logProbabilities(batch, (text, token, logProbability) => {
      if (tokenScores) details[text].push({ token: this.preprocessor.labelOf(token), logProbability });
    });
    return batch.map((one, i) => {
      const { characters, bytes } = one;
      const [logProbability, tokens] = [sums[i], this.lengthOf(one)];
      const { nats, perplexity, ...bits } = scoreOf({ logProbability, tokens, characters, bytes }, isSubwords);
      const score = { logProbability, tokens, nats, perplexity, ...bits } as TextScore;
      return tokenScores ? { ...score, tokenScores: details[i] } : score;
    });
  }

  evaluate(encoded: readonly EncodedText[], scores: readonly TextScore[]): Metrics {
    return metricsOf(encoded, scores, this.preprocessor.isSubwords);
  }

  /**
   * Of each text, from zero state, read in parts that carry it on. Nothing is kept of a part but the sums.
   * @param see takes every token of a text with its log-probability after those before it
   */
  private async logProbabilities(
    batch: readonly EncodedText[],
    see: (text: number, token: number, logProbability: number) => void,
  ): Promise<number[]> {
    const sums = batch.map(() => 0);
    const rows = batch.length;
    const perPass = Math.floor(MAX_LOGITS / this.network.vocabularySize / rows);
    const steps = Math.max(1, Math.min(MAX_STEPS, perPass));
    let state: StackState | undefined;
    for (let start = 0; start < this.longest(batch); start += steps) {
      await this.yieldIfDue();
      const parts = batch.map((one) => ({ ...one, ids: one.ids.subarray(start, start + steps + 1) }));
      const T = this.longest(parts);
      const { scores, last } = this.scorePart(parts, T, state);
      const values = await scores.data<'float32'>();
      tf.dispose([scores, ...(state ?? [])]);
      state = last;
      parts.forEach(({ ids }, row) => {
        for (let t = 1; t < ids.length; t++) {
          const logProbability = values[row * T + t - 1];
          sums[row] += logProbability;
          see(row, ids[t], logProbability);
        }
      });
    }
    tf.dispose(state ?? []);
    return sums;
  }

  /** ln p of every target [B·T], and the states after it. */
  private scorePart(parts: readonly EncodedText[], T: number, start: StackState | undefined) {
    const rows = parts.length;
    return tf.tidy(() => {
      const { ids, mask, targets } = collate(parts, rows, T);
      const inputs = { ids: tensorOf(ids, rows), start, ...(mask && { mask: tf.tensor2d(mask, [rows, T]) }) };
      const { logits, last } = this.network.forward(inputs, { training: false });
      const places = targets.map((target, n) => n * this.network.vocabularySize + target);
      const scores = tf.gather(tf.reshape(tf.logSoftmax(logits), [-1]), tf.tensor1d(places, 'int32'));
      return { scores, last };
    });
  }

  private longest(batch: readonly EncodedText[]): number {
    return batch.reduce((longest, one) => Math.max(longest, this.lengthOf(one)), 0);
  }
}

const tensorOf = (ids: Int32Array, rows: number) => tf.tensor2d(ids, [rows, ids.length / rows], 'int32');

/** Inputs and targets [rows,T], padded; a mask where there is padding. */
function collate(batch: readonly EncodedText[], rows: number, T: number) {
  const ids = new Int32Array(rows * T).fill(paddingId);
  const targets = new Int32Array(rows * T).fill(paddingId);
  const mask = new Float32Array(rows * T);
  let real = 0;
  batch.forEach(({ ids: own }, row) => {
    const length = Math.max(0, own.length - 1);
    ids.set(own.subarray(0, length), row * T);
    targets.set(own.subarray(1), row * T);
    mask.fill(1, row * T, row * T + length);
    real += length;
  });
  return { ids, targets, ...(real < mask.length && { mask }) };
}
