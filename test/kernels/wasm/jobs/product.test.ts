import fc from 'fast-check';
import { matrix, float64 } from '../../../../src/cells/float64';
import { multiply } from '../../../../src/kernels/wasm/jobs/product';
import type { Runtime } from '../../../../src/kernels/wasm/runtime/runtime';
import { Random } from '../../../../src/random';
import { relativeError } from '../../../support/numbers';
import { partsInTurn, VARIANTS } from '../../../support/wasm-runtime';

interface Case {
  m: number;
  k: number;
  n: number;
  transposeA: boolean;
  transposeB: boolean;
  add: boolean;
}

/** Numbers at and behind c are marked, so that a write past its end shows. */
const MARK = 12345;

function errorOf(runtime: Runtime, { m, k, n, ...how }: Case): number {
  const { allocator } = runtime;
  const random = Random.fromSeed(m * 10_007 + k * 101 + n);
  const draw = (name: string, size: number) => random.fork(name).normalArray(size);
  const [a, b, before] = [draw('a', m * k), draw('b', k * n), draw('c', m * n)];
  const blocks = [m * k, k * n, m * n + 16].map((count) => allocator.allocate(4 * count));
  const [placeA, placeB, placeC] = blocks.map(({ offset }) => offset);
  allocator.floats(placeA, m * k).set(a);
  allocator.floats(placeB, k * n).set(b);
  allocator.floats(placeC, m * n + 16).fill(MARK);
  allocator.floats(placeC, m * n).set(before);
  multiply(runtime, { a: placeA, b: placeB, c: placeC, m, k, n, ...how });
  const result = allocator.floats(placeC, m * n + 16).slice();
  blocks.forEach((block) => allocator.free(block));
  expect([...result.slice(m * n)]).toEqual(new Array(16).fill(MARK));

  const transposed = (rows: number, columns: number, values: ArrayLike<number>) =>
    matrix(
      columns,
      rows,
      Array.from({ length: rows * columns }, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)]),
    );
  const left = how.transposeA ? transposed(k, m, a) : matrix(m, k, a);
  const right = how.transposeB ? transposed(n, k, b) : matrix(k, n, b);
  const product = float64.matMul(left, right);
  const expected = how.add ? float64.add(product, matrix(m, n, before)) : product;
  return relativeError(result.subarray(0, m * n), expected.values);
}

describe.each(VARIANTS)('products with %s', (variant) => {
  test('any sizes, transposed or not, added or not, any number of threads', () => {
    const size = fc.integer({ min: 1, max: 70 });
    const all = fc.record({
      m: size,
      k: size,
      n: size,
      transposeA: fc.boolean(),
      transposeB: fc.boolean(),
      add: fc.boolean(),
      threads: fc.integer({ min: 1, max: 5 }),
    });
    const runtimes = [1, 2, 3, 4, 5].map((threads) => partsInTurn(variant, threads));
    fc.assert(
      fc.property(all, ({ threads, ...one }) => expect(errorOf(runtimes[threads - 1], one)).toBeLessThan(2e-6)),
      { seed: 1, numRuns: 150 },
    );
    runtimes.forEach(({ allocator }) => expect(allocator.used).toBe(0));
  });

  const how = { transposeA: false, transposeB: false, add: false };
  test.each<Case>([
    { m: 300, k: 600, n: 40, ...how }, // several blocks of rows and of depth; threads by rows
    { m: 300, k: 600, n: 40, ...how, transposeA: true },
    { m: 3, k: 600, n: 200, ...how, transposeB: true, add: true }, // threads by columns
    { m: 3, k: 600, n: 200, ...how, transposeA: true },
  ])('$m × $k × $n on three threads', (one) => {
    expect(errorOf(partsInTurn(variant, 3), one)).toBeLessThan(2e-6);
  });
});

test('a sum of nothing is zero', () => {
  expect(errorOf(partsInTurn('simd', 1), { m: 3, k: 0, n: 5, transposeA: false, transposeB: false, add: false })).toBe(
    0,
  );
});
