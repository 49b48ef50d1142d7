/**
 * Words ↔ numbers: of each word its id, its letters, its ending and its given vector, learnt from the words of training.
 * What is rare there is read as unknown, so that unknown is learnt too.
 */
import * as v from 'valibot';
import { ConfigError } from '../../src/errors';
import { readSaved, wholeNumber } from '../../src/validation';
import { paddingId, Vocabulary } from '../../src/text/vocabulary';
import { toNFC } from '../../src/text/normalize';
import { wordEnding } from '../../src/text/words/word-shape';

const settingsSchema = v.strictObject({
  lowercase: v.boolean(),
  maximumCharacters: wholeNumber(1),
  suffixLength: wholeNumber(0),
});

const schema = v.strictObject({
  settings: settingsSchema,
  words: v.unknown(),
  characters: v.unknown(),
  endings: v.nullable(v.unknown()),
  vectors: v.nullable(
    v.strictObject({
      dimension: wholeNumber(1),
      words: v.array(v.string()),
      /** The first bundles were written without. */
      mark: v.optional(v.string()),
    }),
  ),
});

/** Vectors of words that a user gives: those of training words, and of others. */
export interface GivenVectors {
  words: readonly string[];
  /** A row for each word. */
  vectors: Float32Array; // [words, dimension]
  dimension: number;
  /** Fingerprint of the values. */
  mark: string;
}

export interface WordFeaturesOptions {
  lowercase: boolean;
  /** Rarer words are read as unknown. */
  minimumCount: number;
  /** Most ids of the vocabulary; 0 is no limit. */
  maximumVocabulary: number;
  /** Longer words are read by their first and last letters. */
  maximumCharacters: number;
  /** Letters of the ending; 0: none. */
  suffixLength: number;
  /** Words that have the first ids, seen or not. */
  first?: readonly string[];
}

type SavedVectors = Omit<GivenVectors, 'vectors' | 'mark'> & { mark?: string };

export class WordFeatures {
  private readonly vectorRows: Map<string, number>;

  private constructor(
    readonly settings: v.InferOutput<typeof settingsSchema>,
    readonly words: Vocabulary,
    readonly characters: Vocabulary,
    readonly endings: Vocabulary | null,
    /** The numbers are left out once a network has them. */
    readonly vectors: (SavedVectors & Partial<GivenVectors>) | null,
  ) {
    this.vectorRows = new Map(vectors?.words.map((word, i) => [toNFC(word), i + 1]));
  }

  static build(given: readonly string[], options: WordFeaturesOptions, vectors?: GivenVectors): WordFeatures {
    const words = given.map(toNFC);
    const { lowercase, maximumCharacters, suffixLength, minimumCount, maximumVocabulary: maximumSize, first } = options;
    return new WordFeatures(
      { lowercase, maximumCharacters, suffixLength },
      Vocabulary.build(lowercase ? words.map(lower) : words, { minimumCount, maximumSize, first }),
      repeated(words.flatMap((word) => Array.from(word))),
      suffixLength ? repeated(words.map((word) => wordEnding(word, suffixLength))) : null,
      vectors ?? null,
    );
  }

  /**
   * @param given the vectors that it was built with, for a run that goes on; a bundle has them among its weights.
   * @throws ConfigError when it is not what `toJSON` gave, or was built with other vectors.
   */
  static fromJSON(json: unknown, given?: GivenVectors): WordFeatures {
    const saved = readSaved('WordFeatures.fromJSON', schema, json);
    return new WordFeatures(
      saved.settings,
      Vocabulary.fromJSON(saved.words),
      Vocabulary.fromJSON(saved.characters),
      saved.endings === null ? null : Vocabulary.fromJSON(saved.endings),
      given ? sameVectors(saved.vectors, given) : saved.vectors,
    );
  }

  toJSON() {
    const { settings, words, characters, endings, vectors } = this;
    return {
      settings,
      words: words.toJSON(),
      characters: characters.toJSON(),
      endings: endings?.toJSON() ?? null,
      vectors: vectors && {
        dimension: vectors.dimension,
        words: [...vectors.words],
        ...(vectors.mark !== undefined && { mark: vectors.mark }),
      },
    };
  }

  has(word: string): boolean {
    return this.words.has(this.normal(word));
  }

  idOf(word: string): number {
    return this.words.idOf(this.normal(word));
  }

  endingOf(word: string): number {
    return this.endings?.idOf(wordEnding(word, this.settings.suffixLength)) ?? paddingId;
  }

  /** Row of the given vectors, 0 for a word without one; in lower case if it has none as it is written. */
  vectorOf(word: string): number {
    return this.vectorRows.get(toNFC(word)) ?? this.vectorRows.get(lower(toNFC(word))) ?? 0;
  }

  isLong(word: string): boolean {
    return Array.from(toNFC(word)).length > this.settings.maximumCharacters;
  }

  /** Letters of a word, the middle of a very long one left out. */
  spell(word: string): Int32Array {
    const letters = Array.from(toNFC(word));
    const { maximumCharacters: most } = this.settings;
    if (letters.length > most) letters.splice(Math.ceil(most / 2), letters.length - most);
    return Int32Array.from(letters, (letter) => this.characters.idOf(letter));
  }

  /** Sizes worth knowing. */
  summary(): Record<string, number> {
    const { words, characters, endings, vectors } = this;
    return {
      vocabularySize: words.size,
      coverage: words.report.coverage,
      characters: characters.size,
      ...(endings && { endings: endings.size }),
      ...(vectors && { vectors: vectors.words.length, vectorSize: vectors.dimension }),
    };
  }

  private normal(word: string): string {
    return this.settings.lowercase ? lower(toNFC(word)) : toNFC(word);
  }
}

/** Lower case may fall apart: İ → i + dot. */
const lower = (word: string): string => toNFC(word.toLowerCase());

/** What is there at least twice; all, where nothing is. */
function repeated(tokens: readonly string[]): Vocabulary {
  const isRepeated = new Set(tokens).size < tokens.length;
  return Vocabulary.build(tokens, { minimumCount: isRepeated ? 2 : 1 });
}

function sameVectors(saved: SavedVectors | null, given: GivenVectors): GivenVectors {
  const sameWords = saved?.dimension === given.dimension && saved.words.join(' ') === given.words.join(' ');
  if (sameWords && (saved.mark ?? given.mark) === given.mark) return given;
  throw new ConfigError({
    where: 'word vectors',
    problem: `they are not those with which the run began${sameWords ? ': the same words, other numbers' : ''}`,
    expected: `${saved?.words.length ?? 0} vectors of ${saved?.dimension ?? 0} numbers, with the same words and numbers`,
    fix: 'Resume with the same file of vectors and the same options',
  });
}
