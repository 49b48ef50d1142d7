/**
 * Log-count ratios of the words and bigrams of a text: the log-likelihoods of multinomial naive Bayes on binary bags,
 * centred over the classes (Wang & Manning 2012, section 2.1):
 *
 *     e_k = Σ_g ln(1 + n_gk / c_k) − the mean over k       c_k = K S_k / Σ_j S_j,  S_k = Σ_g n_gk
 *
 * g runs over the different n-grams of the text, and n_gk training texts of class k contain g. Every n-gram starts with
 * K imaginary texts, shared out as the classes share the data: c_k of class k, 1 each where classes are equally large.
 * So an n-gram that training did not have, or had in proportion to the classes, says nothing, and no small class gains
 * by long texts. How frequent the classes are (the prior) is left out: the bias of a network's last layer learns it.
 *
 * A training text is scored by the counts without it (leave-one-out). Otherwise its n-grams would give its class away,
 * and a network would learn to trust them far too much.
 *
 * N-grams are known by a hash of 32 bits (Weinberger et al. 2009): a third of the bytes of their spelling, and of
 * 100,000 n-grams one or two share their counts with another one.
 */
import * as v from 'valibot';
import { ConfigError } from '../errors';
import { emptyHash, hashText, packHashes, unpackHashes } from '../fingerprint';
import { readSaved, wholeNumber } from '../validation';

const savedSchema = v.strictObject({ classes: wholeNumber(2), hashes: v.string(), counts: v.string() });

export class NaiveBayesScores {
  private readonly rows = new Map<number, number>();
  /** S_k + 1 (which keeps c_k above 0 for a class without texts) [K], and their sum. */
  private readonly sums: Float64Array;
  private readonly total: number;

  /** @param counts n_gk [G,K], in the order of the hashes. */
  private constructor(
    readonly classes: number,
    private readonly hashes: readonly number[],
    private readonly counts: Int32Array,
  ) {
    hashes.forEach((hash, row) => this.rows.set(hash, row));
    this.sums = new Float64Array(classes).fill(1);
    counts.forEach((count, i) => (this.sums[i % classes] += count));
    this.total = this.sums.reduce((total, sum) => total + sum, 0);
  }

  /** @param texts tokens of the training texts @param labels their classes, in [0, classes). */
  static count(texts: readonly (readonly string[])[], labels: readonly number[], classes: number): NaiveBayesScores {
    const all = new Map<number, Int32Array>();
    texts.forEach((tokens, n) => {
      for (const hash of ngramHashes(tokens)) {
        const counts = all.get(hash) ?? new Int32Array(classes);
        all.set(hash, counts);
        counts[labels[n]]++;
      }
    });
    const sorted = [...all].sort(([a], [b]) => a - b);
    const counts = new Int32Array(sorted.length * classes);
    sorted.forEach(([, row], g) => counts.set(row, g * classes));
    return new NaiveBayesScores(
      classes,
      sorted.map(([hash]) => hash),
      counts,
    );
  }

  /** @throws ConfigError when it is not what `toJSON` gave. */
  static fromJSON(json: unknown): NaiveBayesScores {
    const where = 'NaiveBayesScores.fromJSON';
    const { classes, hashes: steps, counts: texts } = readSaved(where, savedSchema, json);
    const hashes = unpackHashes(steps) ?? [];
    const counts = Int32Array.from(split(texts), Number);
    if (hashes.length > 0 && counts.length === hashes.length * classes && counts.every((count) => count >= 0)) {
      return new NaiveBayesScores(classes, hashes, counts);
    }
    throw new ConfigError({
      where,
      problem: `${hashes.length} ascending n-grams have ${counts.length} counts`,
      expected: `an n-gram at least, ascending hashes below 2^32 and ${classes} counts for each of them`,
      fix: 'Use the bundle as it was saved',
    });
  }

  /** The counts are in one string as the hashes are, nothing for 0. */
  toJSON() {
    const { classes, hashes } = this;
    return { classes, hashes: packHashes(hashes), counts: Array.from(this.counts, shortest).join(' ') };
  }

  /** How many n-grams training had. */
  get size(): number {
    return this.hashes.length;
  }

  /** e [K] of a text that was not counted. */
  of(tokens: readonly string[]): Float32Array {
    return this.scores(tokens);
  }

  /** e [K] of a text that was counted with this label, as if it had not been; one that was not counted does no harm. */
  without(tokens: readonly string[], label: number): Float32Array {
    return this.scores(tokens, label);
  }

  private scores(tokens: readonly string[], own?: number): Float32Array {
    const { classes, counts } = this;
    const rows = [...ngramHashes(tokens)].flatMap((hash) => this.rows.get(hash) ?? []);
    const isSelf = (row: number, k: number) => k === own && counts[row * classes + k] > 0;
    const selves = own === undefined ? 0 : rows.filter((row) => isSelf(row, own)).length; // all rows, if it was counted
    const scores = new Float32Array(classes);
    for (let k = 0; k < classes; k++) {
      const start = (classes * (this.sums[k] - (k === own ? selves : 0))) / (this.total - selves); // c_k
      for (const row of rows) scores[k] += Math.log1p((counts[row * classes + k] - Number(isSelf(row, k))) / start);
    }
    const mean = scores.reduce((sum, e) => sum + e, 0) / classes;
    return scores.map((e) => e - mean);
  }
}

/** Hashes (FNV-1a) of the different tokens and pairs of neighbours. */
function ngramHashes(tokens: readonly string[]): Set<number> {
  const hashes = new Set<number>();
  tokens.forEach((token, t) => {
    hashes.add(hashText(emptyHash, token) >>> 0);
    if (t > 0) hashes.add(hashText(hashText(hashText(emptyHash, tokens[t - 1]), '\0'), token) >>> 0);
  });
  return hashes;
}

const shortest = (count: number) => count || '';
const split = (text: string): string[] => (text === '' ? [] : text.split(' '));
