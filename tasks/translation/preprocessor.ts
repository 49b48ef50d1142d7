/** Pairs of texts ↔ ids: a tokenizer and a vocabulary for each side, or one for both, learnt from the training pairs. */
import * as v from 'valibot';
import type { ParallelText } from '../../src/data/examples/parallel-text';
import { normalize } from '../../src/text/normalize';
import { readSaved } from '../../src/validation';
import { SequenceEncoder } from '../../src/text/sequence-encoder';
import { type EncodedText, TextInput } from '../inputs/text';
import type { InputAndTarget } from '../joined-preprocessor';
import { type EncodedTarget, GeneratedText } from '../targets/generated-text';
import { emptyInput, emptySide } from './empty-texts';
import type { TranslatorConfig } from './settings';
import { fitEncoder } from './tokenizers';

export type EncodedPair = InputAndTarget<EncodedText, EncodedTarget>;

const savedSchema = v.strictObject({
  source: v.unknown(),
  target: v.optional(v.unknown()),
  longestTarget: v.unknown(),
});

export class TranslationPreprocessor {
  readonly source: TextInput;

  private constructor(
    source: SequenceEncoder,
    readonly target: GeneratedText,
    { reverseSource }: Pick<TranslatorConfig, 'reverseSource'>,
    private warnings: readonly string[] = [],
  ) {
    this.source = new TextInput(source, { name: 'source', reversed: reverseSource });
  }

  /** @throws DataError for what is no pair, or texts without any token. */
  static fit(pairs: readonly ParallelText[], config: TranslatorConfig): TranslationPreprocessor {
    const sources = pairs.map(({ source }) => source);
    const targets = pairs.map(({ target }) => target);
    const warnings: string[] = [];
    const warn = (message: string) => void warnings.push(message);
    const isShared = config.sharedVocabulary;
    const source = fitEncoder(isShared ? [...sources, ...targets] : sources, config, warn);
    const target = GeneratedText.fit(isShared ? source : fitEncoder(targets, config, warn), targets);
    return new TranslationPreprocessor(source, target, config, warnings);
  }

  /** @throws ConfigError when it is not what `toJSON` gave. */
  static fromJSON(json: unknown, config: Pick<TranslatorConfig, 'reverseSource'>): TranslationPreprocessor {
    const { source, target, longestTarget } = readSaved('TranslationPreprocessor.fromJSON', savedSchema, json);
    const sourceEncoder = SequenceEncoder.fromJSON(source);
    const targetEncoder = target === undefined ? sourceEncoder : SequenceEncoder.fromJSON(target);
    const generated = GeneratedText.fromJSON({ longestTarget }, targetEncoder);
    return new TranslationPreprocessor(sourceEncoder, generated, config);
  }

  toJSON() {
    const { source, target } = this;
    const isShared = source.encoder === target.encoder;
    return {
      source: source.encoder.toJSON(),
      ...(!isShared && { target: target.encoder.toJSON() }),
      ...target.toJSON(),
    };
  }

  /** @throws DataError for what is no pair, a side that has no token, or has far too many. */
  encode(pair: ParallelText, place: string): EncodedPair {
    const where = pair.where ?? place;
    const target = this.target.encode(pair.target, () => where);
    const empty = () => emptySide('source', pair.source, where);
    return { input: this.encodeSource(pair.source, `${where}, source`, empty), target };
  }

  /** @throws DataError for a text that is no string, has no token, or has far too many. */
  encodeInput(text: string, where: string): EncodedPair {
    return { input: this.encodeSource(text, where, () => emptyInput(text, where)), target: this.target.missing };
  }

  /** A source in the form and case that the network reads. */
  normalizedSource(text: string): string {
    return normalize(text, this.source.encoder.settings.normalization);
  }

  /** The tokens that the network reads of a source, as a person writes them, unknown ones too. */
  sourceLabels({ text, ids }: EncodedText): string[] {
    const { encoder } = this.source;
    const tokens = encoder.tokenize(text).slice(0, ids.length);
    return tokens.map((token) => encoder.tokenizer.label(token));
  }

  summary(): Record<string, number> {
    const [source, target] = [this.source.summary(), this.target.summary()];
    return {
      sourceVocabularySize: source.vocabularySize,
      targetVocabularySize: target.vocabularySize,
      sourceCoverage: source.coverage,
      targetCoverage: target.coverage,
    };
  }

  drainWarnings(): string[] {
    const { warnings } = this;
    this.warnings = [];
    return [...warnings, ...this.source.drainWarnings(), ...this.target.drainWarnings()];
  }

  private encodeSource(text: string, where: string, empty: () => Error): EncodedText {
    const encoded = this.source.encode(text, where, empty);
    if (text.trim() === '') throw empty();
    return encoded;
  }
}
