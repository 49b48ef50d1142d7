/** Labelled texts → ids and class numbers; with the option `ngrams` also log-count ratios of the n-grams of a text. */
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import type { ClassifierBatch } from '../../models/layers-network';
import type { TokenBatch } from '../../models/network';
import type { LabeledText } from '../../src/data/examples/labeled-text';
import type { Random } from '../../src/random';
import { NaiveBayesScores } from '../../src/text/naive-bayes-scores';
import { checkOption, readSaved } from '../../src/validation';
import { SequenceEncoder, SequenceEncoderBuilder } from '../../src/text/sequence-encoder';
import { type EncodedText, TextInput } from '../inputs/text';
import type { InputAndTarget } from '../joined-preprocessor';
import { LabelTarget } from '../targets/labels';
import type { PreprocessorFitter } from '../task';
import { encoderOptions, type SentimentConfig } from './settings';

export interface EncodedSentimentInput extends EncodedText {
  /** Log-count ratios of the n-grams for every class [K]. */
  logitBias?: Float32Array;
}
export type EncodedSentiment = InputAndTarget<EncodedSentimentInput, number>;

const savedSchema = v.strictObject({
  encoder: v.unknown(),
  labels: v.unknown(),
  labelCounts: v.unknown(),
  ngrams: v.optional(v.unknown()),
});

export class SentimentPreprocessor {
  private constructor(
    readonly text: TextInput,
    readonly target: LabelTarget,
    readonly scores: NaiveBayesScores | undefined,
    private readonly config: SentimentConfig,
  ) {}

  /** @throws DataError for no examples, fewer than two labels, or texts without any token. */
  static fit(examples: readonly LabeledText[], config: SentimentConfig): SentimentPreprocessor {
    const target = LabelTarget.fit(examples.map(({ label }) => label));
    const encoder = SequenceEncoder.build(
      examples.map(({ text }) => text),
      encoderOptions(config),
    );
    const scores = config.ngrams === 'none' ? undefined : countNgrams(encoder, examples, target);
    return new SentimentPreprocessor(textInput(encoder, config), target, scores, config);
  }

  /** Of examples that come one by one; none with n-grams, which are counted once the labels are known. */
  static fitter(config: SentimentConfig): PreprocessorFitter<LabeledText, SentimentPreprocessor> | undefined {
    if (config.ngrams !== 'none') return undefined;
    const labels = new Map<string, number>();
    const encoder = new SequenceEncoderBuilder(encoderOptions(config));
    return {
      add({ text, label }) {
        labels.set(label, (labels.get(label) ?? 0) + 1);
        encoder.add(text);
      },
      fit() {
        const target = LabelTarget.fromCounts(labels);
        return new SentimentPreprocessor(textInput(encoder.build(), config), target, undefined, config);
      },
    };
  }

  /** @throws ConfigError when it is not what `toJSON` gave. */
  static fromJSON(json: unknown, config: SentimentConfig): SentimentPreprocessor {
    const { encoder, ngrams, ...labels } = readSaved('SentimentPreprocessor.fromJSON', savedSchema, json);
    const scores = ngrams === undefined ? undefined : NaiveBayesScores.fromJSON(ngrams);
    const text = textInput(SequenceEncoder.fromJSON(encoder), config);
    const target = LabelTarget.fromJSON(labels);
    const { length: K } = target.labels;
    const { classes = K } = scores ?? {};
    checkOption('SentimentPreprocessor.fromJSON', 'ngrams.classes', classes, classes === K, `${K}, one for each label`);
    return new SentimentPreprocessor(text, target, scores, config);
  }

  toJSON() {
    const { text, target, scores } = this;
    return { ...text.toJSON(), ...target.toJSON(), ...(scores && { ngrams: scores.toJSON() }) };
  }

  get labels(): readonly string[] {
    return this.target.labels;
  }

  /** @throws DataError for a label that training did not have, or a text without tokens. */
  encode(example: LabeledText, where: string): EncodedSentiment {
    return this.encodeWith(example, where, (scores, tokens) => scores.of(tokens));
  }

  /** The log-count ratios of a training text are those of all others, see `NaiveBayesScores`. */
  encodeTraining(example: LabeledText, where: string): EncodedSentiment {
    return this.encodeWith(example, where, (scores, tokens, label) => scores.without(tokens, label));
  }

  /** @throws DataError for a text that is no string, has no token, or has far too many. */
  encodeInput(text: string, where: string): EncodedSentiment {
    const { encoded, tokens } = this.encodeText(text, where);
    return { input: { ...encoded, logitBias: this.scores?.of(tokens) }, target: this.target.missing };
  }

  lengthOf(input: EncodedSentimentInput): number {
    return this.text.lengthOf(input);
  }

  /** With `naive-bayes-after` the log-count ratios are for predictions only. */
  collate(batch: readonly EncodedSentimentInput[], training?: Random): ClassifierBatch<TokenBatch> {
    const isBiased = !training || this.config.ngrams === 'naive-bayes';
    const rows = isBiased ? batch.flatMap(({ logitBias }) => (logitBias ? [Array.from(logitBias)] : [])) : [];
    return { ...this.text.collate(batch, training), ...(rows.length && { logitBias: tf.tensor2d(rows) }) };
  }

  drainWarnings(): string[] {
    return this.text.drainWarnings();
  }

  summary(): Record<string, number> {
    return { ...this.text.summary(), ...(this.scores && { ngrams: this.scores.size }) };
  }

  private encodeWith(
    example: LabeledText,
    place: string,
    biasOf: (scores: NaiveBayesScores, tokens: readonly string[], label: number) => Float32Array,
  ): EncodedSentiment {
    const where = example.where ?? place;
    const { encoded, tokens } = this.encodeText(example.text, where);
    const target = this.target.encode(example.label, () => where);
    return { input: { ...encoded, logitBias: this.scores && biasOf(this.scores, tokens, target) }, target };
  }

  private encodeText(text: string, where: string) {
    const tokens = this.text.encoder.tokenize(text, where);
    return { encoded: this.text.encodeTokens(text, tokens, where), tokens };
  }
}

const textInput = (encoder: SequenceEncoder, { wordDropout }: SentimentConfig) =>
  new TextInput(encoder, { wordDropout });

function countNgrams(
  encoder: SequenceEncoder,
  examples: readonly LabeledText[],
  { labels }: LabelTarget,
): NaiveBayesScores {
  const classOf = new Map(labels.map((label, id) => [label, id]));
  const tokens = examples.map(({ text, where }, i) => encoder.tokenize(text, where ?? `training example ${i + 1}`));
  const classes = examples.map(({ label }) => classOf.get(label) ?? -1);
  return NaiveBayesScores.count(tokens, classes, labels.length);
}
