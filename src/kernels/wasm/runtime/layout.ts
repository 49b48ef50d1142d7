/** Several arrays in one block of a heap: first all ask for room, then one allocation is made, then each has its place. */
import { ALIGNMENT, type Block, type Heap } from './allocator';

export interface Place {
  /** Bytes from the start of the memory, known once the block is allocated. */
  offset: number;
}

export class Layout {
  private readonly places: Place[] = [];
  private bytes = 0;

  /** Room for so many 32-bit numbers. */
  add(count: number): Place {
    const place = { offset: this.bytes };
    this.places.push(place);
    this.bytes += Math.ceil((4 * count) / ALIGNMENT) * ALIGNMENT;
    return place;
  }

  /** To be called once. */
  allocate(heap: Heap): Block {
    const block = heap.allocate(this.bytes);
    for (const place of this.places) place.offset += block.offset;
    return block;
  }

  /** Runs `body` while the block exists; it is given back whatever happens. */
  during<R>(heap: Heap, body: () => R): R {
    const block = this.allocate(heap);
    try {
      return body();
    } finally {
      heap.free(block);
    }
  }
}
