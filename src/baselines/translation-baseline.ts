/** Baselines for translation, without any network. */
import { DataError } from '../errors';

export interface TranslationPair {
  source: readonly string[];
  target: readonly string[];
}

export interface TranslationBaseline {
  /** Fits to pairs anew: nothing of an earlier fit is kept. @throws DataError for no pairs. */
  fit(pairs: readonly TranslationPair[]): void;
  /** Tokens in, tokens out. @throws ConfigError before `fit`. */
  translate(source: readonly string[]): string[];
}

/** @throws DataError for no pairs. */
export function checkPairs(where: string, pairs: readonly TranslationPair[]): void {
  if (pairs.length > 0) return;
  throw new DataError({ where, problem: 'there are no pairs', expected: 'at least one', fix: 'Check the data' });
}
