/**
 * Arrays of a caller as locations in the module's memory. Those that lie in that memory stay where they are; others are
 * copied into the block that a pass works in, and out of it again.
 */
import { ShapeError } from '../../../errors';
import type { Allocator } from '../runtime/allocator';
import type { Layout, Location } from '../runtime/layout';

interface Copy {
  array: Float32Array;
  location: Location;
}

export class Arrays {
  private readonly inputs: Copy[] = [];
  private readonly outputs: Copy[] = [];
  private readonly memory: ArrayBufferLike;

  constructor(
    private readonly where: string,
    private readonly allocator: Allocator,
    private readonly layout: Layout,
  ) {
    this.memory = allocator.memory.buffer;
  }

  /** @throws ShapeError unless it has so many values. */
  input(name: string, array: Float32Array, length: number): Location {
    return this.locate(name, array, length, this.inputs);
  }

  output(name: string, array: Float32Array, length: number): Location {
    return this.locate(name, array, length, this.outputs);
  }

  copyIn(): void {
    for (const { array, location } of this.inputs) this.allocator.floats(location.offset, array.length).set(array);
  }

  copyOut(): void {
    for (const { array, location } of this.outputs) array.set(this.allocator.floats(location.offset, array.length));
  }

  private locate(name: string, array: Float32Array | undefined, length: number, copies: Copy[]): Location {
    if (array?.length !== length) {
      const problem = array ? `${name} has ${array.length} numbers` : `${name} is missing`;
      throw new ShapeError({ where: this.where, problem, expected: `${length} numbers` });
    }
    // By its offset, not as a view: when the memory grows, views end, but nothing moves.
    if (array.buffer === this.memory) return { offset: array.byteOffset };
    const location = this.layout.add(length);
    copies.push({ array, location });
    return location;
  }
}
