/**
 * Log-probabilities of all tokens of a vocabulary, for a caller that needs them at every step: z = x W + b, log softmax z, with
 * W prepared once. Outside of TensorFlow.js; weights are those at the time of making.
 */
export interface TokenScorerOptions {
  /** R, length of x. */
  inputSize: number;
  /** V */
  vocabularySize: number;
  /** [R,V], or [V,R] with `transposed`, as the table of an embedding stands; copied. */
  weights: Float32Array;
  transposed: boolean;
  /** [V]; copied. */
  bias: Float32Array;
}

export interface TokenScorer {
  /** @param x [N,R], any N @returns [N,V] */
  logProbabilities(x: Float32Array): Float32Array;
  dispose(): void;
}
