/** Texts ↔ ids of their tokens, over a vocabulary that is learnt from the training text. */
import * as v from 'valibot';
import type { PlainText } from '../../src/data/examples/plain-text/example';
import { ConfigError, DataError, show } from '../../src/errors';
import { AbcTokenizer } from '../../src/text/abc';
import { trainBytePairs } from '../../src/text/byte-pairs/training';
import { CharacterTokenizer } from '../../src/text/characters';
import { type RunningText, runningText, slicesOf } from '../../src/text/running-text';
import type { Tokenizer } from '../../src/text/tokenizer';
import { tokenizerFromJSON } from '../../src/text/tokenizers';
import { endId, unknownId, Vocabulary, VocabularyBuilder } from '../../src/text/vocabulary';
import { WordTokenizer } from '../../src/text/words/tokenizer';
import { readSaved } from '../../src/validation';
import { type LanguageModelConfig, leastCount } from './settings';

export interface EncodedText {
  /** What the first token follows (an end), then the tokens, and their end where the model knows ends. */
  ids: Int32Array; // [1 + N]
  /** Of the text as it came, in code points. */
  characters: number;
  /** In UTF-8. */
  bytes: number;
  /** Tokens that the vocabulary lacks. */
  unknown: number;
  /** The next text goes on with it. */
  continues?: boolean;
  /** Of a window of training: the stream that it is a part of, from 0. */
  stream?: number;
}

const savedSchema = v.strictObject({
  tokenizer: v.unknown(),
  vocabulary: v.unknown(),
  lowercase: v.boolean(),
  ends: v.boolean(),
});

interface Parts {
  tokenizer: Tokenizer;
  vocabulary: Vocabulary;
  lowercase: boolean;
  /** Whether texts end: training had several, with an end after each. */
  ends: boolean;
}

export class LanguageModelPreprocessor {
  readonly vocabulary: Vocabulary;
  readonly ends: boolean;
  readonly running: RunningText;
  private readonly unknown = new Map<string, number>();
  private tokens = 0;
  private warnings: string[] = [];

  private constructor(private readonly parts: Parts) {
    this.vocabulary = parts.vocabulary;
    this.ends = parts.ends;
    this.running = runningText(parts.tokenizer);
  }

  /** @throws DataError for texts without tokens, or of one symbol; ConfigError for options that keep none. */
  static fit(texts: readonly PlainText[], config: LanguageModelConfig): LanguageModelPreprocessor {
    const { lowercase, maximumVocabulary } = config;
    const minimumCount = leastCount(config);
    const warnings: string[] = [];
    const tokenizer = tokenizerFor(texts, config, (message) => warnings.push(message));
    const running = runningText(tokenizer);
    const maximumSize = tokenizer.tokens ? 0 : maximumVocabulary; // subwords have their own number
    const builder = new VocabularyBuilder({ minimumCount, maximumSize, always: tokenizer.tokens });
    for (const { text } of texts) for (const tokens of tokenLists(running, text, lowercase)) builder.add(tokens);
    const vocabulary = builder.build();
    if (vocabulary.report.distinct < 2) throw oneSymbol(vocabulary);
    const ends = texts.filter(({ continues }) => !continues).length > 1;
    const preprocessor = new LanguageModelPreprocessor({ tokenizer, vocabulary, lowercase, ends });
    preprocessor.warnings = warnings;
    return preprocessor;
  }

  /** @throws ConfigError when it is not what `toJSON` gave. */
  static fromJSON(json: unknown): LanguageModelPreprocessor {
    const { tokenizer, vocabulary, ...rest } = readSaved('LanguageModelPreprocessor.fromJSON', savedSchema, json);
    return new LanguageModelPreprocessor({
      tokenizer: tokenizerFromJSON(tokenizer),
      vocabulary: Vocabulary.fromJSON(vocabulary),
      ...rest,
    });
  }

  toJSON() {
    const { tokenizer, vocabulary, lowercase, ends } = this.parts;
    return { tokenizer: tokenizer.toJSON(), vocabulary: vocabulary.toJSON(), lowercase, ends };
  }

  /** @throws DataError for a text without tokens. */
  encode({ text, continues, where }: PlainText, place: string): EncodedText {
    const encoded = this.encodeInput(text, where ?? place);
    return continues ? this.withoutEnd(encoded) : encoded;
  }

  /** Without a count of unknown tokens for warnings: for texts that were encoded before. */
  encodeQuietly({ text, continues, where = 'text' }: PlainText): EncodedText {
    const { encoded } = this.encoded(text, where);
    return continues ? this.withoutEnd(encoded) : encoded;
  }

  /** @throws DataError for what is no text, or has no tokens. */
  encodeInput(text: string, where: string): EncodedText {
    if (typeof text !== 'string') {
      throw new DataError({ where, problem: `the text is ${show(text)}`, expected: 'a string', fix: 'Pass its text' });
    }
    const { encoded, unknown } = this.encoded(text, where);
    for (const [token, count] of unknown) this.unknown.set(token, (this.unknown.get(token) ?? 0) + count);
    this.tokens += encoded.ids.length - 1 - Number(this.ends);
    return encoded;
  }

