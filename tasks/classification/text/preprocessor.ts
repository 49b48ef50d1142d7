/** Labelled texts → ids and class numbers; with the option `ngrams` also log-count ratios of the n-grams of a text. */
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import type { ClassifierBatch } from '../../../models/layers-network';
import type { TokenBatch } from '../../../models/network';
import type { LabeledText } from '../../../src/data/examples/labeled-text';
import type { Random } from '../../../src/random';
import { checkOption, readSaved } from '../../../src/validation';
import { SequenceEncoder, SequenceEncoderBuilder } from '../../../src/text/sequence-encoder';
import { type EncodedText, TextInput } from '../../inputs/text';
import type { InputAndTarget } from '../../joined-preprocessor';
import { LabelTarget } from '../../targets/labels';
import type { PreprocessorFitter } from '../../task';
import { type CountedText, fitScores, type NgramScores, restoreScores } from './ngram-scores';
import { encoderOptions, type TextConfig } from './settings';

export interface EncodedTextInput extends EncodedText {
  /** Log-count ratios of the n-grams for every class [K]. */
  logitBias?: Float32Array;
}
export type EncodedLabeledText = InputAndTarget<EncodedTextInput, number>;

const savedSchema = v.strictObject({
  encoder: v.unknown(),
  labels: v.unknown(),
  labelCounts: v.unknown(),
  priorCorrection: v.optional(v.unknown()),
  temperature: v.optional(v.unknown()),
  ngrams: v.optional(v.unknown()),
});

export class TextPreprocessor {
  private constructor(
    readonly text: TextInput,
    readonly target: LabelTarget,
    readonly scores: NgramScores | undefined,
    private readonly config: TextConfig,
  ) {}

  /**
   * @param first tokens that have the first ids, seen or not
   * @throws DataError for no examples, fewer than two labels, or texts without any token.
   */
  static fit(examples: readonly LabeledText[], config: TextConfig, first?: readonly string[]): TextPreprocessor {
    const target = LabelTarget.fit(examples.map(({ label }) => label));
    const encoder = SequenceEncoder.build(
      examples.map(({ text }) => text),
      encoderOptions(config, first),
    );
    const { ngrams } = config;
    const scores =
      ngrams === 'none'
        ? undefined
        : fitScores(ngrams, countedTexts(encoder, examples, target, config), target.labels.length, examples[0]);
    return new TextPreprocessor(textInput(encoder, config), target, scores, config);
  }

  /** Of examples that come one by one; none with n-grams, which are counted once the labels are known. */
  static fitter(
    config: TextConfig,
    first?: readonly string[],
  ): PreprocessorFitter<LabeledText, TextPreprocessor> | undefined {
    if (config.ngrams !== 'none') return undefined;
    const labels = new Map<string, number>();
    const encoder = new SequenceEncoderBuilder(encoderOptions(config, first));
    return {
      add({ text, label }) {
        labels.set(label, (labels.get(label) ?? 0) + 1);
        encoder.add(text);
      },
      fit() {
        const target = LabelTarget.fromCounts(labels);
        return new TextPreprocessor(textInput(encoder.build(), config), target, undefined, config);
      },
    };
  }

  /** @throws ConfigError when it is not what `toJSON` gave. */
  static fromJSON(json: unknown, config: TextConfig): TextPreprocessor {
    const { encoder, ngrams, ...labels } = readSaved('TextPreprocessor.fromJSON', savedSchema, json);
    const kind = config.ngrams === 'none' ? 'naive-bayes' : config.ngrams; // a mismatch is refused with the network
    const scores = ngrams === undefined ? undefined : restoreScores(kind, ngrams);
    const text = textInput(SequenceEncoder.fromJSON(encoder), config);
    const target = LabelTarget.fromJSON(labels);
    const { length: K } = target.labels;
    const { classes = K } = scores ?? {};
    checkOption('TextPreprocessor.fromJSON', 'ngrams.classes', classes, classes === K, `${K}, one for each label`);
    return new TextPreprocessor(text, target, scores, config);
  }

