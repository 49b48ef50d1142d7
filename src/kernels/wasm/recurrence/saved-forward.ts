/** What a forward pass leaves for the way back. */
import { BackendError } from '../../../errors';
import type { KeptPass } from '../../fused/host-recurrence';
import type { Block, Heap } from '../runtime/allocator';
import type { Place } from '../runtime/layout';
import type { PassSizes } from './pass-sizes';
import type { JobValues } from '../jobs/jobs';
import type { ShareHeader } from '../jobs/operations';
import type { Share } from './partitions';

export class WasmKeptPass implements KeptPass {
  private isFreed = false;

  constructor(
    private readonly heap: Heap,
    private readonly block: Block,
    readonly sizes: PassSizes,
    readonly shares: readonly { share: Share; places: JobValues<typeof ShareHeader> }[],
    readonly stacked: Place,
  ) {}

  get bytes(): number {
    return this.block.bytes;
  }

  free(): void {
    this.isFreed = true;
    this.heap.free(this.block);
  }

  /** @throws BackendError for what is no kept pass of this heap, or one that was freed. */
  static of(kept: KeptPass, heap: Heap): WasmKeptPass {
    if (kept instanceof WasmKeptPass && kept.heap === heap && !kept.isFreed) return kept;
    throw new BackendError({
      where: 'WebAssembly kernels, backward',
      problem: kept instanceof WasmKeptPass && kept.isFreed ? 'the kept pass was freed' : 'this is not a kept pass',
      expected: 'what forward returned, on the same runtime',
      fix: 'Call forward with keep, and free what it returns after backward',
    });
  }
}
