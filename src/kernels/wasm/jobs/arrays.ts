/**
 * Arrays of a caller as places in the module's memory. Those that lie in that memory stay where they are; others are
 * copied into the block that a pass works in, and out of it again.
 */
import { ShapeError } from '../../../errors';
import type { Heap } from '../runtime/allocator';
import type { Layout, Place } from '../runtime/layout';

interface Copy {
  array: Float32Array;
  place: Place;
}

export class Arrays {
  private readonly inputs: Copy[] = [];
  private readonly outputs: Copy[] = [];
  private readonly memory: ArrayBufferLike;

  constructor(
    private readonly where: string,
    private readonly heap: Heap,
    private readonly layout: Layout,
  ) {
    this.memory = heap.memory.buffer;
  }

  /** @throws ShapeError unless it has so many numbers. */
  input(name: string, array: Float32Array, length: number): Place {
    return this.placed(name, array, length, this.inputs);
  }

  output(name: string, array: Float32Array, length: number): Place {
    return this.placed(name, array, length, this.outputs);
  }

  copyIn(): void {
    for (const { array, place } of this.inputs) this.heap.floats(place.offset, array.length).set(array);
  }

  copyOut(): void {
    for (const { array, place } of this.outputs) array.set(this.heap.floats(place.offset, array.length));
  }

  private placed(name: string, array: Float32Array | undefined, length: number, copies: Copy[]): Place {
    if (array?.length !== length) {
      const problem = array ? `${name} has ${array.length} numbers` : `${name} is missing`;
      throw new ShapeError({ where: this.where, problem, expected: `${length} numbers` });
    }
    // By its offset, not as a view: when the memory grows, views end, but nothing moves.
    if (array.buffer === this.memory) return { offset: array.byteOffset };
    const place = this.layout.add(length);
    copies.push({ array, place });
    return place;
  }
}
