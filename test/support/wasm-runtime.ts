/** Our WebAssembly module without workers: the parts of a pass one after the other, which gives the same numbers. */
import { features } from '../../src/kernels/wasm/runtime/feature-detection';
import { MemoryAllocator, PAGE } from '../../src/kernels/wasm/runtime/allocator';
import type { Variant } from '../../src/kernels/wasm/runtime/modules';
import { planInstructions } from '../../src/kernels/wasm/runtime/runtime-plan';
import { compile, type Runtime, runOf } from '../../src/kernels/wasm/runtime/runtime';
import { nodeWorkers } from '../../src/platform/node-workers';

export const VARIANTS: Variant[] = ['simd', 'relaxed-simd'];

const instructionsFor = (variant: Variant) =>
  planInstructions({ relaxedSimd: variant === 'relaxed-simd' }, { features, host: nodeWorkers });

export function partsInTurn(variant: Variant, threads: number): Runtime {
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 4096 });
  const allocator = new MemoryAllocator(memory, 4096 * PAGE);
  const run = runOf(new WebAssembly.Instance(compile(instructionsFor(variant), false), { env: { memory } }));
  return {
    allocator,
    threads,
    variant,
    run: (operation, job, parts = threads) => {
      for (let part = 0; part < parts; part++) run(operation, job, part, parts);
    },
    close: () => undefined,
  };
}
