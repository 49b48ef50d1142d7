/** What translation does with an encoder–decoder: padded batches of pairs in, cross-entropy or translations out. */
import * as tf from '@tensorflow/tfjs';
import type { EncoderDecoder } from '../../models/encoder-decoder/encoder-decoder';
import { disposeState, type GenerationState } from '../../models/encoder-decoder/generation';
import { type ForcedBatch, forcedLogits } from '../../models/encoder-decoder/teacher-forcing';
import type { DecoderStart } from '../../src/decoding/decoder';
import { yieldToEventLoop } from '../../src/event-loop';
import type { Random } from '../../src/random';
import { paddingId } from '../../src/text/vocabulary';
import { planBatches } from '../../src/training/batches/bucketing';
import { padSequences } from '../../src/training/batches/padding';
import { planTokenBatches } from '../../src/training/batches/token-batches';
import { countCorrect, softmaxCrossEntropy } from '../../src/training/losses';
import type { BatchLoss, LossContext } from '../../src/training/trainable';
import type { EncodedText } from '../inputs/text';
import { GeneratedText } from '../targets/generated-text';
import { searchHypotheses } from '../targets/generation';
import type { PredictionOptions, Predictor } from '../task';
import { decoderOf, decoderStart } from './decoder';
import { textMetrics } from './metrics';
import { candidateOf, parsePredictOptions, type TranslationPrediction } from './predictions';
import type { EncodedPair, TranslationPreprocessor } from './preprocessor';
import type { TranslatorConfig } from './settings';
import type { TranslationMetrics, TranslationTypes } from './types';

export type TranslationSettings = Pick<
  TranslatorConfig,
  | 'batchSize'
  | 'batchTokens'
  | 'labelSmoothing'
  | 'teacherForcing'
  | 'teacherForcingSchedule'
  | 'reverseSource'
  | 'attention'
>;

export class TranslationPredictor implements Predictor<TranslationTypes> {
  constructor(
    readonly network: EncoderDecoder,
    readonly preprocessor: TranslationPreprocessor,
    private readonly settings: TranslationSettings,
  ) {}

  lengthOf({ input, target }: EncodedPair): number {
    return input.ids.length + target.ids.length;
  }

  planBatches(encoded: readonly EncodedPair[], random: Random): Int32Array[] {
    const { batchSize, batchTokens } = this.settings;
    if (!batchTokens) return planBatches(this.lengthsOf(encoded), { batchSize, random });
    const lengths = encoded.map(({ input, target }) => ({ source: input.ids.length, target: target.ids.length }));
    return planTokenBatches(lengths, { batchTokens, batchSize, random });
  }

  /** Target tokens, their ends among them. */
  countUnits(batch: readonly EncodedPair[]): number {
    return batch.reduce((sum, { target }) => sum + target.ids.length, 0);
  }

  loss(batch: readonly EncodedPair[], { random, progress }: LossContext): BatchLoss {
    const { teacherForcing, teacherForcingSchedule, labelSmoothing } = this.settings;
    const forcedPart = teacherForcingSchedule === 'linear' ? 1 - progress * (1 - teacherForcing) : teacherForcing;
    const sampling = forcedPart < 1 ? { rate: 1 - forcedPart, random: random.fork('sampling') } : undefined;
    const forced = this.forcedBatch(batch, sampling);
    const logits = forcedLogits(this.network, forced, { training: true, random }); // [N,V]
    const { targets } = forced;
    return {
      loss: softmaxCrossEntropy(logits, { targets, labelSmoothing }),
      totals: { accuracy: countCorrect(logits, { targets }) },
    };
  }

  async predict(batch: readonly EncodedPair[], options: PredictionOptions = {}): Promise<TranslationPrediction[]> {
    const { preprocessor } = this;
    const parsed = parsePredictOptions(options, this.settings);
    const start = this.start(batch);
    try {
      const found = await searchHypotheses(decoderOf(this.network), start, parsed, preprocessor.target.limit);
      return batch.map(({ input }, row) => {
        const candidates = found[row].map((one) =>
          candidateOf(preprocessor, input, this.unreversed(one, input), parsed.attention),
        );
        return { ...candidates[0], tokens: input.counts, ...(parsed.nBest > 1 && { candidates }) };
      });
    } finally {
      disposeState(start.state);
    }
  }

