/** Several arrays in one block of a heap: places are handed out first, then one allocation is made for all of them. */
import { ALIGNMENT, type Block, type Heap } from './heap';

export class Layout {
  bytes = 0;

  /** @returns the place of so many 32-bit numbers, from the start of the block. */
  add(count: number): number {
    const place = this.bytes;
    this.bytes += Math.ceil((4 * count) / ALIGNMENT) * ALIGNMENT;
    return place;
  }
}

/** Runs `body` with a block that is given back afterwards, whatever happens. */
export function withBlock<R>(heap: Heap, bytes: number, body: (block: Block) => R): R {
  const block = heap.allocate(bytes);
  try {
    return body(block);
  } finally {
    heap.free(block);
  }
}
