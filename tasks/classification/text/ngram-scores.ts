/** Scores of the classes from the n-grams of a text, which a network adds to its logits: the two kinds of them. */
import * as v from 'valibot';
import { factoredLoss, fitLogitFactors } from '../../../src/baselines/linear/logit-factors';
import { NgramRegression } from '../../../src/baselines/linear/ngram-regression';
import { readSaved } from '../../../src/validation';
import { NaiveBayesScores } from '../../../src/text/naive-bayes-scores';
import { fingerprint } from '../../../src/fingerprint';
import { FitMemo } from './fit-memo';
import type { TextConfig } from './settings';

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
   * away, and a network would learn to trust them far too much. Without it training texts have no scores.
   */
  ofTraining?(texts: readonly CountedText[]): Float32Array[];
  /** Whether these are the logits of a regression that was fitted on exactly these texts. */
  isRegressionOn(texts: readonly CountedText[]): boolean;
  toJSON(): object;
}

type Kind = Exclude<TextConfig['ngrams'], 'none'>;

/** Sizes of the n-grams, and C where nothing can be chosen (docs/decisions/defaults.md). */
const regression = { words: 2, letters: 5, leastTexts: 2 };
const usualFreedom = 0.1;
/** Values of C to choose from: small ones are better for opinions, large ones for topics and names. */
const freedoms = [0.03, usualFreedom, 0.3, 1];

/** Another C has to be better by so many standard errors of its difference to the usual one. */
const noticeable = 0.5;

/** Regressions that have been fitted on examples which are still in use. */
const fitted = new FitMemo<LogisticScores>();

/**
 * @param K number of classes
 * @param owner one of the examples that the texts are of: as long as it is in use a regression on the same texts is not fitted
 * again. A search fits it once for all of its trials.
 */
export function fitScores(kind: Kind, texts: readonly CountedText[], K: number, owner?: object): NgramScores {
  if (kind !== 'logistic') return CountScores.count(texts, K);
  if (!owner) return LogisticScores.fit(texts, K);
  return fitted.get(owner, `${K} ${fingerprint(texts)}`, () => LogisticScores.fit(texts, K));
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

/** Logits of a regression, with a temperature. Training texts have none: the network learns without them. */
class LogisticScores implements NgramScores {
  private constructor(
    private readonly model: NgramRegression,
    /** Inverse temperature: a regression is surer of texts that it has not seen than it should be. */
    private readonly factor: number,
    private readonly fittedOn: string,
  ) {}

  static fit(texts: readonly CountedText[], K: number): LogisticScores {
    const { freedom, factor } = chooseFreedom(texts, K);
    const model = NgramRegression.fit(texts, K, { ...regression, freedom });
    return new LogisticScores(model, factor, fingerprint(texts));
  }

  static fromJSON(json: unknown): LogisticScores {
    const { fittedOn, factor, ...model } = Object(json) as Record<string, unknown>;
    const where = 'TextPreprocessor.fromJSON';
    const about = readSaved(where, savedSchema, { fittedOn, factor });
    return new LogisticScores(NgramRegression.fromJSON(model), about.factor, about.fittedOn);
  }

  get classes(): number {
    return this.model.classes;
  }

  get size(): number {
    return this.model.size;
  }

  of(tokens: readonly string[]): Float32Array {
    return this.model.scores(tokens).map((z) => z * this.factor);
  }

  isRegressionOn(texts: readonly CountedText[]): boolean {
    return fingerprint(texts) === this.fittedOn;
  }

  toJSON() {
    return { ...this.model.toJSON(), factor: this.factor, fittedOn: this.fittedOn };
  }
}

const savedSchema = v.object({ fittedOn: v.string(), factor: v.pipe(v.number(), v.finite(), v.minValue(0)) });

/**
 * C by the cross-entropy of texts that were left out, each C with its best temperature, and that temperature. The usual C
 * stays unless another is noticeably better.
 */
function chooseFreedom(texts: readonly CountedText[], K: number): { freedom: number; factor: number } {
  const { targets, logits } = NgramRegression.crossValidate(texts, K, { ...regression, freedoms });
  const factors = logits.map((one) => fitLogitFactors([one], targets, { start: [1] })[0]);
  const losses = logits.map((one, c) => one.map((z, n) => factoredLoss([[z]], [targets[n]], [factors[c]])));
  const usual = losses[freedoms.indexOf(usualFreedom)];
  const gains = losses.map((own) => {
    const { mean, error } = meanAndError(own.map((loss, n) => usual[n] - loss));
    return mean - noticeable * error;
  });
  const best = gains.reduce((best, gain, i) => (gain > gains[best] ? i : best), 0);
  const chosen = gains[best] > 0 ? best : freedoms.indexOf(usualFreedom);
  return { freedom: freedoms[chosen], factor: factors[chosen] };
}

function meanAndError(values: readonly number[]): { mean: number; error: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / Math.max(1, values.length - 1);
  return { mean, error: Math.sqrt(variance / values.length) };
}