  /** Where decoding of these sources begins. The caller disposes of its state. */
  start(batch: readonly EncodedPair[]): DecoderStart<GenerationState> {
    const inputs = batch.map(({ input }) => input);
    const source = this.preprocessor.source.collate(inputs);
    try {
      return decoderStart(
        this.network,
        source,
        Int32Array.from(inputs, ({ ids }) => ids.length),
      );
    } finally {
      tf.dispose([source.ids, source.mask]);
    }
  }

  async evaluate(
    encoded: readonly EncodedPair[],
    predictions: readonly TranslationPrediction[],
  ): Promise<TranslationMetrics> {
    const scored = encoded.map(({ input, target }, i) => ({
      source: input.text,
      generated: predictions[i].translation,
      reference: target.reference,
    }));
    return { ...textMetrics(this.preprocessor.target, scored), ...(await this.teacherForcedMetrics(encoded)) };
  }

  validationReport(encoded: readonly EncodedPair[], predictions: readonly TranslationPrediction[]): string {
    const rows = encoded.map(({ input, target }, i) => [input.text, target.reference, predictions[i].translation]);
    return [['source', 'reference', 'translation'], ...rows].map((row) => row.map(oneCell).join('\t') + '\n').join('');
  }

  /** Attention over the source as it was written. */
  unreversed<Found extends { attention?: Float32Array | Float32Array[] }>(found: Found, { ids }: EncodedText): Found {
    if (!this.settings.reverseSource || !found.attention) return found;
    const turn = (row: Float32Array) => row.slice(0, ids.length).reverse();
    const { attention } = found;
    return { ...found, attention: Array.isArray(attention) ? attention.map(turn) : turn(attention) };
  }

  /** Every step reads the target's tokens before it. */
  private async teacherForcedMetrics(
    encoded: readonly EncodedPair[],
  ): Promise<{ accuracy: number; perplexity: number }> {
    const yieldIfDue = yieldToEventLoop(() => performance.now());
    let [correct, loss, tokens] = [0, 0, 0];
    for (const indices of planBatches(this.lengthsOf(encoded), { batchSize: this.settings.batchSize })) {
      await yieldIfDue();
      const batch = Array.from(indices, (i) => encoded[i]);
      const sums = tf.tidy(() => {
        const { targets, ...forced } = this.forcedBatch(batch);
        const logits = forcedLogits(this.network, forced, { training: false });
        return tf.stack([countCorrect(logits, { targets }), softmaxCrossEntropy(logits, { targets })]);
      });
      const [right, mean] = await sums.data();
      sums.dispose();
      correct += right;
      loss += mean * this.countUnits(batch);
      tokens += this.countUnits(batch);
    }
    return { accuracy: correct / tokens, perplexity: Math.exp(loss / tokens) };
  }

  /** The N real targets beside what the network reads. @param sampling part of the steps that read the model's own token */
  private forcedBatch(
    batch: readonly EncodedPair[],
    sampling?: { rate: number; random: Random },
  ): ForcedBatch & { targets: Int32Array } {
    const targets = batch.map(({ target }) => target.ids);
    const inputs = padSequences(
      targets.map((ids) => GeneratedText.inputsOf(ids)),
      { padId: paddingId },
    );
    const shape: [number, number] = [inputs.batch, inputs.time];
    const positions = targets.flatMap((ids, row) => Array.from(ids, (_, t) => row * inputs.time + t));
    return {
      source: this.preprocessor.source.collate(batch.map(({ input }) => input)),
      inputs: tf.tensor2d(inputs.ids, shape, 'int32'),
      positions: Int32Array.from(positions),
      targets: Int32Array.from(targets.flatMap((ids) => [...ids])),
      ...(sampling && { sampled: tf.tensor2d(drawSampled(inputs.ids.length, sampling), shape) }),
    };
  }

  private lengthsOf(encoded: readonly EncodedPair[]): number[] {
    return encoded.map((pair) => this.lengthOf(pair));
  }
}

const drawSampled = (size: number, { rate, random }: { rate: number; random: Random }) =>
  Float32Array.from({ length: size }, () => Number(random.uniform() < rate));

/** A tab or a line end would break the table. */
const oneCell = (text: string) => text.replace(/[\t\r\n]+/g, ' ');
