/**
 * Sentences → ids of their words, letters and endings, learnt from the training sentences. A word that training did not
 * have is known by its letters, its case, its ending and, where one was given, its vector.
 */
import * as tf from '@tensorflow/tfjs';
import * as v from 'valibot';
import type { WordBatch } from '../../models/embedders/words';
import { checkWordCount, givenWords } from '../../src/data/examples/tagged-words';
import type { Random } from '../../src/random';
import { readSaved } from '../../src/validation';
import { paddingId, unknownId } from '../../src/text/vocabulary';
import { cutContractions, joinedWords, type PlacedWord, placedWords } from '../../src/text/words/word-offsets';
import { wordCase } from '../../src/text/words/word-shape';
import { padSequences } from '../../src/training/batches/padding';
import type { InputEncoder } from './input-encoder';
import { type GivenVectors, WordFeatures, type WordFeaturesOptions } from './word-features';

/** A text, or its words. */
export type WordsInput = string | { words: readonly string[] };

export interface EncodedWords {
  text: string;
  words: readonly PlacedWord[];
  ids: Int32Array; // [T]
  /** Rows of the given vectors, 0 for a word without one. */
  vectors: Int32Array; // [T]
  cases: Int32Array; // [T]
  endings: Int32Array; // [T]
}

export interface WordsInputOptions {
  /** Part of the words that are read as unknown while training. */
  wordDropout: number;
  /** Batches carry letters, and the case of words. */
  hasCharacters: boolean;
  hasCases: boolean;
}

/** How raw text is cut into words. */
export type WordsTokenizer = 'words' | 'whitespace';

const schema = v.object({
  /** `blanks` is what bundles before 0.1.0 call `whitespace`. */
  tokenizer: v.pipe(
    v.picklist(['words', 'whitespace', 'blanks']),
    v.transform((name): WordsTokenizer => (name === 'blanks' ? 'whitespace' : name)),
  ),
  codes: v.unknown(),
});

export class SentenceInput implements InputEncoder<WordsInput, EncodedWords, WordBatch> {
  private counts = { words: 0, unknown: 0, long: 0 };

  private constructor(
    private readonly tokenizer: WordsTokenizer,
    readonly features: WordFeatures,
    private readonly options: WordsInputOptions,
  ) {}

  /** @param sentences words of the training sentences */
  static fit(
    sentences: readonly (readonly string[])[],
    options: WordsInputOptions & WordFeaturesOptions & { tokenizer: WordsTokenizer },
    vectors?: GivenVectors,
  ): SentenceInput {
    return new SentenceInput(options.tokenizer, WordFeatures.build(sentences.flat(), options, vectors), options);
  }

  /** @param given vectors, see `WordFeatures.fromJSON`. @throws ConfigError when it is not what `toJSON` gave. */
  static fromJSON(json: unknown, options: WordsInputOptions, given?: GivenVectors): SentenceInput {
    const { tokenizer, codes } = readSaved('SentenceInput.fromJSON', schema, json);
    return new SentenceInput(tokenizer, WordFeatures.fromJSON(codes, given), options);
  }

  toJSON() {
    return { kind: 'words', tokenizer: this.tokenizer, codes: this.features.toJSON() };
  }

  /** @throws DataError for a text without words, or what is neither a text nor `{ words }`. */
  encode(input: WordsInput, where: string): EncodedWords {
    if (typeof input !== 'string') {
      const words = givenWords(input, where);
      return this.encodeWords(joinedWords(words), words.join(' '), where);
    }
    if (this.tokenizer === 'whitespace') return this.encodeWords(placedWords(input, 'whitespace'), input, where);
    const words = cutContractions(placedWords(input, 'unicode'), (word) => this.features.has(word));
    return this.encodeWords(words, input, where);
  }

  lengthOf({ ids }: EncodedWords): number {
    return ids.length;
  }

  /** Word dropout (Iyyer et al. 2015) takes a word's own vector away, as a word that training did not have has none. */
  collate(batch: readonly EncodedWords[], training?: Random): WordBatch {
    const { wordDropout, hasCharacters, hasCases } = this.options;
    const random = training?.fork('words');
    const ids = batch.map(({ ids }) =>
      random && wordDropout ? ids.map((id) => (random.uniform() < wordDropout ? unknownId : id)) : ids,
    );
    const rows = (of: (encoded: EncodedWords) => Int32Array) => paddedTensor(batch.map(of));
    const features = [
      ...(hasCases ? [rows(({ cases }) => cases)] : []),
      ...(this.features.endings ? [rows(({ endings }) => endings)] : []),
    ];
    return {
      ids: paddedTensor(ids),
      mask: maskOf(batch),
      features,
      vectors: this.features.vectors ? rows(({ vectors }) => vectors) : undefined,
      spellings: hasCharacters ? this.spellings(batch) : undefined,
    };
  }

  drainWarnings(): string[] {
    const { words, unknown, long } = this.counts;
    this.counts = { words: 0, unknown: 0, long: 0 };
    const share = ((100 * unknown) / words).toFixed(1);
    const most = this.features.settings.maximumCharacters;
    return [
      unknown > 0 && `${unknown} of ${words} words (${share} %) are not in the vocabulary`,
      long > 0 && `${long} words have more than ${most} letters (maximumCharacters) and were read without their middle`,
    ].filter((warning) => warning !== false);
  }

  summary(): Record<string, number> {
    return this.features.summary();
  }

  private encodeWords(words: readonly PlacedWord[], text: string, where: string): EncodedWords {
    checkWordCount(words.length, text, where);
    const { features, counts } = this;
    const each = (of: (word: string) => number) => Int32Array.from(words, (word) => of(word.text));
    const ids = each((word) => features.idOf(word));
    counts.words += words.length;
    counts.unknown += ids.filter((id) => id === unknownId).length;
    counts.long += words.filter((word) => features.isLong(word.text)).length;
    return {
      text,
      words,
      ids,
      vectors: each((word) => features.vectorOf(word)),
      cases: each((word) => 1 + wordCase(word)),
      endings: each((word) => features.endingOf(word)),
    };
  }

  /** Letters of each different word of the batch, once. */
  private spellings(batch: readonly EncodedWords[]): WordBatch['spellings'] {
    const rowOf = new Map<string, number>();
    const rows = batch.map(({ words }) =>
      Int32Array.from(words, ({ text }) => {
        const row = rowOf.get(text) ?? rowOf.size;
        rowOf.set(text, row);
        return row;
      }),
    );
    const characters = [...rowOf.keys()].map((word) => this.features.spell(word));
    return { characters: paddedTensor(characters), rows: paddedTensor(rows) };
  }
}

/** [B,T], int32, padded with 0. */
function paddedTensor(sequences: readonly Int32Array[]): tf.Tensor2D {
  const { ids, batch, time } = padSequences(sequences, { padId: paddingId });
  return tf.tensor2d(ids, [batch, time], 'int32');
}

/** [B,T], 1 for a word. */
function maskOf(encoded: readonly EncodedWords[]): tf.Tensor2D {
  const ones = encoded.map(({ ids }) => new Int32Array(ids.length).fill(1));
  const { ids, batch, time } = padSequences(ones, { padId: 0 });
  return tf.tensor2d(Float32Array.from(ids), [batch, time]);
}
