/** Scores of the classes from the n-grams of a text, which a network adds to its logits: the two kinds of them. */
import { NgramRegression } from '../../src/baselines/linear/ngram-regression';
import { ConfigError, show } from '../../src/errors';
import { NaiveBayesScores } from '../../src/text/naive-bayes-scores';
import { fingerprint } from '../../src/fingerprint';
import type { SentimentConfig } from './settings';

/** A text of the training data, as tokens, with its class number. */
export interface CountedText {
  tokens: readonly string[];
  label: number;
}

export interface NgramScores {
  readonly classes: number;
  /** How many n-grams it knows. */
  readonly size: number;
  /** Scores [K] of a text that it was not made from. */
  of(tokens: readonly string[]): Float32Array;
  /**
   * Scores [K] of all training texts, each as if it had not been one of them. Otherwise its n-grams would give its class
   * away, and a network would learn to trust them far too much.
   */
  ofTraining(texts: readonly CountedText[]): Float32Array[];
  /** Whether these are the logits of a regression that was fitted on exactly these texts. */
  isRegressionOn(texts: readonly CountedText[]): boolean;
  toJSON(): object;
}

type Kind = Exclude<SentimentConfig['ngrams'], 'none'>;

/**
 * C and the sizes of the n-grams: chosen on the validation data of six sets and of samples of 40, 200 and 1,000 of their
 * examples, where they are the best or next to it nearly everywhere (docs/decisions/defaults.md).
 */
const regression = { words: 2, letters: 5, freedom: 0.1, leastTexts: 2 };

/** @param K number of classes */
export function fitScores(kind: Kind, texts: readonly CountedText[], K: number): NgramScores {
  return kind === 'logistic' ? LogisticScores.fit(texts, K) : CountScores.count(texts, K);
}

/** @throws ConfigError when it is not what `toJSON` gave for that kind. */
export const restoreScores = (kind: Kind, json: unknown): NgramScores =>
  kind === 'logistic' ? LogisticScores.fromJSON(json) : new CountScores(NaiveBayesScores.fromJSON(json));

/** Log-count ratios; those of a training text without its own counts. */
class CountScores implements NgramScores {
  constructor(private readonly scores: NaiveBayesScores) {}

  static count(texts: readonly CountedText[], K: number): CountScores {
    const [tokens, labels] = [texts.map((one) => one.tokens), texts.map(({ label }) => label)];
    return new CountScores(NaiveBayesScores.count(tokens, labels, K));
  }

  get classes(): number {
    return this.scores.classes;
  }

  get size(): number {
    return this.scores.size;
  }

  of(tokens: readonly string[]): Float32Array {
    return this.scores.of(tokens);
  }

  ofTraining(texts: readonly CountedText[]): Float32Array[] {
    return texts.map(({ tokens, label }) => this.scores.without(tokens, label));
  }

  isRegressionOn(): boolean {
    return false;
  }

  toJSON() {
    return this.scores.toJSON();
  }
}

/** Logits of a regression; those of a training text by one that was fitted on four fifths of the others. */
class LogisticScores implements NgramScores {
  private constructor(
    private readonly model: NgramRegression,
    private readonly fittedOn: string,
  ) {}

  static fit(texts: readonly CountedText[], K: number): LogisticScores {
    return new LogisticScores(NgramRegression.fit(texts, K, regression), fingerprint(texts));
  }

  static fromJSON(json: unknown): LogisticScores {
    const { fittedOn, ...model } = (json ?? {}) as { fittedOn?: unknown };
    if (typeof fittedOn === 'string') return new LogisticScores(NgramRegression.fromJSON(model), fittedOn);
    throw new ConfigError({
      where: 'SentimentPreprocessor.fromJSON',
      problem: `ngrams.fittedOn is ${show(fittedOn)}`,
      expected: 'the fingerprint of the training texts',
      fix: 'Use the bundle as it was saved',
    });
  }

  get classes(): number {
    return this.model.classes;
  }

  get size(): number {
    return this.model.size;
  }

  of(tokens: readonly string[]): Float32Array {
    return this.model.scores(tokens);
  }

  /** Of other texts than it was fitted on, as in a training that goes on with other data: they are new to it. */
  ofTraining(texts: readonly CountedText[]): Float32Array[] {
    if (!this.isRegressionOn(texts)) return texts.map(({ tokens }) => this.of(tokens));
    return NgramRegression.crossFit(texts, this.classes, regression);
  }

  isRegressionOn(texts: readonly CountedText[]): boolean {
    return fingerprint(texts) === this.fittedOn;
  }

  toJSON() {
    return { ...this.model.toJSON(), fittedOn: this.fittedOn };
  }
}
