/** Texts ↔ ids of their tokens, over a vocabulary that is learnt from the training text. */
import * as v from 'valibot';
import { DataError, show } from '../../src/errors';
import { type RunningText, runningText } from '../../src/text/running-text';
import type { Tokenizer } from '../../src/text/tokenizer';
import { tokenizerFromJSON } from '../../src/text/tokenizers';
import { endId, unknownId, Vocabulary } from '../../src/text/vocabulary';
import { didYouMean } from '../../src/spelling';
import { readSaved } from '../../src/validation';
import type { LabeledText } from '../../src/data/examples/labeled-text';
import type { LanguageModelConfig } from './settings';
import { tokenLists } from './streams/tokenizers';
import { VocabularyFitter } from './streams/vocabulary-fitter';
import type { LanguageExample, LanguageInput } from './examples';

export interface EncodedText {
  /** What the first token follows (an end, or a label), then the tokens, and their end where the model knows ends. */
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
  labels: v.optional(v.array(v.string())),
});

interface Parts {
  tokenizer: Tokenizer;
  vocabulary: Vocabulary;
  lowercase: boolean;
  /** Whether texts end: training had several, with an end after each. */
  ends: boolean;
  /** Of a model whose texts follow from a label: their ids come behind those of the vocabulary. */
  labels?: readonly string[];
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
  static fit(texts: readonly LanguageExample[], config: LanguageModelConfig): LanguageModelPreprocessor {
    const fitter = LanguageModelPreprocessor.fitter(config);
    do for (const text of texts) fitter.add(text);
    while (fitter.needsAnotherPass());
    return fitter.fit();
  }

  /** Of examples that come one by one; byte pairs are learnt in a first pass, the vocabulary in the last. */
  static fitter(config: LanguageModelConfig) {
    const vocabulary = new VocabularyFitter(config);
    const labels = new Set<string>();
    let texts = 0;
    return {
      add(example: LanguageExample): void {
        if (vocabulary.add(example.text)) return;
        if ('label' in example) labels.add(example.label);
        if (!('continues' in example && example.continues)) texts++;
      },
      needsAnotherPass: () => vocabulary.needsAnotherPass(),
      fit(): LanguageModelPreprocessor {
        const { warnings, ...fitted } = vocabulary.fit();
        const hasLabels = config.input === 'labelled-text';
        const ends = hasLabels || texts > 1;
        const { lowercase } = config;
        const parts = { ...fitted, lowercase, ends, labels: hasLabels ? [...labels] : undefined };
        const preprocessor = new LanguageModelPreprocessor(parts);
        preprocessor.warnings = warnings;
        return preprocessor;
      },
    };
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
    const { tokenizer, vocabulary, lowercase, ends, labels } = this.parts;
    return {
      tokenizer: tokenizer.toJSON(),
      vocabulary: vocabulary.toJSON(),
      lowercase,
      ends,
      ...(labels && { labels }),
    };
  }

  /** The labels that texts follow from; none where they are texts alone. */
  get labels(): readonly string[] {
    return this.parts.labels ?? [];
  }

  /** All ids: those of the vocabulary, then those of the labels. */
  get size(): number {
    return this.vocabulary.size + this.labels.length;
  }

  /** @throws DataError for a text without tokens, or a label that training did not have. */
  encode(example: LanguageExample, place: string): EncodedText {
    const encoded = this.encodeInput(
      this.parts.labels && 'label' in example ? example : example.text,
      example.where ?? place,
    );
    return 'continues' in example && example.continues ? this.withoutEnd(encoded) : encoded;
  }

  /** Without a count of unknown tokens for warnings: for texts that were encoded before. */
  encodeQuietly(example: LanguageExample): EncodedText {
    const { where = 'text', text } = example;
    const start = 'label' in example && this.parts.labels ? this.idOfLabel(example.label, where) : endId;
    const { encoded } = this.encoded(text, start, where);
    return 'continues' in example && example.continues ? this.withoutEnd(encoded) : encoded;
  }

  /** @throws DataError for what is no text, or has no tokens; for a label that is missing or unknown. */
  encodeInput(input: LanguageInput, where: string): EncodedText {
    const { text, start } = this.partsOf(input, where);
    const { encoded, unknown } = this.encoded(text, start, where);
    for (const [token, count] of unknown) this.unknown.set(token, (this.unknown.get(token) ?? 0) + count);
    this.tokens += encoded.ids.length - 1 - Number(this.ends);
    return encoded;
  }

  /** What a text begins with. @throws DataError for a label that training did not have. */
  idOfLabel(label: string, where: string): number {
    const index = this.labels.indexOf(label);
    if (index >= 0) return this.vocabulary.size + index;
    throw new DataError({
      where,
      problem: `the label is ${show(label)}`,
      expected: `one of training: ${this.labels.join(', ')}`,
      fix: didYouMean(label, this.labels, 'Give one of these'),
    });
  }

  private partsOf(input: LanguageInput, where: string): { text: string; start: number } {
    const { text, label } = (
      typeof input === 'object' && input !== null ? input : { text: input }
    ) as Partial<LabeledText>;
    const hasLabels = this.parts.labels !== undefined;
    if (
      typeof text !== 'string' ||
      (typeof input === 'object') !== hasLabels ||
      (hasLabels && typeof label !== 'string')
    )
      throw wrongInput(input, where, hasLabels);
    return { text, start: hasLabels ? this.idOfLabel(label as string, where) : endId };
  }

  private encoded(text: string, start: number, where: string) {
    const { ids, unknown } = this.idsOf(text, true);
    if (!ids.length) throw noTokens(text, where);
    const all = new Int32Array(1 + ids.length + Number(this.ends)).fill(endId);
    all[0] = start;
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
    const { size } = this.vocabulary;
    return id < size ? this.parts.tokenizer.label(this.vocabulary.tokenOf(id)) : this.labels[id - size];
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

const wrongInput = (input: unknown, where: string, hasLabels: boolean) =>
  new DataError({
    where,
    problem: `the input is ${show(input)}`,
    expected: hasLabels ? 'a text with its label: this model learnt texts that follow from a label' : 'a string',
    fix: hasLabels ? "Pass { label: '…', text: '…' }" : 'Pass its text',
  });

const noTokens = (text: string, where: string) =>
  new DataError({
    where,
    problem: text === '' ? 'the text is empty' : `${show(text)} has no token`,
    expected: 'a text with at least one token',
    fix: 'Leave it out, or check how the file is read',
  });