  private encoded(text: string, where: string) {
    const { ids, unknown } = this.idsOf(text, true);
    if (!ids.length) throw noTokens(text, where);
    const all = new Int32Array(1 + ids.length + Number(this.ends)).fill(endId);
    all.set(ids, 1);
    const missing = [...unknown.values()].reduce((sum, count) => sum + count, 0);
    const encoded: EncodedText = { ids: all, ...sizesOf(text), unknown: missing };
    return { encoded, unknown };
  }

  /** Of a text that goes on. */
  private withoutEnd(encoded: EncodedText): EncodedText {
    return { ...encoded, ids: encoded.ids.subarray(0, this.ends ? -1 : undefined), continues: true };
  }

  /**
   * Ids of a text, or of a part of one, without its end.
   * @param isStart whether nothing is before it
   */
  idsOf(text: string, isStart: boolean): { ids: Int32Array; unknown: Map<string, number> } {
    const { running, vocabulary } = this;
    const unknown = new Map<string, number>();
    const parts: Int32Array[] = [];
    for (const tokens of tokenLists(running, text, this.parts.lowercase, isStart)) {
      const ids = Int32Array.from(tokens, (token) => vocabulary.idOf(token));
      ids.forEach((id, i) => id === unknownId && unknown.set(tokens[i], (unknown.get(tokens[i]) ?? 0) + 1));
      parts.push(ids);
    }
    return { ids: joined(parts), unknown };
  }

  /** A token as a person reads it. */
  labelOf(id: number): string {
    return this.parts.tokenizer.label(this.vocabulary.tokenOf(id));
  }

  /** Bits a byte say how good a model of subwords is. */
  get isSubwords(): boolean {
    return this.parts.tokenizer.kind === 'byte-pairs';
  }

  drainWarnings(): string[] {
    const { tokens, warnings } = this;
    const missing = [...this.unknown];
    const sum = missing.reduce((all, [, count]) => all + count, 0);
    this.unknown.clear();
    this.warnings = [];
    this.tokens = 0;
    if (sum === 0) return warnings;
    const named = missing.slice(0, MOST_NAMED).map(([token]) => show(token));
    const more = missing.length > MOST_NAMED ? ', …' : '';
    const share = ((100 * sum) / tokens).toFixed(2);
    return [
      ...warnings,
      `${sum} of ${tokens} tokens (${share} %) are not in the vocabulary: ${named.join(', ')}${more}`,
    ];
  }

  summary(): Record<string, number> {
    const { size, report } = this.vocabulary;
    return { vocabularySize: size, coverage: report.coverage };
  }
}

const MOST_NAMED = 10;

function* tokenLists(running: RunningText, text: string, lowercase: boolean, isStart = true): Generator<string[]> {
  let first = isStart;
  for (const slice of slicesOf(lowercase ? text.toLowerCase() : text)) {
    yield running.tokenize(slice, first);
    first = false;
  }
}

function tokenizerFor(
  texts: readonly PlainText[],
  config: LanguageModelConfig,
  warn: (message: string) => void,
): Tokenizer {
  const { tokenizer, merges, lowercase } = config;
  if (tokenizer === 'characters') return new CharacterTokenizer();
  if (tokenizer === 'abc') return new AbcTokenizer();
  if (tokenizer !== 'byte-pairs') return new WordTokenizer({ mode: tokenizer === 'words' ? 'unicode' : 'whitespace' });
  const slices = texts.flatMap(({ text }) => [...slicesOf(lowercase ? text.toLowerCase() : text)]);
  const { tokenizer: subwords, report } = trainBytePairs(slices, {
    merges,
    minimumCount: Math.max(2, leastCount(config)),
  });
  if (report.found < report.wanted) {
    warn(`${report.found} merges of byte pairs were found, not ${report.wanted}: no other pair occurs often enough`);
  }
  return subwords;
}

function joined(parts: readonly Int32Array[]): Int32Array {
  if (parts.length === 1) return parts[0];
  const all = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Code points, and bytes of UTF-8. */
export function sizesOf(text: string): { characters: number; bytes: number } {
  let [characters, bytes] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const isSecond = unit >= 0xdc00 && unit < 0xe000; // of a surrogate pair, whose first half counts for both
    if (!isSecond) characters++;
    bytes += unit < 0x80 ? 1 : unit < 0x800 ? 2 : isSecond ? 1 : 3;
  }
  return { characters, bytes };
}

const noTokens = (text: string, where: string) =>
  new DataError({
    where,
    problem: text === '' ? 'the text is empty' : `${show(text)} has no token`,
    expected: 'a text with at least one token',
    fix: 'Leave it out, or check how the file is read',
  });

const oneSymbol = (vocabulary: Vocabulary) =>
  new ConfigError({
    where: 'LanguageModel.fit',
    problem: `the training text has one symbol, ${show(vocabulary.tokenOf(vocabulary.size - 1))}, again and again`,
    expected: 'at least two different ones: else there is nothing to predict',
    fix: 'Check how the file is read, and the tokenizer',
  });
