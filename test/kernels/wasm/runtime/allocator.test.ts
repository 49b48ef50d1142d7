import fc from 'fast-check';
import { BackendError } from '../../../../src/errors';
import { type Block, MB, MemoryAllocator, PAGE } from '../../../../src/kernels/wasm/runtime/allocator';

function heapOf(limit: number, shared = false): MemoryAllocator {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: limit / PAGE, shared });
  return new MemoryAllocator(memory, limit);
}

/** One block as large as all that is left proves that nothing is lost in between. */
const largestOf = (limit: number) => limit - 64;

test('blocks are aligned to cache lines, and none is at 0', () => {
  const allocator = heapOf(MB);
  const blocks = [1, 63, 64, 65, 1000].map((bytes) => allocator.allocate(bytes));
  expect(blocks.map(({ offset }) => offset)).toEqual([64, 128, 192, 256, 384]);
  expect(allocator.used).toBe(64 + 64 + 64 + 128 + 1024);
});

test.each([false, true])(
  'shared %s: blocks never overlap, keep their bytes, and all that is freed can be had again',
  (shared) => {
    const limit = 4 * MB;
    const steps = fc.array(fc.record({ bytes: fc.integer({ min: 1, max: 200_000 }), drop: fc.nat(6) }), {
      maxLength: 80,
    });
    fc.assert(
      fc.property(steps, (steps) => {
        const allocator = heapOf(limit, shared);
        const held: { block: Block; mark: number }[] = [];
        let mark = 0;
        const check = ({ block, mark }: { block: Block; mark: number }) => {
          const bytes = allocator.bytes(block.offset, block.bytes);
          expect([bytes[0], bytes.at(-1), bytes[bytes.length >> 1]]).toEqual([mark, mark, mark]);
        };
        for (const { bytes, drop } of steps) {
          const block = allocator.allocate(bytes);
          expect(block.bytes).toBeGreaterThanOrEqual(bytes);
          expect(block.offset % 64).toBe(0);
          mark = (mark % 255) + 1;
          allocator.bytes(block.offset, block.bytes).fill(mark);
          held.push({ block, mark });
          if (drop < held.length && (drop < 4 || allocator.used > limit / 2)) {
            const [gone] = held.splice(drop, 1);
            check(gone);
            allocator.free(gone.block);
            allocator.free(gone.block); // harmless
          }
          while (allocator.used > limit / 2) allocator.free(held.pop()!.block);
        }
        held.forEach(check);
        held.forEach(({ block }) => allocator.free(block));
        expect(allocator.used).toBe(0);
        allocator.free(allocator.allocate(largestOf(limit)));
      }),
      { seed: 5, numRuns: 60 },
    );
  },
);

test('grows when it must, and views made afterwards see all of it', () => {
  const allocator = heapOf(64 * MB, true);
  const first = allocator.allocate(1000);
  allocator.floats(first.offset, 250).fill(3);
  const second = allocator.allocate(20 * MB);
  allocator.floats(second.offset, 5 * MB).fill(4);
  expect(allocator.memory.buffer.byteLength).toBeGreaterThan(20 * MB);
  expect(allocator.floats(first.offset, 250).every((value) => value === 3)).toBe(true);
  expect(allocator.ints(second.offset + 20 * MB - 4, 1)[0]).toBe(new Int32Array(new Float32Array([4]).buffer)[0]);
});

test('at the limit: how much was asked for, what is in use, what to reduce; smaller blocks still fit', () => {
  const allocator = heapOf(8 * MB);
  const block = allocator.allocate(6 * MB);
  const ask = () => allocator.allocate(3 * MB);
  expect(ask).toThrow(BackendError);
  expect(ask).toThrow(/3 MB more are needed, 6 MB are in use.*at most 8 MB.*Reduce batchSize.*hiddenSize/s);
  allocator.free(allocator.allocate(MB));
  allocator.free(block);
  expect(allocator.allocate(3 * MB).bytes).toBe(3 * MB);
});

test('a system that gives no more is an error of the same kind', () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 2 });
  const allocator = new MemoryAllocator(memory, 100 * MB); // more than the memory can be
  expect(() => allocator.allocate(MB)).toThrow(/the system gives no more/);
  expect(allocator.allocate(1000).bytes).toBe(1024);
});

describe('quarantine', () => {
  test('what a lost thread may write to is given to nobody until it is dead', () => {
    const allocator = heapOf(MB);
    const suspect = allocator.allocate(1000);
    const release = allocator.quarantine();
    allocator.free(suspect);
    expect(allocator.allocate(1000).offset).not.toBe(suspect.offset);
    expect(allocator.used).toBe(2048); // it still counts
    release();
    expect(allocator.used).toBe(1024);
    expect(allocator.allocate(1000).offset).toBe(suspect.offset);
  });

  test('of two lost threads the later death counts', () => {
    const allocator = heapOf(MB);
    const suspect = allocator.allocate(1000);
    const first = allocator.quarantine();
    const second = allocator.quarantine();
    allocator.free(suspect);
    first();
    expect(allocator.used).toBe(1024);
    second();
    expect(allocator.used).toBe(0);
  });

  test('blocks of later on, and those that live on, are as ever', () => {
    const allocator = heapOf(MB);
    const old = allocator.allocate(64);
    const release = allocator.quarantine();
    allocator.free(allocator.allocate(64));
    release();
    allocator.free(old);
    expect(allocator.used).toBe(0);
    allocator.free(allocator.allocate(largestOf(MB)));
  });
});
