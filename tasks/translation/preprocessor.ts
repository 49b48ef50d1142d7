/** Pairs of texts ↔ ids: a tokenizer and a vocabulary for each side, or one for both, learnt from the training pairs. */
import * as v from 'valibot';
import { checkParallelText, type ParallelText } from '../../src/data/examples/parallel-text';
import { type DataError } from '../../src/errors';
import { readSaved, wholeNumber } from '../../src/validation';
import { EncodingReport } from '../../src/text/encoding-report';
import { normalize } from '../../src/text/normalize';
import { type EncodedText, SequenceEncoder } from '../../src/text/sequence-encoder';
import { beginId, endId } from '../../src/text/vocabulary';
import { emptyInput, emptySide } from './empty-texts';
import type { Preprocessor } from '../task';
import type { TokenCounts } from '../inputs/text';

export interface EncodedPair {
  source: Int32Array;
  /** With the end id, unless its end was cut off. Empty where nobody said. */
  target: Int32Array;
  /** The whole target, normalised. */
  reference: string;
  /** The source as it came. */
  text: string;
  /** Of the source. */
  tokens: TokenCounts;
}

/** Learns a tokenizer and a vocabulary from the texts of one side; says what a person should know about them. */
export type LearnEncoder = (texts: readonly string[], note: (message: string) => void) => SequenceEncoder;

const savedSchema = v.strictObject({
  source: v.unknown(),
  target: v.optional(v.unknown()),
  longestTarget: wholeNumber(1),
});

export class TranslationPreprocessor implements Preprocessor<ParallelText, string, EncodedPair> {
  readonly labels: readonly string[] = [];
  private reports = { source: new EncodingReport(), target: new EncodingReport() };

  private constructor(
    readonly source: SequenceEncoder,
    readonly target: SequenceEncoder,
    /** Ids of the longest target of training, its end among them. */
    readonly longestTarget: number,
    private notes: readonly string[] = [],
  ) {}

  /** @param isShared both sides have one vocabulary. @throws DataError for what is no pair, or texts without any token. */
  static build(pairs: readonly ParallelText[], learn: LearnEncoder, isShared: boolean): TranslationPreprocessor {
    pairs.forEach((pair, i) => checkParallelText(pair, `training example ${i + 1}`));
    const sources = pairs.map(({ source }) => source);
    const targets = pairs.map(({ target }) => target);
    const notes: string[] = [];
    const note = (message: string) => void notes.push(message);
    const source = learn(isShared ? [...sources, ...targets] : sources, note);
    const target = isShared ? source : learn(targets, note);
    const longest = targets.reduce((most, text) => Math.max(most, target.encode(text).ids.length), 0);
    return new TranslationPreprocessor(source, target, longest + 1, notes);
  }

  /** @throws ConfigError when it is not what `toJSON` gave. */
  static fromJSON(json: unknown): TranslationPreprocessor {
    const saved = readSaved('TranslationPreprocessor.fromJSON', savedSchema, json);
    const source = SequenceEncoder.fromJSON(saved.source);
    const target = saved.target === undefined ? source : SequenceEncoder.fromJSON(saved.target);
    return new TranslationPreprocessor(source, target, saved.longestTarget);
  }

  toJSON() {
    const { source, target, longestTarget, isShared } = this;
    return { source: source.toJSON(), ...(!isShared && { target: target.toJSON() }), longestTarget };
  }

  get isShared(): boolean {
    return this.source === this.target;
  }

  /** @throws DataError for what is no pair, a side that has no token, or has far too many. */
  encode(pair: ParallelText, place: string): EncodedPair {
    checkParallelText(pair, place);
    const where = pair.where ?? place;
    const encoded = this.encodeSide('target', pair.target, where);
    const end = encoded.cut ? [] : [endId];
    return {
      ...codedSource(pair.source, this.encodeSide('source', pair.source, where)),
      target: Int32Array.of(...encoded.ids, ...end),
      reference: this.normalized('target', pair.target),
    };
  }

  encodeTraining(pair: ParallelText, place: string): EncodedPair {
    return this.encode(pair, place);
  }

  /** @throws DataError for a text that is no string, has no token, or has far too many. */
  encodeInput(text: string, where: string): EncodedPair {
    const encoded = this.encodeText('source', text, where, () => emptyInput(text, where));
    return { ...codedSource(text, encoded), target: new Int32Array(0), reference: '' };
  }

  /** What a step reads before each target id: the begin id, then the target without its last id. */
  static inputsOf(target: Int32Array): Int32Array {
    return Int32Array.of(beginId, ...target.subarray(0, -1));
  }

  /** In the form and case that the network reads and writes. */
  normalized(side: 'source' | 'target', text: string): string {
    return normalize(text, this[side].settings.normalization);
  }

  /** A target as the tokenizer would write it: what a perfect answer says. */
  written(target: string): string {
    const { tokenizer } = this.target;
    return tokenizer.join(tokenizer.tokenize(this.normalized('target', target)));
  }

  /** The texts are tokenised already: their tokens are what blanks part. */
  get isTokenized(): boolean {
    return this.target.tokenizer.toJSON().mode === 'whitespace';
  }

  /** The tokens that the network reads of a source, as a person writes them, unknown ones too. */
  sourceLabels({ text, source }: EncodedPair): string[] {
    const { tokenizer } = this.source;
    return this.source.tokenize(text).slice(0, source.length).map((token) => tokenizer.label(token)); // prettier-ignore
  }

  targetLabel(id: number): string {
    return this.target.tokenizer.label(this.target.vocabulary.tokenOf(id));
  }

  summary() {
    const { source, target } = this;
    const [ofSource, ofTarget] = [source, target].map(({ vocabulary }) => vocabulary);
    return {
      sourceVocabularySize: ofSource.size,
      targetVocabularySize: ofTarget.size,
      sourceCoverage: ofSource.report.coverage,
      targetCoverage: ofTarget.report.coverage,
    };
  }

  drainWarnings(): string[] {
    const { reports, notes } = this;
    this.notes = [];
    this.reports = { source: new EncodingReport(), target: new EncodingReport() };
    return [...notes, ...(['source', 'target'] as const).flatMap((side) => notesOn(side, reports[side], this[side]))];
  }

  private encodeSide(side: 'source' | 'target', text: string, where: string): EncodedText {
    return this.encodeText(side, text, `${where}, ${side}`, () => emptySide(side, text, where));
  }

  private encodeText(side: 'source' | 'target', text: string, where: string, empty: () => DataError): EncodedText {
    const encoded = this[side].encode(text, where);
    if (encoded.tokens === 0 || text.trim() === '') throw empty();
    this.reports[side].add(encoded);
    return encoded;
  }
}

const codedSource = (text: string, { ids, tokens: total, unknown, cut }: EncodedText) => ({
  source: ids,
  text,
  tokens: { total, unknown, cut },
});

function notesOn(side: string, report: EncodingReport, { settings }: SequenceEncoder): string[] {
  const { texts, tokens, unknownTokens, cutTexts, longest } = report;
  const notes: string[] = [];
  if (unknownTokens) {
    const share = ((100 * unknownTokens) / tokens).toFixed(1);
    notes.push(`${unknownTokens} of ${tokens} ${side} tokens (${share} %) are not in the vocabulary`);
  }
  if (cutTexts) {
    notes.push(
      `${cutTexts} of ${texts} ${side}s were cut to ${settings.maximumLength} tokens (maximumLength); ` +
        `the longest has ${longest}`,
    );
  }
  return notes;
}
