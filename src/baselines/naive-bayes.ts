/**
 * Multinomial naive Bayes on binary bags of n-grams (Wang & Manning 2012):
 *
 *   P(k | text) ∝ P(k) Π_g P(g | k)     P(k) = N_k / N     P(g | k) = (n_gk + 1) / Σ_g (n_gk + 1)
 *
 * g runs over the n-grams of the text; N_k training texts have class k, n_gk of them contain g.
 */
import { BagFeatures } from './linear/bag';
import { checkExamples, fitted, type Baseline, type LabelledTokens } from './baseline';
import { softmaxInPlace } from './linear/softmax';

export class NaiveBayes implements Baseline {
  private readonly longest: number;
  private model?: { features: BagFeatures; classScores: Float64Array; gramScores: Float64Array };

  /** @param longest longest n-gram, in tokens. */
  constructor({ longest = 2 }: { longest?: number } = {}) {
    this.longest = longest;
  }

  fit(examples: readonly LabelledTokens[], classes: number): void {
    checkExamples('NaiveBayes.fit', examples, classes);
    const features = new BagFeatures(this.longest);
    const { starts, columns } = features.collect(examples.map(({ tokens }) => tokens));
    const texts = new Float64Array(classes); // [K]
    const counts = new Float64Array(features.size * classes).fill(1); // [G,K]
    const sums = new Float64Array(classes).fill(features.size); // [K]
    examples.forEach(({ label }, n) => {
      texts[label]++;
      for (let i = starts[n]; i < starts[n + 1]; i++) counts[columns[i] * classes + label]++;
      sums[label] += starts[n + 1] - starts[n];
    });
    this.model = {
      features,
      classScores: texts.map((count) => Math.log(count / examples.length)),
      gramScores: counts.map((count, j) => Math.log(count / sums[j % classes])),
    };
  }

  predict(tokens: readonly string[]): Float32Array {
    const { features, classScores, gramScores } = fitted('NaiveBayes.predict', this.model);
    const scores = classScores.slice();
    features.addWeights(tokens, gramScores, scores);
    softmaxInPlace(scores);
    return Float32Array.from(scores);
  }
}
