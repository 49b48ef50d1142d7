/**
 * Sentences ↔ typed arrays: a tagger's words, letters and endings, learnt from the training sentences. A word that
 * training did not have is known by its letters, its case, its ending and, where one was given, its vector.
 */
import * as v from 'valibot';
import { placeOfWord, type TaggedWords } from '../src/data/tagged-words';
import { ConfigError } from '../src/errors';
import { readSaved, wholeNumber } from '../src/text/saved';
import { paddingId, unknownId, Vocabulary } from '../src/text/vocabulary';
import { cutContractions, joinedWords, type PlacedWord, placedWords } from '../src/text/word-places';
import { wordCase, wordEnding } from '../src/text/word-shape';
import { TagCoder } from './tag-coder';
import { checkExample, checkSize, givenWords } from './sentence-checks';
import type { Coder } from './task';
import type { WordsConfig } from './tagging-config';
import type { GivenVectors } from './tagging-vectors';

/** A text, or its words. */
export type WordsInput = string | { words: readonly string[] };

export interface CodedWords {
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

const settingsSchema = v.strictObject({
  tokenizer: v.picklist(['words', 'blanks']),
  lowercase: v.boolean(),
  maximumCharacters: wholeNumber(1),
  suffixLength: wholeNumber(0),
});

type Settings = v.InferOutput<typeof settingsSchema>;

const schema = v.strictObject({
  kind: v.literal('words'),
  settings: settingsSchema,
  tags: v.unknown(),
  words: v.unknown(),
  characters: v.unknown(),
  endings: v.nullable(v.unknown()),
  vectors: v.nullable(v.strictObject({ dimension: wholeNumber(1), words: v.array(v.string()) })),
});

export class WordsCoder implements Coder<TaggedWords, WordsInput, CodedWords> {
  readonly kind = 'words';
  private counts = { words: 0, unknown: 0, longWords: 0 };
  private readonly vectorRows: Map<string, number>;

  private constructor(
    private readonly settings: Settings,
    readonly tags: TagCoder,
    readonly words: Vocabulary,
    readonly characters: Vocabulary,
    readonly endings: Vocabulary | null,
    /** The numbers are left out once a network has them. */
    readonly vectors: (Omit<GivenVectors, 'vectors'> & Partial<GivenVectors>) | null,
  ) {
    this.vectorRows = new Map(vectors?.words.map((word, i) => [word, i + 1]));
  }

  /** @throws DataError for sentences without words, words and tags that disagree, tags that cannot be. */
  static build(examples: readonly TaggedWords[], config: WordsConfig, vectors?: GivenVectors): WordsCoder {
    examples.forEach((example, n) => checkExample(example, `training example ${n + 1}`));
    const { tokenizer, lowercase, maximumCharacters, suffixLength, minimumCount } = config;
    const settings = { tokenizer, lowercase, maximumCharacters, suffixLength };
    const { scheme, learntScheme, repairTags: repair } = config;
    const tags = TagCoder.build(
      examples.map((example) => example.tags),
      { scheme, learntScheme, repair },
      (n, t) => placeOfWord(examples[n], t),
    );
    const all = examples.flatMap(({ words }) => words);
    const words = Vocabulary.build(
      all.map((word) => (lowercase ? word.toLowerCase() : word)),
      { minimumCount, maximumSize: config.maximumVocabulary },
    );
    const characters = Vocabulary.build(all.flatMap((word) => Array.from(word)));
    const endings = suffixLength
      ? Vocabulary.build(
          all.map((word) => wordEnding(word, suffixLength)),
          { minimumCount: Math.min(2, all.length) },
        )
      : null;
    return new WordsCoder(settings, tags, words, characters, endings, vectors ?? null);
  }

  /**
   * @param given the vectors that it was built with, for a run that goes on; a bundle has them among its weights.
   * @throws ConfigError when it is not what `toJSON` gave, or was built with other vectors.
   */
  static fromJSON(json: unknown, given?: GivenVectors): WordsCoder {
    const saved = readSaved('WordsCoder.fromJSON', schema, json);
    const vocabulary = (part: unknown) => Vocabulary.fromJSON(part);
    return new WordsCoder(
      saved.settings,
      TagCoder.fromJSON(saved.tags),
      vocabulary(saved.words),
      vocabulary(saved.characters),
      saved.endings === null ? null : vocabulary(saved.endings),
      given ? sameVectors(saved.vectors, given) : saved.vectors,
    );
  }

  toJSON() {
    const { kind, settings, vectors } = this;
    return {
      kind,
      settings,
      tags: this.tags.toJSON(),
      words: this.words.toJSON(),
      characters: this.characters.toJSON(),
      endings: this.endings?.toJSON() ?? null,
      vectors: vectors && { dimension: vectors.dimension, words: [...vectors.words] },
    };
  }

