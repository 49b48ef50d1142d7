/** What translation does with an encoder–decoder: padded batches of pairs in, cross-entropy or translations out. */
import * as tf from '@tensorflow/tfjs';
import type { EncoderDecoder } from '../../models/encoder-decoder/encoder-decoder';
import { disposeState, type GenerationState } from '../../models/encoder-decoder/generation';
import type { TokenBatch } from '../../models/network';
import { type ForcedBatch, forcedLogits } from '../../models/encoder-decoder/teacher-forcing';
import { planBatches } from '../../src/training/batches/bucketing';
import { type PaddedBatch, padSequences } from '../../src/training/batches/padding';
import { planTokenBatches } from '../../src/training/batches/token-batches';
import type { DecoderStart } from '../../src/decoding/decoder';
import type { Random } from '../../src/random';
import { paddingId } from '../../src/text/vocabulary';
import { yieldToEventLoop } from '../../src/event-loop';
import { countCorrect, softmaxCrossEntropy } from '../../src/training/losses';
import type { BatchLoss, LossContext } from '../../src/training/trainable';
import type { PredictionOptions, Metrics, Predictor } from '../task';
import { candidateOf, findAnswers, limitOf, parsePredictOptions, type TranslationPrediction } from './predictions';
import { type EncodedPair, TranslationPreprocessor } from './preprocessor';
import { decoderOf, decoderStart } from './decoder';
import { type TextMetrics, textMetrics } from './metrics';

/** With the targets told: part of their tokens that are found, in [0, 1], and perplexity of a token. */
export type TranslationMetrics = Metrics & TextMetrics & { accuracy: number; perplexity: number };

export interface TranslationSettings {
  batchSize: number;
  batchTokens: number;
  labelSmoothing: number;
  teacherForcing: number;
  teacherForcingSchedule: 'constant' | 'linear';
  reverseSource: boolean;
  attention: string;
}

export class Translation implements Predictor<EncodedPair, TranslationPrediction, TranslationMetrics> {
  constructor(
    readonly network: EncoderDecoder,
    readonly preprocessor: TranslationPreprocessor,
    private readonly settings: TranslationSettings,
  ) {}

  lengthOf({ source, target }: EncodedPair): number {
    return source.length + target.length;
  }

  planBatches(coded: readonly EncodedPair[], random: Random): Int32Array[] {
    const lengths = coded.map(({ source, target }) => ({ source: source.length, target: target.length }));
    const { batchSize, batchTokens } = this.settings;
    return batchTokens
      ? planTokenBatches(lengths, { batchTokens, batchSize, random })
      : planBatches(coded.map((pair) => this.lengthOf(pair)), { batchSize, random }); // prettier-ignore
  }

  /** Target tokens, their ends among them. */
  countUnits(batch: readonly EncodedPair[]): number {
    return batch.reduce((sum, { target }) => sum + target.length, 0);
  }

  loss(batch: readonly EncodedPair[], { random, progress }: LossContext): BatchLoss {
    const { teacherForcing, teacherForcingSchedule, labelSmoothing } = this.settings;
    const told = teacherForcingSchedule === 'linear' ? 1 - progress * (1 - teacherForcing) : teacherForcing;
    const forced = this.forcedBatch(batch, told < 1 ? { rate: 1 - told, random: random.fork('sampling') } : undefined);
    const logits = forcedLogits(this.network, forced, { training: true, random }); // [N,V]
    const { targets } = forced;
    return {
      loss: softmaxCrossEntropy(logits, { targets, labelSmoothing }),
      totals: { accuracy: countCorrect(logits, { targets }) },
    };
  }

  async answer(batch: readonly EncodedPair[], options: PredictionOptions = {}): Promise<TranslationPrediction[]> {
    const asked = { maximumLength: limitOf(this.preprocessor), ...parsePredictOptions(options, this.settings) };
    const start = this.start(batch);
    try {
      const found = await findAnswers(decoderOf(this.network), start, asked);
      return batch.map((pair, row) => {
        const candidates = found[row].map((one) =>
          candidateOf(this.preprocessor, pair, this.unreversed(one, pair), asked.attention),
        );
        return { ...candidates[0], tokens: pair.tokens, ...(asked.nBest > 1 && { candidates }) };
      });
    } finally {
      disposeState(start.state);
    }
  }

