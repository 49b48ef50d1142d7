/**
 * Labelled texts ↔ ids: a vocabulary and a list of labels, both learnt from the training examples; if asked for, also
 * what the n-grams of a text say about its label.
 */
import * as v from 'valibot';
import type { LabeledText } from '../../src/data/examples/labeled-text';
import { DataError, show } from '../../src/errors';
import { readSaved, wholeNumber } from '../../src/validation';
import { EncodingReport } from '../../src/text/encoding-report';
import { NaiveBayesScores } from '../../src/text/naive-bayes-scores';
import { type EncoderOptions, SequenceEncoder } from '../../src/text/sequence-encoder';
import type { VocabularyOptions } from '../../src/text/vocabulary';
import type { Preprocessor } from '../task';

export interface EncodedExample {
  ids: Int32Array;
  /** Class number; -1 where nobody said. */
  label: number;
  /** Tokens before cutting, and what became of them. */
  tokens: TokenCounts;
  /** What its n-grams say about every class [K]. */
  evidence?: Float32Array;
}

export interface TextPreprocessorOptions extends EncoderOptions, VocabularyOptions {
  /** Encoded texts carry what naive Bayes says of their n-grams. */
  ngrams?: boolean;
}

export interface TokenCounts {
  total: number;
  unknown: number;
  cut: number;
}

const savedSchema = v.pipe(
  v.strictObject({
    encoder: v.unknown(),
    labels: v.array(v.string()),
    labelCounts: v.array(wholeNumber(1)),
    ngrams: v.optional(v.unknown()),
  }),
  v.check(({ labels, labelCounts }) => labels.length === labelCounts.length, 'as many labelCounts as labels'),
);

export class TextPreprocessor implements Preprocessor<LabeledText, string, EncodedExample> {
  private report = new EncodingReport();
  private readonly labelIds: Map<string, number>;

  private constructor(
    readonly encoder: SequenceEncoder,
    readonly labels: readonly string[],
    /** Training examples of every label. */
    readonly labelCounts: readonly number[],
    readonly ngrams?: NaiveBayesScores,
  ) {
    this.labelIds = new Map(labels.map((label, id) => [label, id]));
  }

  /** @throws DataError for no examples, fewer than two labels, or texts without any token. */
  static build(examples: readonly LabeledText[], { ngrams, ...options }: TextPreprocessorOptions): TextPreprocessor {
    const counts = new Map<string, number>();
    for (const { label } of examples) counts.set(label, (counts.get(label) ?? 0) + 1);
    const labels = [...counts.keys()].sort();
    if (labels.length < 2) throw tooFewLabels(examples.length, labels);
    const texts = examples.map(({ text }) => text);
    const encoder = SequenceEncoder.build(texts, options);
    return new TextPreprocessor(
      encoder,
      labels,
      labels.map((label) => counts.get(label) ?? 0),
      ngrams ? countNgrams(encoder, examples, labels) : undefined,
    );
  }

  /** @throws ConfigError when it is not what `toJSON` gave. */
  static fromJSON(json: unknown): TextPreprocessor {
    const { encoder, labels, labelCounts, ngrams } = readSaved('TextPreprocessor.fromJSON', savedSchema, json);
    const evidence = ngrams === undefined ? undefined : NaiveBayesScores.fromJSON(ngrams);
    return new TextPreprocessor(SequenceEncoder.fromJSON(encoder), labels, labelCounts, evidence);
  }

  toJSON() {
    const { encoder, labels, labelCounts, ngrams } = this;
    return { encoder: encoder.toJSON(), labels, labelCounts, ...(ngrams && { ngrams: ngrams.toJSON() }) };
  }

  /** @throws DataError for a label that training did not have, or a text without tokens. */
  encode(example: LabeledText, place: string): EncodedExample {
    const { coded, tokens } = this.code(example, place);
    return { ...coded, evidence: this.ngrams?.of(tokens) };
  }

  /** The evidence of a training text is that of all others, see `NaiveBayesScores`. */
  encodeTraining(example: LabeledText, place: string): EncodedExample {
    const { coded, tokens } = this.code(example, place);
    return { ...coded, evidence: this.ngrams?.without(tokens, coded.label) };
  }

  /** @throws DataError for a text that is no string, has no token, or has far too many. */
  encodeInput(text: string, where: string): EncodedExample {
    const { coded, tokens } = this.codeText(text, where);
    return { ...coded, evidence: this.ngrams?.of(tokens) };
  }

  private code({ text, label, where }: LabeledText, place: string) {
    const { coded, tokens } = this.codeText(text, where ?? place);
    return { coded: { ...coded, label: this.labelId(label, where ?? place) }, tokens };
  }

  private codeText(text: string, where: string): { coded: EncodedExample; tokens: string[] } {
    const tokens = this.encoder.tokenize(text, where);
    const encoded = this.encoder.encodeTokens(tokens);
    const { ids, tokens: total, unknown, cut } = encoded;
    if (total === 0) {
      throw new DataError({
        where,
        problem: `${show(text)} has no token`,
        expected: 'a text with at least one word',
        fix: 'Leave it out, or check how the file is read',
      });
    }
    this.report.add(encoded);
    return { coded: { ids, label: -1, tokens: { total, unknown, cut } }, tokens };
  }

  summary() {
    const { size, report } = this.encoder.vocabulary;
    return { vocabularySize: size, coverage: report.coverage, ...(this.ngrams && { ngrams: this.ngrams.size }) };
  }

  drainWarnings(): string[] {
    const { texts, tokens, unknownTokens, cutTexts, longest } = this.report;
    this.report = new EncodingReport();
    const notes: string[] = [];
    if (unknownTokens) {
      const share = ((100 * unknownTokens) / tokens).toFixed(1);
      notes.push(`${unknownTokens} of ${tokens} tokens (${share} %) are not in the vocabulary`);
    }
    if (cutTexts) {
      const { maximumLength } = this.encoder.settings;
      notes.push(
        `${cutTexts} of ${texts} texts were cut to ${maximumLength} tokens (maximumLength); the longest has ${longest}`,
      );
    }
    return notes;
  }

  private labelId(label: string, where: string): number {
    const id = this.labelIds.get(label);
    if (id !== undefined) return id;
    throw new DataError({
      where,
      problem: `the label ${show(label)} did not occur in training`,
      expected: `one of ${show(this.labels, 200)}`,
      fix: 'Use the labels of the training data, or train with this one',
    });
  }
}

function countNgrams(encoder: SequenceEncoder, examples: readonly LabeledText[], labels: string[]): NaiveBayesScores {
  const tokens = examples.map(({ text, where }, i) => encoder.tokenize(text, where ?? `training example ${i + 1}`));
  const classes = examples.map(({ label }) => labels.indexOf(label));
  return NaiveBayesScores.count(tokens, classes, labels.length);
}

function tooFewLabels(examples: number, labels: string[]): DataError {
  return new DataError({
    where: 'training data',
    problem: examples ? `all ${examples} examples have the label ${show(labels[0])}` : 'there are 0 examples',
    expected: 'examples with at least two different labels',
    fix: 'Check the label column, or add examples of another label',
  });
}
