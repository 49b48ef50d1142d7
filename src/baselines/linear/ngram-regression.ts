/**
 * Softmax regression on binary bags of n-grams, each scaled by how differently the classes use it (NBSVM of Wang & Manning
 * 2012, section 2.3, with the logistic loss):
 *
 *     z_k = b_k + Σ_g r_gk w_gk      r_gk = |ln (p_gk / q_gk)|      p_gk = (n_gk + 1) / (S_k + G)
 *
 * g runs over the different n-grams of a text; n_gk training texts of class k contain g, S_k = Σ_g n_gk, and q_gk is p_gk
 * of all other classes together. It minimises 1/N Σ_n −ln softmax_{k(n)}(z) + 1/(2 C N) Σ w². An n-gram that all classes
 * use alike gets next to no weight, however often it occurs: that counts where texts are few.
 */
import * as v from 'valibot';
import { ConfigError } from '../../errors';
import { packHashes, unpackHashes } from '../../fingerprint';
import { readSaved, wholeNumber } from '../../validation';
import { checkExamples, type LabelledTokens } from '../baseline';
import { minimize, type Objective } from './minimize';
import { ngramHashes, type NgramSizes } from './ngrams';
import { softmaxInPlace } from './softmax';

export interface RegressionOptions extends NgramSizes {
  /** C: the smaller, the smaller the weights. */
  freedom: number;
  /** N-grams that fewer training texts contain are left out. */
  leastTexts: number;
}

const savedSchema = v.strictObject({
  classes: wholeNumber(2),
  words: wholeNumber(0, 16),
  letters: wholeNumber(0, 16),
  hashes: v.string(),
  weights: v.string(),
  biases: v.array(v.pipe(v.number(), v.finite())),
});
/** Weights are saved in steps of that: a score of some hundred n-grams is off by 0.01 at most. */
const resolution = 2 ** -12;
/** Beyond them the scores hardly change. */
const iterations = 60;

/** Cross-validation leaves out every fifth text. */
const foldCount = 5;
/** From that many on, a fifth of them is enough to compare regressions by. */
const manyTexts = 2000;
/** The same, of n-grams of all texts together: long texts take long. */
const manyGrams = 1e6;

/** What regressions predict for texts that they were not fitted on. */
export interface HeldOut {
  targets: number[];
  /** For each C: [N][K]. */
  logits: Float32Array[][];
}

/** Texts as bags of feature numbers: those of text n are columns[starts[n] … starts[n + 1] − 1]. */
interface Bags {
  features: Map<number, number>;
  starts: Int32Array; // [N+1]
  columns: Int32Array;
  labels: Int32Array; // [N]
}

export class NgramRegression {
  private constructor(
    readonly classes: number,
    private readonly sizes: NgramSizes,
    private readonly features: ReadonlyMap<number, number>,
    /** r_gk w_gk [G,C]; of two classes one column, that of the second over the first */
    private readonly weights: Float32Array,
    private readonly biases: Float32Array, // [C]
  ) {}

  /** @throws DataError for no examples, or a label outside of [0, classes). */
  static fit(examples: readonly LabelledTokens[], classes: number, options: RegressionOptions): NgramRegression {
    checkExamples('NgramRegression.fit', examples, classes);
    return NgramRegression.ofBags(
      examples,
      examples.map(({ tokens }) => ngramHashes(tokens, options)),
      classes,
      options,
    );
  }

  /**
   * Logits [K] of texts by regressions that were fitted without them, for several C. Of up to `mostTexts` texts a fifth is
   * left out at a time; where there are many, one fifth says enough.
   */
  static crossValidate(
    examples: readonly LabelledTokens[],
    classes: number,
    { freedoms, ...options }: Omit<RegressionOptions, 'freedom'> & { freedoms: readonly number[] },
    mostTexts = 5000,
  ): HeldOut {
    const some = every(Math.ceil(examples.length / mostTexts), examples);
    const grams = some.map(({ tokens }) => ngramHashes(tokens, options));
    const isLarge = some.length > manyTexts || grams.reduce((sum, { size }) => sum + size, 0) > manyGrams;
    const folds = isLarge ? 1 : foldCount;
    const targets: number[] = [];
    const logits = freedoms.map((): Float32Array[] => []);
    for (let fold = 0; fold < folds; fold++) {
      const isOther = (_: unknown, n: number) => n % foldCount !== fold;
      const training = some.filter(isOther);
      if (!training.length) continue;
      const known = grams.filter(isOther);
      const models = freedoms.map((freedom) =>
        NgramRegression.ofBags(training, known, classes, { ...options, freedom }),
      );
      for (let n = fold; n < some.length; n += foldCount) {
        targets.push(some[n].label);
        models.forEach((model, i) => logits[i].push(model.ofGrams(grams[n])));
      }
    }
    return { targets, logits };
  }