  /** Where decoding of these sources begins. The caller disposes of its state. */
  start(batch: readonly EncodedPair[]): DecoderStart<GenerationState> {
    const padded = this.padSources(batch);
    const { ids, mask } = sourceBatch(padded);
    try {
      return decoderStart(this.network, { ids, mask }, padded.lengths);
    } finally {
      tf.dispose([ids, mask]);
    }
  }

  async evaluate(
    coded: readonly EncodedPair[],
    answers: readonly TranslationPrediction[],
  ): Promise<TranslationMetrics> {
    const judged = coded.map(({ text, reference }, i) => ({
      source: text,
      said: answers[i].translation,
      reference,
    }));
    return { ...textMetrics(this.preprocessor, judged), ...(await this.toldFigures(coded)) };
  }

  validationReport(coded: readonly EncodedPair[], answers: readonly TranslationPrediction[]): string {
    const rows = coded.map(({ text, reference }, i) => [text, reference, answers[i].translation]);
    return [['source', 'reference', 'translation'], ...rows].map((row) => row.map(oneCell).join('\t') + '\n').join('');
  }

  /** Attention over the source as it was written. */
  unreversed<Found extends { attention?: Float32Array | Float32Array[] }>(
    found: Found,
    { source }: EncodedPair,
  ): Found {
    if (!this.settings.reverseSource || !found.attention) return found;
    const turn = (row: Float32Array) => row.slice(0, source.length).reverse();
    const { attention } = found;
    return { ...found, attention: Array.isArray(attention) ? attention.map(turn) : turn(attention) };
  }

  /** With every step told what the target says before it. */
  private async toldFigures(coded: readonly EncodedPair[]): Promise<{ accuracy: number; perplexity: number }> {
    const yieldIfDue = yieldToEventLoop(() => performance.now());
    const lengths = coded.map((pair) => this.lengthOf(pair));
    let [correct, loss, tokens] = [0, 0, 0];
    for (const indices of planBatches(lengths, { batchSize: this.settings.batchSize })) {
      await yieldIfDue();
      const batch = Array.from(indices, (i) => coded[i]);
      const figures = tf.tidy(() => {
        const { targets, ...forced } = this.forcedBatch(batch);
        const logits = forcedLogits(this.network, forced, { training: false });
        return tf.stack([countCorrect(logits, { targets }), softmaxCrossEntropy(logits, { targets })]);
      });
      const [right, mean] = await figures.data();
      figures.dispose();
      correct += right;
      loss += mean * this.countUnits(batch);
      tokens += this.countUnits(batch);
    }
    return { accuracy: correct / tokens, perplexity: Math.exp(loss / tokens) };
  }

  /** The N real targets beside what the network reads. @param sampling part of the steps that read what it said. */
  private forcedBatch(
    batch: readonly EncodedPair[],
    sampling?: { rate: number; random: Random },
  ): ForcedBatch & { targets: Int32Array } {
    const inputs = padSequences(
      batch.map(({ target }) => TranslationPreprocessor.inputsOf(target)),
      { padId: paddingId },
    );
    const shape: [number, number] = [inputs.batch, inputs.time];
    const positions = batch.flatMap(({ target }, row) => Array.from(target, (_, t) => row * inputs.time + t));
    return {
      source: sourceBatch(this.padSources(batch)),
      inputs: tf.tensor2d(inputs.ids, shape, 'int32'),
      positions: Int32Array.from(positions),
      targets: Int32Array.from(batch.flatMap(({ target }) => [...target])),
      ...(sampling && { sampled: tf.tensor2d(drawSampled(inputs.ids.length, sampling), shape) }),
    };
  }

  private padSources(batch: readonly EncodedPair[]): PaddedBatch {
    const { reverseSource } = this.settings;
    return padSequences(
      batch.map(({ source }) => (reverseSource ? source.slice().reverse() : source)),
      { padId: paddingId },
    );
  }
}

function sourceBatch({ ids, batch, time }: PaddedBatch): TokenBatch {
  const mask = Float32Array.from(ids, (id) => Number(id !== paddingId)); // no text contains the padding id
  return { ids: tf.tensor2d(ids, [batch, time], 'int32'), mask: tf.tensor2d(mask, [batch, time]) };
}

const drawSampled = (size: number, { rate, random }: { rate: number; random: Random }) =>
  Float32Array.from({ length: size }, () => Number(random.uniform() < rate));

/** A tab or a line end would break the table. */
const oneCell = (text: string) => text.replace(/[\t\r\n]+/g, ' ');
