/**
 * Tokens ↔ ids. Ids 0…3 are padding, unknown, begin and end; the others follow by falling count, equal counts in the
 * order of their UTF-16 units, so that the same texts give the same ids everywhere. The four have no spelling: a text
 * that contains `<end>` holds an ordinary token.
 */
import * as v from 'valibot';
import { ConfigError, DataError } from '../errors';
import {
  checkCount,
  checkOption,
  checkOptionNames,
  isCount,
  type OptionNames,
  readSaved,
  wholeNumber,
} from '../validation';

export const paddingId = 0;
export const unknownId = 1;
export const beginId = 2;
export const endId = 3;
const specialNames = ['<pad>', '<unknown>', '<begin>', '<end>'];
/** Of the first token that is not special. */
export const firstTokenId = specialNames.length;

/** Which tokens a vocabulary keeps. */
export interface VocabularyOptions {
  /** A rarer token becomes unknown. Default 1: all are kept. */
  minimumCount?: number;
  /** Most ids, the four special ones among them. Default 0: no limit. */
  maximumSize?: number;
  /** Tokens that are kept however rare they are, even unseen. Default: none. */
  always?: Iterable<string>;
  /** The same, with the first ids, in this order: those of a vocabulary that this one goes on with. Default: none. */
  first?: readonly string[];
}

export const vocabularyOptionNames: OptionNames<VocabularyOptions> = {
  minimumCount: true,
  maximumSize: true,
  always: true,
  first: true,
};

const reportSchema = v.strictObject({
  /** Running tokens seen, and different ones among them. */
  tokens: wholeNumber(1),
  distinct: wholeNumber(1),
  kept: wholeNumber(1),
  droppedByCount: wholeNumber(0),
  droppedBySize: wholeNumber(0),
  /** Part of the running tokens that are kept ones, in (0, 1]. */
  coverage: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
});

/** What `Vocabulary.build` kept and dropped, in different tokens. */
export type VocabularyReport = v.InferOutput<typeof reportSchema>;

const schema = v.strictObject({
  tokens: v.pipe(v.array(v.pipe(v.string(), v.nonEmpty())), v.nonEmpty()),
  counts: v.array(wholeNumber(0)),
  report: reportSchema,
});

/** A vocabulary in a bundle: the kept tokens in the order of their ids (from 4 on) and how often each was seen. */
export type VocabularyJSON = v.InferOutput<typeof schema>;

/** Tokens ↔ ids: padding 0, unknown 1, begin 2, end 3, then tokens by falling count. */
export class Vocabulary {
  private readonly ids = new Map<string, number>();

  private constructor(
    private readonly tokens: readonly string[],
    /** Occurrences in training, by id; 0 for the four special ids. */
    readonly counts: Int32Array,
    readonly report: VocabularyReport,
  ) {
    tokens.forEach((token, i) => this.ids.set(token, firstTokenId + i));
  }

  /**
   * @throws ConfigError for options out of range, or options that keep no token at all
   * @throws DataError when there is no token.
   */
  static build(tokens: Iterable<string>, options: VocabularyOptions = {}): Vocabulary {
    const builder = new VocabularyBuilder(options);
    builder.add(tokens);
    return builder.build();
  }

  /** What `VocabularyBuilder` has counted. */
  static fromCounts(counts: ReadonlyMap<string, number>, limits: VocabularyLimits): Vocabulary {
    const { always, first, minimumCount, maximumSize } = limits;
    const all = sortByCount(counts, always);
    const frequent = all.filter(([token, count]) => count >= minimumCount || always.has(token));
    let room = maximumSize ? maximumSize - firstTokenId - always.size : Infinity; // for tokens that may also be dropped
    const chosen = frequent.filter(([token]) => always.has(token) || room-- > 0);
    const kept = first.length ? inOrder(first, chosen) : chosen;
    if (!kept.length) throw nothingKept(all, minimumCount);
    const running = sumCounts(all);
    return new Vocabulary(
      kept.map(([token]) => token),
      withSpecials(kept.map(([, count]) => count)),
      {
        tokens: running,
        distinct: all.filter(([, count]) => count > 0).length,
        kept: kept.length,
        droppedByCount: all.length - frequent.length,
        droppedBySize: frequent.length - kept.length,
        coverage: sumCounts(kept) / running,
      },
    );
  }

  /** @throws ConfigError when it is not what `toJSON` gave. */
  static fromJSON(json: unknown): Vocabulary {
    const where = 'Vocabulary.fromJSON';
    const { tokens, counts, report } = readSaved(where, schema, json);
    const vocabulary = new Vocabulary(tokens, withSpecials(counts), report);
    if (vocabulary.ids.size === tokens.length && counts.length === tokens.length) return vocabulary;
    throw new ConfigError({
      where,
      problem: `${tokens.length} tokens, ${vocabulary.ids.size} of them different, and ${counts.length} counts`,
      expected: 'as many different tokens as counts',
      fix: 'Use the bundle as it was saved',
    });
  }

