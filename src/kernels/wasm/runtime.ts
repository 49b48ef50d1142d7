/** What our WebAssembly kernels run on: one module, its memory, and the threads that share it. */
import type { Heap } from './heap';

/** Which instructions the module uses: relaxed SIMD has the fused multiply-add. */
export type Variant = 'simd' | 'relaxed-simd';

export interface Runtime {
  readonly heap: Heap;
  /** At least 1, the caller's own. Ask before each pass: a page starts with one and goes on with all. */
  readonly threads: number;
  readonly variant: Variant;
  /**
   * Runs one operation on `threads` threads (all, unless fewer are asked for) and returns when all are done. Each calls
   * the module's `run(operation, job, thread, threads)`; `job` is the offset of the operation's arguments in the heap.
   * One thread wakes nobody: a small job should ask for it.
   * @throws BackendError if a thread fails. What the pass has written is then worth nothing; the next pass works.
   */
  run(operation: number, job: number, threads?: number): void;
  /** Stops the threads. */
  close(): void;
}

/** One operation of the module: all that it exports to us. */
type Run = (operation: number, job: number, thread: number, threads: number) => void;

/** Runs on the calling thread alone. */
export function oneThreadRuntime(module: WebAssembly.Module, heap: Heap, variant: Variant): Runtime {
  const { exports } = new WebAssembly.Instance(module, { env: { memory: heap.memory } });
  const run = exports.run as Run;
  return {
    heap,
    threads: 1,
    variant,
    run: (operation, job) => run(operation, job, 0, 1),
    close: () => undefined,
  };
}
