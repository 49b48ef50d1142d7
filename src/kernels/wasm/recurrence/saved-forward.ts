/** What a forward pass leaves for the backward pass. */
import { BackendError } from '../../../errors';
import type { SavedForward } from '../../fused/host-recurrence';
import type { Block, Allocator } from '../runtime/allocator';
import type { Location } from '../runtime/layout';
import type { PassSizes } from './pass-sizes';
import type { JobValues } from '../jobs/jobs';
import type { PartitionHeader } from '../jobs/operations';
import type { Partition } from './partitions';

export class WasmSavedForward implements SavedForward {
  private isFreed = false;

  constructor(
    private readonly allocator: Allocator,
    private readonly block: Block,
    readonly sizes: PassSizes,
    readonly partitions: readonly { partition: Partition; locations: JobValues<typeof PartitionHeader> }[],
    readonly stacked: Location,
  ) {}

  get bytes(): number {
    return this.block.bytes;
  }

  free(): void {
    this.isFreed = true;
    this.allocator.free(this.block);
  }

  /** @throws BackendError for what no forward pass of this allocator has saved, or what was freed. */
  static of(saved: SavedForward, allocator: Allocator): WasmSavedForward {
    if (saved instanceof WasmSavedForward && saved.allocator === allocator && !saved.isFreed) return saved;
    throw new BackendError({
      where: 'WebAssembly kernels, backward',
      problem:
        saved instanceof WasmSavedForward && saved.isFreed
          ? 'the saved pass was freed'
          : 'this is not what a forward pass saved',
      expected: 'what forward returned, on the same runtime',
      fix: 'Call forward with save, and free what it returns after backward',
    });
  }
}