  toJSON() {
    const { text, target, scores } = this;
    return { ...text.toJSON(), ...target.toJSON(), ...(scores && { ngrams: scores.toJSON() }) };
  }

  get labels(): readonly string[] {
    return this.target.labels;
  }

  get labelCounts(): readonly number[] {
    return this.target.counts;
  }

  /** @throws DataError for a label that training did not have, or a text without tokens. */
  encode(example: LabeledText, where: string): EncodedLabeledText {
    const { encoded, tokens, target } = this.encodeExample(example, where);
    return { input: { ...encoded, logitBias: this.scores?.of(this.words(tokens)) }, target };
  }

  /** The scores of a training text are those that it would have if it were none; from a regression it has none. */
  encodeTraining(examples: readonly LabeledText[], nameOf: (index: number) => string): EncodedLabeledText[] {
    const all = examples.map((example, i) => this.encodeExample(example, nameOf(i)));
    const scores = this.scores?.ofTraining?.(
      all.map(({ tokens, target }) => ({ tokens: this.words(tokens), label: target })),
    );
    return all.map(({ encoded, target }, i) => ({ input: { ...encoded, logitBias: scores?.[i] }, target }));
  }

  /** @throws DataError for a text that is no string, has no token, or has far too many. */
  encodeInput(text: string, where: string): EncodedLabeledText {
    const { encoded, tokens } = this.encodeText(text, where);
    return { input: { ...encoded, logitBias: this.scores?.of(this.words(tokens)) }, target: this.target.missing };
  }

  lengthOf(input: EncodedTextInput): number {
    return this.text.lengthOf(input);
  }

  /** With `naive-bayes-after` the log-count ratios are for predictions only. */
  collate(batch: readonly EncodedTextInput[], training?: Random): ClassifierBatch<TokenBatch> {
    const isBiased = !training || this.config.ngrams !== 'naive-bayes-after';
    const rows = isBiased ? batch.flatMap(({ logitBias }) => (logitBias ? [Array.from(logitBias)] : [])) : [];
    return { ...this.text.collate(batch, training), ...(rows.length && { logitBias: tf.tensor2d(rows) }) };
  }

  drainWarnings(): string[] {
    return this.text.drainWarnings();
  }

  summary(): Record<string, number> {
    const { text, scores, target } = this;
    return { ...text.summary(), ...(scores && { ngrams: scores.size }), ...target.fitted() };
  }

  private encodeExample(example: LabeledText, place: string) {
    const where = example.where ?? place;
    return { ...this.encodeText(example.text, where), target: this.target.encode(example.label, () => where) };
  }

  private words(tokens: readonly string[]): readonly string[] {
    return wordsOf(tokens, this.config);
  }

  private encodeText(text: string, where: string) {
    const tokens = this.text.encoder.tokenize(text, where);
    return { encoded: this.text.encodeTokens(text, tokens, where), tokens };
  }
}

const textInput = (encoder: SequenceEncoder, { wordDropout, window }: TextConfig) =>
  new TextInput(encoder, { wordDropout, window });

function countedTexts(
  encoder: SequenceEncoder,
  examples: readonly LabeledText[],
  { labels }: LabelTarget,
  config: TextConfig,
): CountedText[] {
  const classOf = new Map(labels.map((label, id) => [label, id]));
  return examples.map(({ text, label, where }, i) => ({
    tokens: wordsOf(encoder.tokenize(text, where ?? `training example ${i + 1}`), config),
    label: classOf.get(label) ?? -1,
  }));
}

/** N-grams of a regression are of words, also where the network reads characters. */
const wordsOf = (tokens: readonly string[], { tokenizer, ngrams }: TextConfig): readonly string[] =>
  ngrams === 'logistic' ? wholeWords(tokens, tokenizer) : tokens;

/** @param tokenizer that made the tokens; only those of `characters` have to be joined */
export const wholeWords = (tokens: readonly string[], tokenizer: string): readonly string[] =>
  tokenizer === 'characters' ? tokens.join('').split(/\s+/).filter(Boolean) : tokens;
