import { BackendError } from '../../../src/errors';
import { MB } from '../../../src/kernels/wasm/heap';
import type { RuntimeOptions, Surroundings } from '../../../src/kernels/wasm/plan';
import { multiply } from '../../../src/kernels/wasm/product';
import type { Runtime } from '../../../src/kernels/wasm/runtime';
import { createRuntime, createRuntimeAside, type ThreadedRuntime } from '../../../src/kernels/wasm/threaded-runtime';
import { Random } from '../../../src/random';
import { place, probe, trap } from '../../support/workers';

const open: ThreadedRuntime[] = [];
afterEach(() => open.splice(0).forEach((runtime) => runtime.close()));

async function started(options: RuntimeOptions, where: Surroundings = place()): Promise<ThreadedRuntime> {
  const runtime = createRuntime(options, where);
  open.push(runtime);
  await runtime.start();
  return runtime;
}

const numbers = Random.fromSeed(2).normalArray(300 * 120);

/** The bytes of a product of random sizes, large enough for all threads to take part. */
function product(runtime: Runtime, random: Random): Uint8Array {
  const { heap } = runtime;
  const [m, k, n] = [random.integer(200) + 100, random.integer(60) + 60, random.integer(100) + 100];
  const sizes = [m * k, k * n, m * n];
  const blocks = sizes.map((size) => heap.allocate(4 * size));
  const [a, b, c] = blocks.map(({ offset }) => offset);
  heap.floats(a, m * k).set(numbers.subarray(0, m * k));
  heap.floats(b, k * n).set(numbers.subarray(-k * n));
  multiply(runtime, { a, b, c, m, k, n });
  const bytes = heap.bytes(c, 4 * m * n).slice();
  blocks.forEach((block) => heap.free(block));
  return bytes;
}

describe('a pass', () => {
  test.each([1, 2, 3, 4])('on %d threads: each runs its part, and knows how many there are', async (threads) => {
    const runtime = await started({ threads, relaxedSimd: false });
    const memory = threads > 1 ? 'shared' : 'plain';
    expect(runtime.report()).toEqual({ threads, variant: 'simd', memory, reasons: [] });
    for (let i = 0; i < 20; i++) {
      expect(probe(runtime)).toEqual(Array.from({ length: threads }, (_, thread) => (thread + 1) * threads));
    }
  });

  test('may take fewer threads than there are, in any order, and more', async () => {
    const runtime = await started({ threads: 3 });
    for (const threads of [1, 3, 2, 2, 3, 1, 3, 5, 2]) {
      expect(probe(runtime, threads)).toEqual(Array.from({ length: threads }, (_, thread) => (thread + 1) * threads));
    }
  });

  test('runs before the workers have booted, in the same parts', () => {
    const runtime = createRuntime({ threads: 3 }, place());
    open.push(runtime);
    expect(probe(runtime)).toEqual([3, 6, 9]);
    expect(runtime.report()).toMatchObject({ threads: 1, reasons: ['the workers have not started yet'] });
  });

  test('200 passes of random sizes: the same bytes whenever, with workers and without', async () => {
    const side = await started({ threads: 3, relaxedSimd: false });
    const turn = createRuntime({ threads: 3, relaxedSimd: false }, place({ start: refuse }));
    const [one, two] = [Random.fromSeed(1), Random.fromSeed(1)];
    for (let pass = 0; pass < 200; pass++) {
      const gap = Buffer.compare(product(side, one), product(turn, two));
      if (gap !== 0) throw new Error(`pass ${pass} differs`);
    }
    expect(side.report().threads).toBe(3);
    expect(turn.report().threads).toBe(1);
  });

  test('sees memory that grew while the workers slept', async () => {
    const runtime = await started({ threads: 2 });
    for (let i = 0; i < 4; i++) {
      const before = runtime.heap.memory.buffer.byteLength;
      runtime.heap.allocate(40 * MB);
      expect(runtime.heap.memory.buffer.byteLength).toBeGreaterThan(before);
      const last = runtime.heap.allocate(8); // at the new end
      expect(last.offset).toBeGreaterThan(before);
      expect(probe(runtime)).toEqual([2, 4]);
    }
  });

  test('that traps in a thread is an error at once, and the next one works on the same threads', async () => {
    const runtime = await started({ threads: 3 });
    for (let i = 0; i < 3; i++) {
      expect(() => trap(runtime)).toThrow(BackendError);
      expect(() => trap(runtime)).toThrow(/a pass failed: thread [12]: memory access out of bounds.*Repeat the step/s);
      expect(probe(runtime)).toEqual([3, 6, 9]);
    }
    expect(runtime.heap.used).toBe(0);
  });

  test('that traps in the caller’s own part waits for the others first', async () => {
    const runtime = await started({ threads: 2 });
    expect(() => runtime.run(-1, 64)).toThrow(/a pass failed: thread 0: unreachable/);
    expect(probe(runtime)).toEqual([2, 4]);
  });
});

const refuse = () => {
  throw new Error('no threads for you');
};

test('closed, it goes on alone', async () => {
  const runtime = await started({ threads: 2 });
  runtime.close();
  expect(probe(runtime)).toEqual([2, 4]);
  expect(runtime.report()).toMatchObject({ threads: 1, reasons: ['the workers were stopped'] });
});

test('compiled aside it is the same', async () => {
  const runtime = await createRuntimeAside({ threads: 2 }, place());
  open.push(runtime);
  await runtime.start();
  expect(probe(runtime)).toEqual([2, 4]);
});