  /** The kept tokens in the order of their ids, and how often each was seen. */
  toJSON(): VocabularyJSON {
    return { tokens: [...this.tokens], counts: Array.from(this.counts.subarray(firstTokenId)), report: this.report };
  }

  /** Number of ids, the four special ones among them: the rows of an embedding. */
  get size(): number {
    return firstTokenId + this.tokens.length;
  }

  /** Whether the token has an id of its own. */
  has(token: string): boolean {
    return this.ids.has(token);
  }

  /** `unknownId` for a token that was not kept. */
  idOf(token: string): number {
    return this.ids.get(token) ?? unknownId;
  }

  /**
   * A special id gives a name to show (`<unknown>`).
   * @throws DataError for an id outside of 0 … size − 1.
   */
  tokenOf(id: number): string {
    const token = specialNames[id] ?? this.tokens[id - firstTokenId];
    if (token !== undefined) return token;
    throw new DataError({
      where: 'Vocabulary.tokenOf',
      problem: `id is ${id}`,
      expected: `a whole number from 0 to ${this.size - 1}`,
      fix: 'Decode with the vocabulary that made the ids',
    });
  }
}

/** Builds a vocabulary from tokens that are not there all at once; holds each different one. */
export class VocabularyBuilder {
  private readonly counts = new Map<string, number>();
  private readonly limits: VocabularyLimits;

  /** @throws ConfigError for options out of range. */
  constructor(options: VocabularyOptions = {}) {
    checkOptionNames('Vocabulary.build', options, vocabularyOptionNames);
    const { first = [] } = options;
    const own = new Set(options.always);
    this.limits = { first, always: new Set([...first, ...own]), ...checkOptions(options, own.size) };
  }

  add(tokens: Iterable<string>): void {
    for (const token of tokens) this.counts.set(token, (this.counts.get(token) ?? 0) + 1);
  }

  /** @throws DataError when there is no token, ConfigError for options that keep none. */
  build(): Vocabulary {
    return Vocabulary.fromCounts(this.counts, this.limits);
  }
}

interface VocabularyLimits {
  /** Those with the first ids, which are among `always` too. */
  first: readonly string[];
  always: ReadonlySet<string>;
  minimumCount: number;
  maximumSize: number;
}

type Counted = [token: string, count: number];

/** Most frequent first; tokens that are always kept may have the count 0. */
function sortByCount(seen: ReadonlyMap<string, number>, always: ReadonlySet<string>): Counted[] {
  const counts = new Map(seen);
  if (!counts.size) {
    throw new DataError({
      where: 'Vocabulary.build',
      problem: 'there is no token',
      expected: 'at least one text with a token',
      fix: 'Check that the texts are not empty and that the tokenizer fits them',
    });
  }
  for (const token of always) if (!counts.has(token)) counts.set(token, 0);
  return [...counts].sort(([a, countOfA], [b, countOfB]) => countOfB - countOfA || (a < b ? -1 : 1));
}

function inOrder(first: readonly string[], counted: readonly Counted[]): Counted[] {
  const counts = new Map(counted);
  const own = new Set(first);
  const rest = counted.filter(([token]) => !own.has(token));
  return [...first.map((token): Counted => [token, counts.get(token) ?? 0]), ...rest];
}

const sumCounts = (counted: Counted[]) => counted.reduce((sum, [, count]) => sum + count, 0);
const withSpecials = (counts: number[]) => Int32Array.from([...specialNames.map(() => 0), ...counts]);

function checkOptions({ minimumCount = 1, maximumSize = 0 }: VocabularyOptions, always: number) {
  checkCount('Vocabulary.build', 'minimumCount', minimumCount);
  checkOption(
    'Vocabulary.build',
    'maximumSize',
    maximumSize,
    maximumSize === 0 || isCount(maximumSize, Math.max(firstTokenId + 1, firstTokenId + always)),
    always
      ? `0 (no limit) or a whole number of at least ${firstTokenId + always}: the special ids and the tokens that are always kept`
      : `0 (no limit) or a whole number above ${firstTokenId}, the number of special ids`,
  );
  return { minimumCount, maximumSize };
}

function nothingKept(all: Counted[], minimumCount: number): ConfigError {
  return new ConfigError({
    where: 'Vocabulary.build',
    problem: `minimumCount ${minimumCount} keeps none of ${all.length} different tokens`,
    expected: `at most ${all[0][1]}, the count of the most frequent one`,
    fix: 'Lower minimumCount or add texts',
  });
}
