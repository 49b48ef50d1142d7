import { LeastSquares } from '../../src/features/least-squares';
import { Random } from '../../src/random';

const xs = Float32Array.from([1, 2, 3, 5, -1, 0, 2, 2]); // [4,2]
const ids = [0, 1, 2, 1];

/** Xᵀ(X W − Y) + λ N W, which is 0 at the minimum. */
function gradient(weights: Float64Array, ridge: number): number[] {
  const [N, F, K] = [4, 2, 3];
  const row = (n: number) => [xs[n * F], xs[n * F + 1], 1];
  return Array.from({ length: (F + 1) * K }, (_, at) => {
    const [i, k] = [Math.floor(at / K), at % K];
    let sum = ridge * N * weights[at];
    for (let n = 0; n < N; n++) {
      const score = row(n).reduce((total, x, j) => total + x * weights[j * K + k], 0);
      sum += row(n)[i] * (score - Number(ids[n] === k));
    }
    return sum;
  });
}

test('the solution is where the gradient is 0', () => {
  const sums = new LeastSquares(2, 3);
  sums.addRows(xs, ids);
  for (const one of gradient(sums.solve(0.1), 0.1)) expect(one).toBeCloseTo(0, 10);
});

test('sums of parts add up, and a part can be taken away', () => {
  const whole = new LeastSquares(2, 3);
  whole.addRows(xs, ids);
  const [first, second] = [new LeastSquares(2, 3), new LeastSquares(2, 3)];
  first.addRows(xs.subarray(0, 4), ids.slice(0, 2));
  second.addRows(xs.subarray(4), ids.slice(2));
  const alone = first.solve(0.1);
  first.add(second);
  expect(first.solve(0.1)).toEqual(whole.solve(0.1));
  first.add(second, -1);
  first.solve(0.1).forEach((x, i) => expect(x).toBeCloseTo(alone[i], 10));
});

test('columns that are copies of one another, and no rows at all, have a solution', () => {
  const random = Random.fromSeed(1);
  const copies = new LeastSquares(2, 2);
  const values = Array.from({ length: 20 }, () => random.normal());
  copies.addRows(
    Float32Array.from(values.flatMap((x) => [x, x])),
    Int32Array.from({ length: 20 }, (_, n) => n % 2),
  );
  expect(copies.solve(1e-3).every(Number.isFinite)).toBe(true);
  expect([...new LeastSquares(1, 1).solve(1e-3)]).toEqual([0, 0]);
});
