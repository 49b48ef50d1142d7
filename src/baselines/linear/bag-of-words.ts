/**
 * Bag of words: softmax regression on binary bags of n-grams, with a penalty on the weights (not on the biases):
 *
 *   p_k = softmax_k(b_k + Σ_g W_gk)     minimise  1/N Σ_n −ln p_{k(n)} + 1/(2 C N) Σ W²
 *
 * g runs over the n-grams of a text, k(n) is the label of text n. There is one minimum only, whoever looks for it:
 * scikit-learn's LogisticRegression has the same (for two classes at 2 C, as it keeps one weight a feature, not two).
 */
import { BagFeatures, type Bags } from './bag';
import { checkExamples, fitted, type Baseline, type LabelledTokens } from '../baseline';
import { minimize, type Objective } from './minimize';
import { softmaxInPlace } from './softmax';

export interface BagOfWordsOptions {
  /** Longest n-gram, in tokens. Default 2. */
  longest?: number;
  /** C: the smaller, the smaller the weights. Default 0.5. */
  freedom?: number;
}

export class BagOfWords implements Baseline {
  private readonly longest: number;
  private readonly freedom: number;
  private model?: { features: BagFeatures; weights: Float64Array; biases: Float64Array };

  constructor({ longest = 2, freedom = 0.5 }: BagOfWordsOptions = {}) {
    this.longest = longest;
    this.freedom = freedom;
  }

  fit(examples: readonly LabelledTokens[], classes: number): void {
    checkExamples('BagOfWords.fit', examples, classes);
    const features = new BagFeatures(this.longest);
    const bags = features.collect(examples.map(({ tokens }) => tokens));
    const labels = Int32Array.from(examples, ({ label }) => label);
    const objective = penalisedLoss(bags, labels, classes, 1 / (this.freedom * examples.length));
    const { x } = minimize(objective, new Float64Array((features.size + 1) * classes));
    this.model = { features, weights: x.subarray(0, -classes), biases: x.subarray(-classes) };
  }

  predict(tokens: readonly string[]): Float32Array {
    const { features, weights, biases } = fitted('BagOfWords.predict', this.model);
    const scores = biases.slice();
    features.addWeights(tokens, weights, scores);
    softmaxInPlace(scores);
    return Float32Array.from(scores);
  }
}

/** The variables lie as [G+1,K]: a row for each n-gram, then the biases. */
function penalisedLoss({ starts, columns }: Bags, labels: Int32Array, classes: number, penalty: number): Objective {
  const examples = labels.length;
  const p = new Float64Array(classes);
  return (weights, gradient) => {
    const biases = weights.length - classes;
    let loss = 0;
    for (let j = 0; j < biases; j++) {
      loss += (penalty / 2) * weights[j] ** 2;
      gradient[j] = penalty * weights[j];
    }
    gradient.fill(0, biases);
    for (let n = 0; n < examples; n++) {
      for (let k = 0; k < classes; k++) p[k] = weights[biases + k];
      for (let i = starts[n]; i < starts[n + 1]; i++) {
        for (let k = 0, j = columns[i] * classes; k < classes; k++, j++) p[k] += weights[j];
      }
      const score = p[labels[n]];
      loss += (softmaxInPlace(p) - score) / examples;
      p[labels[n]] -= 1;
      for (let k = 0; k < classes; k++) p[k] /= examples; // now the gradient of the loss by this text's scores
      for (let k = 0; k < classes; k++) gradient[biases + k] += p[k];
      for (let i = starts[n]; i < starts[n + 1]; i++) {
        for (let k = 0, j = columns[i] * classes; k < classes; k++, j++) gradient[j] += p[k];
      }
    }
    return loss;
  };
}
