/** What a kernel runs on: the module, its memory, and the threads that share it. */
import { BackendError, reasonOf } from '../../../errors';
import type { Allocator } from './allocator';
import { moduleBytes, type Variant } from './modules';
import type { Instructions } from './runtime-plan';

export interface Runtime {
  readonly allocator: Allocator;
  /** Parts of a pass, at least 1: the same for the life of a runtime. */
  readonly threads: number;
  readonly variant: Variant;
  /**
   * One pass: the module's `run(operation, job, thread, threads)` for every thread below `threads` (as many as there
   * are, unless fewer are requested); it returns when all are done. `job` is the offset of the operation's arguments.
   *
   * A thread must not wait for another within a pass; what needs the results of all is another pass. So the parts give
   * the same values side by side and one after the other, which is how they run while workers boot or where they are
   * refused. A job for one thread wakes no worker: small jobs should use that.
   * @throws BackendError if a thread fails. What the pass has written is then worth nothing; the next pass works.
   */
  run(operation: number, job: number, threads?: number): void;
  /** Stops the workers. */
  close(): void;
}

/** With fewer multiplications for each, waking a thread takes longer than it saves. */
const WORTH_WAKING = 500_000;

/** How many threads there is work for. */
export const worthOf = (multiplications: number): number => Math.floor(multiplications / WORTH_WAKING);

/** Over a memory that is not ours, such as that of a backend: one thread. @throws BackendError as `refused` says. */
export function borrowedRuntime(allocator: Allocator, instructions: Instructions): Runtime {
  try {
    const run = runOf(new WebAssembly.Instance(compile(instructions, false), importsOf(allocator)));
    return {
      allocator,
      threads: 1,
      variant: instructions.variant,
      run(operation, job, threads = 1) {
        const problem = runInTurn(run, operation, job, threads);
        if (problem !== undefined) throw failed(problem);
      },
      close: () => undefined,
    };
  } catch (cause) {
    throw refused(cause);
  }
}

/** @throws what the engine says. */
export function compile({ variant, compiling }: Instructions, shared: boolean): WebAssembly.Module {
  const bytes = moduleBytes(variant, shared);
  return compiling ? compiling(() => new WebAssembly.Module(bytes)) : new WebAssembly.Module(bytes);
}

/** The export of the module. */
export type Run = (operation: number, job: number, thread: number, threads: number) => void;

export const runOf = ({ exports }: WebAssembly.Instance) => exports.run as Run;
export const importsOf = ({ memory }: Allocator) => ({ env: { memory } });

/** All parts on the calling thread. @returns what went wrong. */
export function runInTurn(run: Run, operation: number, job: number, threads: number): string | undefined {
  try {
    for (let thread = 0; thread < threads; thread++) run(operation, job, thread, threads);
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

export const failed = (problem: string) =>
  new BackendError({
    where: 'WebAssembly kernels',
    problem: `a pass failed: ${problem}`,
    expected: 'every thread to finish its part',
    fix: 'Repeat the step: the next one works with threads that are whole. Set threads to 1 if it happens again',
  });

export const refused = (cause: unknown) =>
  new BackendError({
    where: 'WebAssembly kernels',
    problem: `the engine refuses the module: ${reasonOf(cause)}`,
    expected: "a Content-Security-Policy with 'wasm-unsafe-eval' in script-src, where a page has one",
    fix: 'Allow it; the slower kernels that TensorFlow.js runs work here',
    cause,
  });