  get labels(): readonly string[] {
    return this.tags.labels;
  }

  /** @throws DataError for a sentence without words, words and tags that disagree, a tag that training did not have. */
  encode(example: TaggedWords, place: string): CodedWords {
    checkExample(example, place);
    const coded = this.codeWords(joinedWords(example.words), example.words.join(' '), example.where ?? place);
    const { ids: tags, gold } = this.tags.encode(example.tags, (t) =>
      placeOfWord({ ...example, where: example.where ?? place }, t),
    );
    return { ...coded, tags, gold };
  }

  encodeTraining(example: TaggedWords, place: string): CodedWords {
    return this.encode(example, place);
  }

  /** @throws DataError for a text without words, or what is neither a text nor a list of words. */
  encodeInput(input: WordsInput, where: string): CodedWords {
    if (typeof input !== 'string') {
      const words = givenWords(input, where);
      return this.codeWords(joinedWords(words), words.join(' '), where);
    }
    const { tokenizer } = this.settings;
    const words = placedWords(input, tokenizer === 'blanks' ? 'blanks' : 'unicode');
    const cut = tokenizer === 'blanks' ? words : cutContractions(words, (word) => this.isKnown(word));
    return this.codeWords(cut, input, where);
  }

  /** Whether training had the word. */
  isKnown(word: string): boolean {
    return this.words.has(this.settings.lowercase ? word.toLowerCase() : word);
  }

  /** Letters of a word, the middle of a very long one left out. */
  spell(word: string): Int32Array {
    const letters = Array.from(word);
    const { maximumCharacters: most } = this.settings;
    const kept =
      letters.length > most
        ? [...letters.slice(0, Math.ceil(most / 2)), ...letters.slice(-Math.floor(most / 2))]
        : letters;
    return Int32Array.from(kept, (letter) => this.characters.idOf(letter));
  }

  takeNotes(): string[] {
    const { words, unknown, longWords } = this.counts;
    this.counts = { words: 0, unknown: 0, longWords: 0 };
    const notes: string[] = [];
    if (unknown) {
      const share = ((100 * unknown) / words).toFixed(1);
      notes.push(
        `${unknown} of ${words} words (${share} %) are not in the vocabulary; they are known by their letters`,
      );
    }
    if (longWords) {
      const most = this.settings.maximumCharacters;
      notes.push(
        `${longWords} words have more than ${most} letters (maximumCharacters) and were read without their middle`,
      );
    }
    const repaired = this.tags.takeRepaired();
    if (repaired) notes.push(`${repaired} tags were illegal and were replaced by the nearest legal ones (repairTags)`);
    return notes;
  }

  summary() {
    const { words, characters, endings, vectors } = this;
    return {
      vocabularySize: words.size,
      coverage: words.report.coverage,
      characters: characters.size,
      ...(endings && { endings: endings.size }),
      ...(vectors && { vectors: vectors.words.length, vectorSize: vectors.dimension }),
    };
  }

  private codeWords(words: readonly PlacedWord[], text: string, where: string): CodedWords {
    checkSize(words.length, text, where);
    const { lowercase, maximumCharacters, suffixLength } = this.settings;
    const per = (of: (word: string) => number) => Int32Array.from(words, (word) => of(word.text));
    const ids = per((word) => this.words.idOf(lowercase ? word.toLowerCase() : word));
    this.counts.words += words.length;
    this.counts.unknown += ids.filter((id) => id === unknownId).length;
    this.counts.longWords += words.filter((word) => Array.from(word.text).length > maximumCharacters).length;
    return {
      kind: 'words',
      text,
      words,
      ids,
      vectors: per((word) => this.vectorRows.get(word) ?? this.vectorRows.get(word.toLowerCase()) ?? 0),
      cases: per((word) => 1 + wordCase(word)),
      endings: per((word) => this.endings?.idOf(wordEnding(word, suffixLength)) ?? paddingId),
      tags: new Int32Array(words.length).fill(-1),
      gold: [],
    };
  }
}

function sameVectors(saved: Omit<GivenVectors, 'vectors'> | null, given: GivenVectors): GivenVectors {
  const isSame = saved?.dimension === given.dimension && saved.words.join(' ') === given.words.join(' ');
  if (isSame) return given;
  throw new ConfigError({
    where: 'word vectors',
    problem: 'they are not those with which the run began',
    expected: `${saved?.words.length ?? 0} vectors of ${saved?.dimension ?? 0} numbers, of the same words`,
    fix: 'Resume with the same file of vectors and the same options',
  });
}
