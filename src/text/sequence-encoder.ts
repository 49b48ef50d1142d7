/** Text → normalised text → tokens → ids, and back. What is unknown or truncated is counted in every result. */
import * as v from 'valibot';
import { DataError, show } from '../errors';
import { parseOptions, pickOptions, readSaved, wholeNumber } from '../validation';
import { defaultNormalization, normalize, type Normalization } from './normalize';
import type { Tokenizer } from './tokenizer';
import { tokenizerFromJSON } from './tokenizers';
import {
  beginId,
  endId,
  unknownId,
  Vocabulary,
  VocabularyBuilder,
  vocabularyOptionNames,
  type VocabularyOptions,
} from './vocabulary';
import { WordTokenizer } from './words/tokenizer';

export interface EncoderOptions {
  /** Default: words. */
  tokenizer?: Tokenizer;
  /** What is left out: NFC, case and accents kept. */
  normalization?: Partial<Normalization>;
  /** Most ids of a text, begin and end among them; the last tokens are cut. Default 0: never cut. */
  maximumLength?: number;
  /** Put the begin or the end id around the tokens. Default: neither. */
  begin?: boolean;
  end?: boolean;
  /** A longer text is an error, not a long wait. Default 50,000. */
  maximumTokens?: number;
}

export interface EncodedText {
  ids: Int32Array;
  /** Tokens of the text before cutting, begin and end not counted. 0: nothing to read, the caller must decide. */
  tokens: number;
  /** How many of them the vocabulary does not hold. */
  unknown: number;
  /** How many of them `maximumLength` cut off. */
  cut: number;
}

const schema = v.strictObject({
  normalization: v.strictObject({
    form: v.picklist(['NFC', 'NFKC', 'none']),
    lowercase: v.boolean(),
    stripAccents: v.optional(v.boolean(), false),
  }),
  maximumLength: v.pipe(
    wholeNumber(0),
    v.check((length) => length === 0 || length > 2, '0 (never cut) or at least 3'),
  ),
  begin: v.boolean(),
  end: v.boolean(),
  maximumTokens: wholeNumber(1),
});
const savedSchema = v.strictObject({ ...schema.entries, tokenizer: v.unknown(), vocabulary: v.unknown() });

type Settings = v.InferOutput<typeof schema>;

export class SequenceEncoder {
  private constructor(
    readonly tokenizer: Tokenizer,
    readonly vocabulary: Vocabulary,
    readonly settings: Readonly<Settings>,
  ) {}

  /** @throws ConfigError for an option that cannot work. */
  static create(vocabulary: Vocabulary, options: EncoderOptions = {}): SequenceEncoder {
    return new SequenceEncoder(options.tokenizer ?? new WordTokenizer(), vocabulary, readSettings(options));
  }

  /**
   * Builds the vocabulary from the training texts; its `report` says what was dropped.
   * @throws ConfigError for an option that cannot work
   * @throws DataError for a text beyond `maximumTokens` (naming its index from 1 on), or when there is no token.
   */
  static build(texts: Iterable<string>, options: EncoderOptions & VocabularyOptions = {}): SequenceEncoder {
    const builder = new SequenceEncoderBuilder(options);
    for (const text of texts) builder.add(text);
    return builder.build();
  }

  /** @throws ConfigError when it is not what `toJSON` gave. */
  static fromJSON(json: unknown): SequenceEncoder {
    const { tokenizer, vocabulary, ...settings } = readSaved('SequenceEncoder.fromJSON', savedSchema, json);
    return new SequenceEncoder(tokenizerFromJSON(tokenizer), Vocabulary.fromJSON(vocabulary), settings);
  }

  /** Everything that is needed to encode alike, as plain JSON. */
  toJSON() {
    return { ...this.settings, tokenizer: this.tokenizer.toJSON(), vocabulary: this.vocabulary.toJSON() };
  }

  /**
   * Normalised tokens, not cut.
   * @param where where the text is from (file and line), for the error.
   * @throws DataError for a text that is no string or has more than `maximumTokens` tokens.
   */
  tokenize(text: string, where = 'SequenceEncoder'): string[] {
    return cutIntoTokens(text, this.tokenizer, this.settings, where);
  }

  /** Like `tokenize`, then ids. @throws DataError like `tokenize`. */
  encode(text: string, where?: string): EncodedText {
    return this.encodeTokens(this.tokenize(text, where));
  }

  encodeTokens(tokens: readonly string[]): EncodedText {
    const { begin, end, maximumLength } = this.settings;
    const marks = Number(begin) + Number(end);
    const kept = maximumLength ? Math.min(tokens.length, maximumLength - marks) : tokens.length;
    const ids = new Int32Array(kept + marks);
    let unknown = 0;
    tokens.forEach((token, t) => {
      const id = this.vocabulary.idOf(token);
      if (id === unknownId) unknown++;
      if (t < kept) ids[t + Number(begin)] = id;
    });
    if (begin) ids[0] = beginId;
    if (end) ids[ids.length - 1] = endId;
    return { ids, tokens: tokens.length, unknown, cut: tokens.length - kept };
  }

  /** Text of ids; padding, begin and end are left out. @throws DataError for an id that the vocabulary does not have. */
  decode(ids: ArrayLike<number>): string {
    const generated = Array.from(ids).filter((id) => id === unknownId || id > endId || id < 0);
    return this.tokenizer.join(generated.map((id) => this.vocabulary.tokenOf(id)));
  }
}

/** Builds an encoder from training texts that are not there all at once; holds each different token. */
export class SequenceEncoderBuilder {
  private readonly tokenizer: Tokenizer;
  private readonly settings: Settings;
  private readonly vocabulary: VocabularyBuilder;
  private texts = 0;

  /** @throws ConfigError for an option that cannot work. */
  constructor(private readonly options: EncoderOptions & VocabularyOptions = {}) {
    this.settings = readSettings(options);
    this.tokenizer = options.tokenizer ?? new WordTokenizer();
    this.vocabulary = new VocabularyBuilder({
      always: this.tokenizer.tokens,
      ...pickOptions<VocabularyOptions>(options, vocabularyOptionNames),
    });
  }

  /** @throws DataError for a text beyond `maximumTokens`, naming its index from 1 on. */
  add(text: string): void {
    this.vocabulary.add(cutIntoTokens(text, this.tokenizer, this.settings, `text ${++this.texts}`));
  }

  /** @throws DataError when there was no token, ConfigError for options that keep none. */
  build(): SequenceEncoder {
    return SequenceEncoder.create(this.vocabulary.build(), { ...this.options, tokenizer: this.tokenizer });
  }
}

function readSettings(options: EncoderOptions): Settings {
  const { normalization, maximumLength = 0, begin = false, end = false, maximumTokens = 50_000 } = options;
  const whole = { ...defaultNormalization, ...normalization };
  return parseOptions('SequenceEncoder', schema, { normalization: whole, maximumLength, begin, end, maximumTokens });
}

function cutIntoTokens(text: string, tokenizer: Tokenizer, settings: Settings, where: string): string[] {
  if (typeof text !== 'string') {
    throw new DataError({ where, problem: `the text is ${show(text)}`, expected: 'a string', fix: 'Pass its text' });
  }
  const tokens = tokenizer.tokenize(normalize(text, settings.normalization));
  if (tokens.length <= settings.maximumTokens) return tokens;
  throw new DataError({
    where,
    problem: `a text of ${tokens.length} tokens`,
    expected: `at most ${settings.maximumTokens}`,
    fix: 'Cut the text into parts, or raise maximumTokens',
  });
}
