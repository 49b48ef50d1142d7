import { BackendError } from '../../../../src/errors';
import type { RuntimeOptions, Surroundings } from '../../../../src/kernels/wasm/runtime/runtime-plan';
import {
  createRuntime,
  createRuntimeAside,
  type ThreadedRuntime,
} from '../../../../src/kernels/wasm/runtime/threaded-runtime';
import { Random } from '../../../../src/random';
import { grow, probe, product, trap } from '../../../support/passes';
import { place } from '../../../support/workers';

const open: ThreadedRuntime[] = [];
afterEach(() => open.splice(0).forEach((runtime) => runtime.close()));

async function started(options: RuntimeOptions, where: Surroundings = place()): Promise<ThreadedRuntime> {
  const runtime = createRuntime(options, where);
  open.push(runtime);
  await runtime.start();
  return runtime;
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
      const before = runtime.allocator.memory.buffer.byteLength;
      grow(runtime);
      const last = runtime.allocator.allocate(8); // at the new end
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
    expect(runtime.allocator.used).toBe(0);
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
