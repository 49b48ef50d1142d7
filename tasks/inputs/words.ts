/**
 * Sentences ↔ typed arrays: a tagger's words, letters and endings, learnt from the training sentences. A word that
 * training did not have is known by its letters, its case, its ending and, where one was given, its vector.
 */
import * as v from 'valibot';
import { readSaved } from '../../src/validation';
import {
  checkTaggedWords,
  checkWordCount,
  givenWords,
  placeOfWord,
  type TaggedWords,
} from '../../src/data/examples/tagged-words';
import { unknownId } from '../../src/text/vocabulary';
import { cutContractions, joinedWords, type PlacedWord, placedWords } from '../../src/text/words/word-offsets';
import { wordCase } from '../../src/text/words/word-shape';
import { TagEncoder } from '../targets/tags';
import type { Preprocessor } from '../task';
import type { WordsConfig } from '../tagging/settings';
import type { GivenVectors } from '../tagging/given-vectors';
import { WordFeatures } from './word-features';

/** A text, or its words. */
export type WordsInput = string | { words: readonly string[] };

export interface EncodedWords {
  kind: 'words';
  text: string;
  words: readonly PlacedWord[];
  ids: Int32Array; // [T]
  /** Rows of the given vectors, 0 for a word without one. */
  vectors: Int32Array; // [T]
  cases: Int32Array; // [T]
  endings: Int32Array; // [T]
  /** Class numbers; −1 where nobody said. */
  tags: Int32Array; // [T]
  /** The same as in the data. */
  gold: readonly string[];
}

const schema = v.strictObject({
  kind: v.literal('words'),
  /** `blanks` is what bundles before 0.1.0 call `whitespace`. */
  tokenizer: v.pipe(
    v.picklist(['words', 'whitespace', 'blanks']),
    v.transform((name): 'words' | 'whitespace' => (name === 'blanks' ? 'whitespace' : name)),
  ),
  tags: v.unknown(),
  codes: v.unknown(),
});

export class WordsPreprocessor implements Preprocessor<TaggedWords, WordsInput, EncodedWords> {
  readonly kind = 'words';
  private counts = { words: 0, unknown: 0, long: 0 };

  private constructor(
    private readonly tokenizer: WordsConfig['tokenizer'],
    readonly tags: TagEncoder,
    readonly codes: WordFeatures,
  ) {}

  /** @throws DataError for sentences without words, words and tags that disagree, tags that cannot be. */
  static build(examples: readonly TaggedWords[], config: WordsConfig, vectors?: GivenVectors): WordsPreprocessor {
    examples.forEach((example, n) => checkTaggedWords(example, `training example ${n + 1}`));
    const { scheme, learntScheme, repairTags: repair } = config;
    const tags = TagEncoder.build(
      examples.map((example) => example.tags),
      { scheme, learntScheme, repair },
      (n, t) => placeOfWord(examples[n], t),
    );
    const words = examples.flatMap((example) => example.words);
    return new WordsPreprocessor(config.tokenizer, tags, WordFeatures.build(words, config, vectors));
  }

  /** @param given vectors, see `WordFeatures.fromJSON`. @throws ConfigError when it is not what `toJSON` gave. */
  static fromJSON(json: unknown, given?: GivenVectors): WordsPreprocessor {
    const { tokenizer, tags, codes } = readSaved('WordsPreprocessor.fromJSON', schema, json);
    return new WordsPreprocessor(tokenizer, TagEncoder.fromJSON(tags), WordFeatures.fromJSON(codes, given));
  }

  toJSON() {
    const { kind, tokenizer, tags, codes } = this;
    return { kind, tokenizer, tags: tags.toJSON(), codes: codes.toJSON() };
  }

  get labels(): readonly string[] {
    return this.tags.labels;
  }

  /** @throws DataError for a sentence without words, words and tags that disagree, a tag that training did not have. */
  encode(example: TaggedWords, place: string): EncodedWords {
    checkTaggedWords(example, place);
    const where = example.where ?? place;
    const coded = this.codeWords(joinedWords(example.words), example.words.join(' '), where);
    const { ids: tags, gold } = this.tags.encode(example.tags, (t) => placeOfWord({ ...example, where }, t));
    return { ...coded, tags, gold };
  }

  encodeTraining(example: TaggedWords, place: string): EncodedWords {
    return this.encode(example, place);
  }

  /** @throws DataError for a text without words, or what is neither a text nor `{ words }`. */
  encodeInput(input: WordsInput, where: string): EncodedWords {
    if (typeof input !== 'string') {
      const words = givenWords(input, where);
      return this.codeWords(joinedWords(words), words.join(' '), where);
    }
    if (this.tokenizer === 'whitespace') return this.codeWords(placedWords(input, 'whitespace'), input, where);
    const words = cutContractions(placedWords(input, 'unicode'), (word) => this.codes.has(word));
    return this.codeWords(words, input, where);
  }

  drainWarnings(): string[] {
    const { words, unknown, long } = this.counts;
    this.counts = { words: 0, unknown: 0, long: 0 };
    const share = ((100 * unknown) / words).toFixed(1);
    const most = this.codes.settings.maximumCharacters;
    const repaired = this.tags.takeRepaired();
    return [
      unknown > 0 && `${unknown} of ${words} words (${share} %) are not in the vocabulary`,
      long > 0 && `${long} words have more than ${most} letters (maximumCharacters) and were read without their middle`,
      repaired > 0 && `${repaired} tags were illegal and were replaced by the nearest legal ones (repairTags)`,
    ].filter((note) => note !== false);
  }

  summary() {
    return this.codes.summary();
  }

  private codeWords(words: readonly PlacedWord[], text: string, where: string): EncodedWords {
    checkWordCount(words.length, text, where);
    const { codes, counts } = this;
    const each = (of: (word: string) => number) => Int32Array.from(words, (word) => of(word.text));
    const ids = each((word) => codes.idOf(word));
    counts.words += words.length;
    counts.unknown += ids.filter((id) => id === unknownId).length;
    counts.long += words.filter((word) => codes.isLong(word.text)).length;
    return {
      kind: 'words',
      text,
      words,
      ids,
      vectors: each((word) => codes.vectorOf(word)),
      cases: each((word) => 1 + wordCase(word)),
      endings: each((word) => codes.endingOf(word)),
      tags: new Int32Array(words.length).fill(-1),
      gold: [],
    };
  }
}
