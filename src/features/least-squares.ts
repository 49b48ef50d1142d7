/**
 * Ridge regression of K targets on F features and a constant, by sums over the rows. Sums of parts of the data add up,
 * so leaving a part out (cross-validation) costs no second pass over the rest:
 *
 *   W = (Xᵀ X + λ I)⁻¹ Xᵀ Y        X [N,F+1] with a last column of ones, Y [N,K] one-hot
 */
export class LeastSquares {
  private rows = 0;
  private readonly squares: Float64Array; // Xᵀ X [F+1,F+1], its lower triangle
  private readonly products: Float64Array; // Xᵀ Y [F+1,K]

  constructor(
    private readonly features: number, // F
    private readonly classes: number, // K
  ) {
    this.squares = new Float64Array((features + 1) ** 2);
    this.products = new Float64Array((features + 1) * classes);
  }

  /** @param xs rows [N,F] @param ids the class of each row */
  addRows(xs: Float32Array, ids: ArrayLike<number>): void {
    const { features: F, classes: K, squares, products } = this;
    const row = new Float64Array(F + 1).fill(1);
    for (let n = 0; n < ids.length; n++) {
      for (let i = 0; i < F; i++) row[i] = xs[n * F + i];
      for (let i = 0; i <= F; i++) {
        products[i * K + ids[n]] += row[i];
        for (let j = 0; j <= i; j++) squares[i * (F + 1) + j] += row[i] * row[j];
      }
    }
    this.rows += ids.length;
  }

  /** Adds other sums, of the same sizes. @param sign −1 takes them away */
  add(other: LeastSquares, sign: 1 | -1 = 1): void {
    this.rows += sign * other.rows;
    other.squares.forEach((x, i) => (this.squares[i] += sign * x));
    other.products.forEach((x, i) => (this.products[i] += sign * x));
  }

  /** W [F+1,K], the constants last. @param ridge λ for one row; all rows together have N times as much */
  solve(ridge: number): Float64Array {
    const size = this.features + 1;
    const lower = this.squares.slice();
    for (let i = 0; i < size; i++) lower[i * size + i] += ridge * Math.max(1, this.rows);
    decompose(lower, size);
    return substitute(lower, this.products.slice(), size, this.classes);
  }
}

/** Cholesky: the lower triangle of A becomes L with A = L Lᵀ. */
function decompose(a: Float64Array, size: number): void {
  for (let j = 0; j < size; j++) {
    for (let i = j; i < size; i++) {
      let sum = a[i * size + j];
      for (let k = 0; k < j; k++) sum -= a[i * size + k] * a[j * size + k];
      a[i * size + j] = i === j ? Math.sqrt(sum) : sum / a[j * size + j];
    }
  }
}

/** L Lᵀ W = B, in the place of B [size,columns]. */
function substitute(lower: Float64Array, b: Float64Array, size: number, columns: number): Float64Array {
  for (let c = 0; c < columns; c++) {
    for (let i = 0; i < size; i++) {
      let sum = b[i * columns + c];
      for (let k = 0; k < i; k++) sum -= lower[i * size + k] * b[k * columns + c];
      b[i * columns + c] = sum / lower[i * size + i];
    }
    for (let i = size - 1; i >= 0; i--) {
      let sum = b[i * columns + c];
      for (let k = i + 1; k < size; k++) sum -= lower[k * size + i] * b[k * columns + c];
      b[i * columns + c] = sum / lower[i * size + i];
    }
  }
  return b;
}