  private static ofBags(
    examples: readonly LabelledTokens[],
    grams: readonly ReadonlySet<number>[],
    classes: number,
    options: RegressionOptions,
  ): NgramRegression {
    const labels = Int32Array.from(examples, ({ label }) => label);
    const bags = collect(grams, labels, options.leastTexts);
    const ratios = logRatios(bags, classes);
    const columns = columnsOf(classes);
    const objective = penalisedLoss(bags, ratios, columns, 1 / (options.freedom * examples.length));
    const start = new Float64Array(ratios.length + columns);
    const { x } = minimize(objective, start, { tolerance: 1e-4, iterations });
    const weights = Float32Array.from(ratios, (r, j) => Math.round((r * x[j]) / resolution) * resolution); // as they are saved
    return new NgramRegression(classes, options, bags.features, weights, Float32Array.from(x.subarray(ratios.length)));
  }

  /** @throws ConfigError when it is not what `toJSON` gave. */
  static fromJSON(json: unknown): NgramRegression {
    const where = 'NgramRegression.fromJSON';
    const { classes, words, letters, hashes: steps, weights: texts, biases } = readSaved(where, savedSchema, json);
    const hashes = unpackHashes(steps);
    const weights = Float32Array.from(texts === '' ? [] : texts.split(' '), (text) => parseInt(text, 36) * resolution);
    const columns = columnsOf(classes);
    const fits = weights.length === (hashes ?? []).length * columns && biases.length === columns;
    if (!(hashes && fits && weights.every(Number.isFinite))) {
      throw new ConfigError({
        where,
        problem: `${hashes?.length ?? 'not ascending'} n-grams have ${weights.length} weights and ${biases.length} biases`,
        expected: `ascending hashes below 2^32, ${columns} weights for each and ${columns} biases`,
        fix: 'Use the bundle as it was saved',
      });
    }
    const features = new Map(hashes.map((one, row) => [one, row]));
    return new NgramRegression(classes, { words, letters }, features, weights, Float32Array.from(biases));
  }

  /** The weights are in one string as the hashes are, in base 36. */
  toJSON() {
    const { classes, weights, biases, sizes } = this;
    const columns = columnsOf(classes);
    const rows = [...this.features].sort(([a], [b]) => a - b);
    const texts = rows.flatMap(([, row]) =>
      Array.from({ length: columns }, (_, k) => Math.round(weights[row * columns + k] / resolution).toString(36)),
    );
    return {
      classes,
      words: sizes.words,
      letters: sizes.letters,
      hashes: packHashes(rows.map(([hash]) => hash)),
      weights: texts.join(' '),
      biases: Array.from(biases),
    };
  }

  /** z [K] of a text. */
  scores(tokens: readonly string[]): Float32Array {
    return this.ofGrams(ngramHashes(tokens, this.sizes));
  }

  /** How many n-grams have weights. */
  get size(): number {
    return this.features.size;
  }

  private ofGrams(grams: ReadonlySet<number>): Float32Array {
    const { classes, weights } = this;
    const C = columnsOf(classes);
    const scores = this.biases.slice();
    for (const gram of grams) {
      const row = this.features.get(gram);
      if (row !== undefined) for (let k = 0, j = row * C; k < C; k++, j++) scores[k] += weights[j];
    }
    return C === 1 ? Float32Array.of(-scores[0] / 2, scores[0] / 2) : scores;
  }
}

