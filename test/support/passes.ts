/** Passes for tests of the WebAssembly kernels' runtime, in Node and in pages. */
import { MB } from '../../src/kernels/wasm/runtime/allocator';
import { Operation, ProbeJob } from '../../src/kernels/wasm/jobs/operations';
import { multiply } from '../../src/kernels/wasm/jobs/product';
import type { Runtime } from '../../src/kernels/wasm/runtime/runtime';
import { CONTROL } from '../../src/kernels/wasm/runtime/worker';
import { Random } from '../../src/random';

/** Runs the probe. @returns what the threads have written: (number + 1) · threads, by number. */
export function probe(runtime: Runtime, threads = runtime.threads): number[] {
  const { allocator } = runtime;
  const job = allocator.allocate(4);
  const target = allocator.allocate(4 * threads);
  try {
    allocator.ints(target.offset, threads).fill(0);
    allocator.ints(job.offset, 1)[ProbeJob.target] = target.offset;
    runtime.run(Operation.probe, job.offset, threads);
    return [...allocator.ints(target.offset, threads)];
  } finally {
    allocator.free(job);
    allocator.free(target);
  }
}

/** A pass in which the threads from number 1 on write behind the end of the memory, and so trap. */
export function trap(runtime: Runtime): void {
  const { allocator } = runtime;
  const job = allocator.allocate(4);
  try {
    allocator.ints(job.offset, 1)[ProbeJob.target] = allocator.memory.buffer.byteLength - 4;
    runtime.run(Operation.probe, job.offset);
  } finally {
    allocator.free(job);
  }
}

const numbers = Random.fromSeed(2).normalArray(300 * 120);

/** The bytes of a product of random sizes, large enough for all threads to take part. */
export function product(runtime: Runtime, random: Random): Uint8Array {
  const { allocator } = runtime;
  const [m, k, n] = [random.integer(200) + 100, random.integer(60) + 60, random.integer(100) + 100];
  const blocks = [m * k, k * n, m * n].map((size) => allocator.allocate(4 * size));
  const [a, b, c] = blocks.map(({ offset }) => offset);
  allocator.floats(a, m * k).set(numbers.subarray(0, m * k));
  allocator.floats(b, k * n).set(numbers.subarray(-k * n));
  multiply(runtime, { a, b, c, m, k, n });
  const bytes = allocator.bytes(c, 4 * m * n).slice();
  blocks.forEach((block) => allocator.free(block));
  return bytes;
}

/** Makes the memory grow. */
export function grow({ allocator }: Runtime): void {
  const { byteLength } = allocator.memory.buffer;
  allocator.allocate(40 * MB);
  if (allocator.memory.buffer.byteLength === byteLength) throw new Error('the memory did not grow');
}

/** Source of a thread that says that it has booted, then `does` something else than work; `words` are the control's. */
export const idleThread = (does = '') => `function ({ control, memory, thread }) {
  const words = new Int32Array(control);
  Atomics.add(words, ${CONTROL.ready}, 1);
  setInterval(() => {}, 1000);
  ${does}
}`;
