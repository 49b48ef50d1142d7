/**
 * Finds the merges of byte-pair encoding: again and again the most frequent pair of neighbouring tokens becomes one
 * token (Sennrich, Haddow & Birch 2016, algorithm 1). Equally frequent pairs are taken in the order of their ids, which
 * are those of the bytes' characters, then of the merges, so that the same texts give the same merges everywhere.
 */
import * as v from 'valibot';
import { DataError } from '../../errors';
import { parseOptions, wholeNumber } from '../../validation';
import { BytePairTokenizer, piecesOf } from './tokenizer';
import { byteCharacters } from './bytes';
import { PairCounts } from './pair-counts';

/** How many merges are learnt, and how frequent a pair has to be. */
export interface BytePairOptions {
  /** How many merges are wanted: tokens beyond the 256 bytes. Default 8,000. */
  merges?: number;
  /** A rarer pair is not merged. Default 2. */
  minimumCount?: number;
}

/** What training of byte pairs found. */
export interface BytePairReport {
  /** Merges that were wanted, and found: fewer where no pair is frequent enough any more. */
  wanted: number;
  found: number;
  /** How often the last merged pair occurred; 0 without one. */
  lastCount: number;
  /** Words (with their blanks, numbers, signs) that were read, and different ones among them. */
  words: number;
  distinctWords: number;
}

/** Ids fit in 16 bits. */
const maximumTokens = 2 ** 16;

const schema = v.strictObject({
  merges: v.optional(wholeNumber(1, maximumTokens - byteCharacters.length), 8_000),
  minimumCount: v.optional(wholeNumber(1), 2),
});

/**
 * @param texts normalised as they will be when they are encoded; of both languages for a shared vocabulary
 * @throws ConfigError for options out of range, DataError where there is no text
 */
export function trainBytePairs(texts: Iterable<string>, options: BytePairOptions = {}): TrainedBytePairs {
  const trainer = new BytePairTrainer(options);
  for (const text of texts) trainer.add(text);
  return trainer.train();
}

/** Byte pairs as they were learnt, and what was found. */
export interface TrainedBytePairs {
  tokenizer: BytePairTokenizer;
  report: BytePairReport;
}

/** The same on texts that are not there all at once: it holds each different word. */
export class BytePairTrainer {
  private readonly options: Required<BytePairOptions>;
  private readonly counts = new Map<string, number>();

  /** @throws ConfigError for options out of range. */
  constructor(options: BytePairOptions = {}) {
    this.options = parseOptions('trainBytePairs', schema, options);
  }

  add(text: string): void {
    if (text === '') return;
    for (const word of piecesOf(text)) this.counts.set(word, (this.counts.get(word) ?? 0) + 1);
  }

  /** @throws DataError where there is no text. */
  train(): TrainedBytePairs {
    const { counts } = this;
    const { merges: wanted, minimumCount } = this.options;
    const words = [...counts.values()].reduce((sum, count) => sum + count, 0);
    if (words === 0) throw noText();
    const pairs = new PairCounts(counts, wanted);
    let lastCount = 0;
    const merges: string[] = [];
    while (merges.length < wanted) {
      const best = pairs.mergeBest(minimumCount);
      if (!best) break;
      merges.push(best.merge);
      lastCount = best.count;
    }
    const tokenizer = new BytePairTokenizer({ merges: merges.join(' ') });
    return { tokenizer, report: { wanted, found: merges.length, lastCount, words, distinctWords: counts.size } };
  }
}

const noText = () =>
  new DataError({
    where: 'trainBytePairs',
    problem: 'there is no text',
    expected: 'at least one that is not empty',
    fix: 'Check what is passed',
  });
