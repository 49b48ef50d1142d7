/**
 * The small algebra in which cells and their back-propagation are written. `A` is a matrix: of float64 numbers in
 * `float64.ts` (the reference), a TensorFlow.js tensor in `kernels/generic/tensor-algebra.ts` (every backend). A cell uses nothing
 * else, so one file serves as the reference and as the kernel.
 *
 * Rows are examples. Where an operation takes two matrices of one size, the second may be a row [n], which then counts
 * for every example (a bias, a peephole weight).
 */
export interface Algebra<A> {
  /** a b: [m,k] [k,n] → [m,n] */
  matMul: (a: A, b: A) => A;
  /** a bᵀ: [m,n] [k,n] → [m,k] */
  matMulTransposed: (a: A, b: A) => A;
  /** a + b */
  add: (a: A, b: A) => A;
  /** a − b */
  subtract: (a: A, b: A) => A;
  /** a ⊙ b, elementwise */
  multiply: (a: A, b: A) => A;
  /** a times a number */
  scale: (a: A, factor: number) => A;
  /** 1 − a */
  oneMinus: (a: A) => A;
  /** 1 / (1 + e⁻ᵃ) */
  sigmoid: (a: A) => A;
  /** Hyperbolic tangent of every entry. */
  tanh: (a: A) => A;
  /** max(a, 0) */
  relu: (a: A) => A;
  /** 1 where a > 0, else 0: the slope of relu. */
  isPositive: (a: A) => A;
  /** Equal blocks of columns: [B,G·H] → G × [B,H] */
  split: (a: A, blocks: number) => A[];
  /** Columns from `start` up to, not including, `end`. */
  columns: (a: A, start: number, end: number) => A;
  /** Blocks side by side: G × [B,H] → [B,G·H] */
  join: (blocks: readonly A[]) => A;

  // What only the recurrence needs:

  /** [rows,columns] */
  zeros: (rows: number, columns: number) => A;
  /** Row by row `whereTrue` or `whereFalse`; `mask` [B,1] holds 1 or 0. */
  select: (mask: A, whereTrue: A, whereFalse: A) => A;
  /** Σ over the list of leftᵀ right, and Σ over the list and over all rows where there is no left side. */
  sumOfProducts: (terms: readonly Product<A>[]) => A;
  /** Runs one step; a tensor algebra frees here what the step does not return. */
  scope: <R extends object>(body: () => R) => R;
}

/**
 * One step's share in a weight's gradient, not yet multiplied: leftᵀ right, or the rows of `right` summed if there is
 * no left side (biases). Left undone because all steps together are then one matrix product.
 */
export interface Product<A> {
  left?: A;
  right: A;
}
