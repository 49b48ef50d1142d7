/** Blocks of another module's memory, from that module's own allocator: our kernels work beside its data, nothing is copied. */
import { ALIGNMENT, type Block, type Allocator } from './allocator';

/** A memory and its allocator, such as those of the wasm backend of TensorFlow.js. */
export interface Lender {
  readonly memory: WebAssembly.Memory;
  /** @returns 0 where there is no more. */
  malloc(bytes: number): number;
  free(offset: number): void;
}

/** @param full makes the error for a lender that has no more. */
export function borrowedAllocator(lender: Lender, full: (bytes: number) => Error): Allocator {
  const lent = new Map<Block, number>();
  const { memory } = lender;
  let used = 0;
  return {
    memory,
    get used() {
      return used;
    },
    allocate(bytes) {
      const start = lender.malloc(bytes + ALIGNMENT); // it aligns to 16 at best
      if (start === 0) throw full(bytes);
      const block = { offset: Math.ceil((start >>> 0) / ALIGNMENT) * ALIGNMENT, bytes };
      lent.set(block, start);
      used += bytes;
      return block;
    },
    free(block) {
      const start = lent.get(block);
      if (start === undefined) return;
      lent.delete(block);
      used -= block.bytes;
      lender.free(start);
    },
    floats: (offset, length) => new Float32Array(memory.buffer, offset, length),
    ints: (offset, length) => new Int32Array(memory.buffer, offset, length),
    bytes: (offset, length) => new Uint8Array(memory.buffer, offset, length),
  };
}
