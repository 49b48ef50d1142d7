/** Several arrays in one block of memory: first all are added, then one allocation is made, then each has its offset. */
import { ALIGNMENT, type Block, type Allocator } from './allocator';

export interface Location {
  /** Bytes from the start of the memory, known once the block is allocated. */
  offset: number;
}

export class Layout {
  private readonly locations: Location[] = [];
  private bytes = 0;

  /** Reserves so many 32-bit values. */
  add(count: number): Location {
    const location = { offset: this.bytes };
    this.locations.push(location);
    this.bytes += Math.ceil((4 * count) / ALIGNMENT) * ALIGNMENT;
    return location;
  }

  /** To be called once. */
  allocate(allocator: Allocator): Block {
    const block = allocator.allocate(this.bytes);
    for (const location of this.locations) location.offset += block.offset;
    return block;
  }

  /** Runs `body` while the block exists; it is freed whatever happens. */
  during<R>(allocator: Allocator, body: () => R): R {
    const block = this.allocate(allocator);
    try {
      return body();
    } finally {
      allocator.free(block);
    }
  }
}