function collect(grams: readonly ReadonlySet<number>[], labels: Int32Array, leastTexts: number): Bags {
  const texts = new Map<number, number>();
  for (const bag of grams) for (const gram of bag) texts.set(gram, (texts.get(gram) ?? 0) + 1);
  const features = new Map<number, number>();
  for (const [gram, count] of texts) if (count >= leastTexts) features.set(gram, features.size);
  const starts = new Int32Array(grams.length + 1);
  const columns: number[] = [];
  grams.forEach((bag, n) => {
    for (const gram of bag) {
      const feature = features.get(gram);
      if (feature !== undefined) columns.push(feature);
    }
    starts[n + 1] = columns.length;
  });
  return { features, starts, columns: Int32Array.from(columns), labels };
}

/** r [G,C]; of two classes both have the same */
function logRatios({ features, starts, columns, labels }: Bags, K: number): Float64Array {
  const [G, C] = [features.size, columnsOf(K)];
  const counts = new Float64Array(G * K); // n
  const sums = new Float64Array(K); // S
  labels.forEach((k, n) => {
    for (let i = starts[n]; i < starts[n + 1]; i++) counts[columns[i] * K + k]++;
    sums[k] += starts[n + 1] - starts[n];
  });
  const total = sums.reduce((sum, s) => sum + s, 0);
  const ratios = new Float64Array(G * C);
  for (let g = 0; g < G; g++) {
    let all = 0;
    for (let k = 0; k < K; k++) all += counts[g * K + k];
    for (let k = 0; k < C; k++) {
      const p = (counts[g * K + k] + 1) / (sums[k] + G);
      const q = (all - counts[g * K + k] + 1) / (total - sums[k] + G);
      ratios[g * C + k] = Math.abs(Math.log(p / q));
    }
  }
  return ratios;
}

/**
 * The variables lie as [G+1,C]: a row for each n-gram, then the biases. With one column, whose weights stand for twice those
 * of either class, half of the penalty is the same penalty.
 */
function penalisedLoss({ starts, columns, labels }: Bags, ratios: Float64Array, C: number, given: number): Objective {
  const [N, size] = [labels.length, ratios.length];
  const penalty = C === 1 ? given / 2 : given;
  const p = new Float64Array(C);
  const scaled = new Float64Array(size); // r w
  const slope = new Float64Array(size); // of the loss by r w
  return (w, gradient) => {
    let loss = 0;
    for (let j = 0; j < size; j++) {
      scaled[j] = ratios[j] * w[j];
      loss += (penalty / 2) * w[j] ** 2;
    }
    slope.fill(0);
    gradient.fill(0, size);
    for (let n = 0; n < N; n++) {
      const [from, to] = [starts[n], starts[n + 1]];
      if (C === 1) {
        let z = w[size];
        for (let i = from; i < to; i++) z += scaled[columns[i]];
        loss += softplus(labels[n] === 1 ? -z : z) / N;
        const dz = (1 / (1 + Math.exp(-z)) - labels[n]) / N;
        gradient[size] += dz;
        for (let i = from; i < to; i++) slope[columns[i]] += dz;
        continue;
      }
      for (let k = 0; k < C; k++) p[k] = w[size + k];
      for (let i = from; i < to; i++) for (let k = 0, j = columns[i] * C; k < C; k++, j++) p[k] += scaled[j];
      const score = p[labels[n]];
      loss += (softmaxInPlace(p) - score) / N;
      p[labels[n]] -= 1;
      for (let k = 0; k < C; k++) gradient[size + k] += p[k] /= N;
      for (let i = from; i < to; i++) for (let k = 0, j = columns[i] * C; k < C; k++, j++) slope[j] += p[k];
    }
    for (let j = 0; j < size; j++) gradient[j] = penalty * w[j] + ratios[j] * slope[j];
    return loss;
  };
}

/** Two classes need the difference of their scores only. */
const columnsOf = (classes: number) => (classes === 2 ? 1 : classes);

/** ln(1 + e^z) */
const softplus = (z: number) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

/** Every n-th one. */
const every = <X>(n: number, all: readonly X[]): readonly X[] => (n > 1 ? all.filter((_, i) => i % n === 0) : all);
