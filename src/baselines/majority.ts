/** Never reads the text: every class with its part of the training examples, so the most frequent one is predicted. */
import { checkExamples, learnt, type Baseline, type LabelledTokens } from './baseline';

export class Majority implements Baseline {
  private shares?: Float32Array; // [K]

  fit(examples: readonly LabelledTokens[], classes: number): void {
    checkExamples('Majority.fit', examples, classes);
    const shares = new Float32Array(classes);
    for (const { label } of examples) shares[label]++;
    this.shares = shares.map((count) => count / examples.length);
  }

  predict(): Float32Array {
    return learnt('Majority.predict', this.shares).slice();
  }
}
