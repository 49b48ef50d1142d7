/** Log-probabilities of a vocabulary on the module beside float64, for any sizes. */
import fc from 'fast-check';
import { BackendError, ShapeError } from '../../../../src/errors';
import type { Runtime } from '../../../../src/kernels/wasm/runtime/runtime';
import { WasmTokenScorer } from '../../../../src/kernels/wasm/recurrence/token-scorer';
import { Random } from '../../../../src/random';
import { relativeError } from '../../../support/numbers';
import { partsInTurn, VARIANTS } from '../../../support/wasm-runtime';

interface Case {
  rows: number;
  inputSize: number;
  vocabularySize: number;
  transposed: boolean;
  scale: number;
}

function make({ rows, inputSize: R, vocabularySize: V, transposed, scale }: Case) {
  const random = Random.fromSeed(1000 * R + V);
  const draw = (name: string, size: number) => random.fork(name).normalArray(size, scale);
  const options = { inputSize: R, vocabularySize: V, transposed, weights: draw('W', R * V), bias: draw('b', V) };
  return { options, x: draw('x', rows * R) };
}

function expected({ rows, inputSize: R, vocabularySize: V, transposed }: Case, given: ReturnType<typeof make>) {
  const { weights, bias } = given.options;
  return Array.from({ length: rows }, (_, n) => {
    const z = Array.from({ length: V }, (_, v) => {
      let sum = bias[v];
      for (let r = 0; r < R; r++) sum += given.x[n * R + r] * weights[transposed ? v * R + r : r * V + v];
      return sum;
    });
    const largest = Math.max(...z);
    const l = largest + Math.log(z.reduce((sum, one) => sum + Math.exp(one - largest), 0));
    return z.map((one) => one - l);
  }).flat();
}

function check(runtime: Runtime, one: Case): void {
  const given = make(one);
  const scorer = new WasmTokenScorer(runtime, given.options);
  const found = scorer.logProbabilities(given.x);
  scorer.dispose();
  expect(runtime.allocator.used).toBe(0);
  const truth = expected(one, given);
  expect(found.length).toBe(truth.length);
  expect(relativeError(found, truth)).toBeLessThan(2e-6);
}

describe.each(VARIANTS)('scores of tokens with %s', (variant) => {
  test('any sizes, transposed or not, on any number of threads', () => {
    const size = (max: number) => fc.integer({ min: 1, max });
    const sizes = { rows: size(9), inputSize: size(40), vocabularySize: size(90), transposed: fc.boolean() };
    const all = fc.record({ ...sizes, scale: fc.constantFrom(0.1, 1, 20), threads: size(4) });
    fc.assert(
      fc.property(all, ({ threads, ...one }) => check(partsInTurn(variant, threads), one)),
      { numRuns: 80, seed: 5 },
    );
  });

  test.each([1, 33])('%d rows of so many numbers that threads are woken', (rows) => {
    check(partsInTurn(variant, 3), { rows, inputSize: 130, vocabularySize: 4001, transposed: true, scale: 1 });
  });
});

test('weights that were given may change afterwards', () => {
  const one = { rows: 2, inputSize: 3, vocabularySize: 5, transposed: false, scale: 1 };
  const { options, x } = make(one);
  const scorer = new WasmTokenScorer(partsInTurn('simd', 1), options);
  const before = scorer.logProbabilities(x);
  options.weights.fill(0);
  options.bias.fill(0);
  expect(scorer.logProbabilities(x)).toEqual(before);
});

test('sizes that do not fit and a full memory are refused, and leave nothing behind', () => {
  const runtime = partsInTurn('simd', 1);
  const { options } = make({ rows: 1, inputSize: 3, vocabularySize: 5, transposed: false, scale: 1 });
  expect(() => new WasmTokenScorer(runtime, { ...options, bias: new Float32Array(4) })).toThrow(ShapeError);
  const scorer = new WasmTokenScorer(runtime, options);
  expect(() => scorer.logProbabilities(new Float32Array(4))).toThrow(/rows of 3/);
  scorer.dispose();
  const large = { ...options, inputSize: 1 << 13, vocabularySize: 1 << 14 };
  expect(() => new WasmTokenScorer(runtime, large)).toThrow(BackendError);
  expect(runtime.allocator.used).toBe(0);
});
