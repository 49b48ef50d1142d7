/** exp, σ, tanh and ReLU of the module against Math in float64, over a dense grid. */
import { writeJob } from '../../../../src/kernels/wasm/jobs/jobs';
import { Activation, ActivateJob, Operation } from '../../../../src/kernels/wasm/jobs/operations';
import { partsInTurn, VARIANTS } from '../../../support/wasm-runtime';

const COUNT = 400_001;

/** Evenly from −range to range, and then as dense around 0 as float32 allows. */
function grid(range: number): Float32Array {
  const even = Float32Array.from({ length: COUNT }, (_, i) => (2 * range * i) / (COUNT - 1) - range);
  const powers = Float32Array.from({ length: 3000 }, (_, i) => (i % 2 ? 1 : -1) * 1.5 ** (-i / 20) * range);
  return Float32Array.from([...even, ...powers]);
}

const EXACT: Record<string, { f: (x: number) => number; range: number; bound: number }> = {
  exp: { f: Math.exp, range: 87, bound: 1.2e-7 },
  sigmoid: { f: (x) => 1 / (1 + Math.exp(-x)), range: 87, bound: 1.9e-7 },
  tanh: { f: Math.tanh, range: 20, bound: 1.7e-7 },
  relu: { f: (x) => Math.max(x, 0), range: 20, bound: 0 },
};

describe.each(VARIANTS)('%s', (variant) => {
  const runtime = partsInTurn(variant, 3);
  const { allocator } = runtime;

  function activate(name: string, xs: Float32Array): Float32Array {
    const blocks = [allocator.allocate(64), allocator.allocate(4 * xs.length), allocator.allocate(4 * xs.length)];
    const [job, x, y] = blocks;
    allocator.floats(x.offset, xs.length).set(xs);
    const activation = Activation[name as keyof typeof Activation];
    writeJob(allocator, job, ActivateJob, { activation, x, y, count: xs.length });
    runtime.run(Operation.activate, job.offset);
    const result = allocator.floats(y.offset, xs.length).slice();
    blocks.forEach((block) => allocator.free(block));
    return result;
  }

  test.each(Object.keys(EXACT))('%s keeps its bound', (name) => {
    const { f, range, bound } = EXACT[name];
    const xs = grid(range);
    const ys = activate(name, xs);
    let worst = { error: 0, x: 0 };
    xs.forEach((x, i) => {
      const error = Math.abs(ys[i] - f(x)) / (Math.abs(f(x)) || 1);
      if (!(error <= worst.error)) worst = { error, x };
    });
    expect(worst.error).toBeLessThanOrEqual(bound);
  });

  test('far away, and what is no number', () => {
    const xs = Float32Array.of(-Infinity, -1e30, -200, 200, 1e30, Infinity, NaN, 0);
    const [exp, sigmoid, tanh, relu] = ['exp', 'sigmoid', 'tanh', 'relu'].map((name) => [...activate(name, xs)]);
    const [low, high] = [Math.fround(Math.exp(-87)), Math.fround(Math.exp(87))];
    exp.slice(0, 3).forEach((y) => expect(y / low).toBeCloseTo(1, 6));
    exp.slice(3, 6).forEach((y) => expect(y / high).toBeCloseTo(1, 6));
    sigmoid.slice(0, 3).forEach((y) => expect(Math.abs(y)).toBeLessThan(2e-38));
    expect(sigmoid.slice(3, 6)).toEqual([1, 1, 1]);
    expect(tanh.slice(0, 6)).toEqual([-1, -1, -1, 1, 1, 1]);
    expect(relu.slice(0, 6)).toEqual([0, 0, 0, 200, Math.fround(1e30), Infinity]);
    expect([exp[6], sigmoid[6], tanh[6], relu[6]]).toEqual([NaN, NaN, NaN, NaN]);
    expect([exp[7], sigmoid[7], tanh[7], relu[7]]).toEqual([1, 0.5, 0, 0]);
  });
});
