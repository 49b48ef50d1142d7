/** The class frequencies of training for every text, which is not read: the most frequent class is predicted. */
import { checkExamples, fitted, type Baseline, type LabelledTokens } from './baseline';

export class Majority implements Baseline {
  private priors?: Float32Array; // [K]

  fit(examples: readonly LabelledTokens[], classes: number): void {
    checkExamples('Majority.fit', examples, classes);
    const priors = new Float32Array(classes);
    for (const { label } of examples) priors[label]++;
    this.priors = priors.map((count) => count / examples.length);
  }

  predict(): Float32Array {
    return fitted('Majority.predict', this.priors).slice();
  }
}
