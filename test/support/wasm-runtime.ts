/** Our WebAssembly module without workers: the parts of a pass one after the other, which gives the same numbers. */
import { setFlagsFromString } from 'node:v8';
import { features } from '../../src/kernels/wasm/features';
import { MemoryHeap, PAGE } from '../../src/kernels/wasm/heap';
import { moduleBytes, type Variant } from '../../src/kernels/wasm/modules';
import { type Runtime, runOf } from '../../src/kernels/wasm/runtime';

export const VARIANTS: Variant[] = ['simd', 'relaxed-simd'];

/** Node 20 has it as an experiment, of the whole process: on for this file only, or the files after it compute otherwise. */
if (!features().relaxedSimd) {
  setFlagsFromString('--experimental-wasm-relaxed-simd');
  afterAll(() => setFlagsFromString('--no-experimental-wasm-relaxed-simd'));
}

export function partsInTurn(variant: Variant, threads: number): Runtime {
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 4096 });
  const heap = new MemoryHeap(memory, 4096 * PAGE);
  const run = runOf(new WebAssembly.Instance(new WebAssembly.Module(moduleBytes(variant, false)), { env: { memory } }));
  return {
    heap,
    threads,
    variant,
    run: (operation, job, parts = threads) => {
      for (let part = 0; part < parts; part++) run(operation, job, part, parts);
    },
    close: () => undefined,
  };
}
