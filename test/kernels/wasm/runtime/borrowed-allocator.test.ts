import { borrowedAllocator } from '../../../../src/kernels/wasm/runtime/borrowed-allocator';
import { planInstructions } from '../../../../src/kernels/wasm/runtime/runtime-plan';
import { borrowedRuntime } from '../../../../src/kernels/wasm/runtime/runtime';
import { probe } from '../../../support/passes';

/** Hands out memory from the bottom, in places that are not aligned, and remembers what came back. */
function lender(size = 65_536) {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const freed: number[] = [];
  let next = 24;
  const malloc = (bytes: number) => {
    const offset = next;
    if (offset + bytes > size) return 0;
    next += bytes + 8;
    return offset;
  };
  return { memory, malloc, free: (offset: number) => void freed.push(offset), freed };
}

const full = (bytes: number) => new Error(`no ${bytes} bytes`);

test('blocks are aligned inside what the lender gives, and go back to where they came from', () => {
  const owner = lender();
  const allocator = borrowedAllocator(owner, full);
  const blocks = [allocator.allocate(100), allocator.allocate(4)];
  expect(blocks.map(({ offset }) => offset % 64)).toEqual([0, 0]);
  expect(blocks[1].offset).toBeGreaterThanOrEqual(blocks[0].offset + 100);
  expect(allocator.used).toBe(104);
  blocks.forEach((block) => allocator.free(block));
  allocator.free(blocks[0]); // harmless
  expect(owner.freed).toEqual([24, 24 + 164 + 8]);
  expect(allocator.used).toBe(0);
});

test('a lender that has no more', () => {
  expect(() => borrowedAllocator(lender(), full).allocate(70_000)).toThrow('no 70000 bytes');
});

test('the module runs over a memory that is not ours, without a maximum and not shared', () => {
  const allocator = borrowedAllocator(lender(), full);
  const runtime = borrowedRuntime(allocator, planInstructions());
  expect(runtime.threads).toBe(1);
  expect(probe(runtime)).toEqual([1]);
  expect(probe(runtime, 3)).toEqual([3, 6, 9]); // in parts, one after the other
  expect(() => runtime.run(-1, 64)).toThrow(/a pass failed: unreachable/);
});
