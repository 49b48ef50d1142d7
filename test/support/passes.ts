/** Passes for tests of the WebAssembly kernels' runtime, in Node and in pages. */
import { MB } from '../../src/kernels/wasm/runtime/allocator';
import { Operation, ProbeJob } from '../../src/kernels/wasm/jobs/operations';
import { multiply } from '../../src/kernels/wasm/jobs/product';
import type { Runtime } from '../../src/kernels/wasm/runtime/runtime';
import { CONTROL } from '../../src/kernels/wasm/runtime/worker';
import { Random } from '../../src/random';

/** Runs the probe. @returns what the threads have written: (number + 1) · threads, by number. */
export function probe(runtime: Runtime, threads = runtime.threads): number[] {
  const { heap } = runtime;
  const job = heap.allocate(4);
  const target = heap.allocate(4 * threads);
  try {
    heap.ints(target.offset, threads).fill(0);
    heap.ints(job.offset, 1)[ProbeJob.target] = target.offset;
    runtime.run(Operation.probe, job.offset, threads);
    return [...heap.ints(target.offset, threads)];
  } finally {
    heap.free(job);
    heap.free(target);
  }
}

/** A pass in which the threads from number 1 on write behind the end of the memory, and so trap. */
export function trap(runtime: Runtime): void {
  const { heap } = runtime;
  const job = heap.allocate(4);
  try {
    heap.ints(job.offset, 1)[ProbeJob.target] = heap.memory.buffer.byteLength - 4;
    runtime.run(Operation.probe, job.offset);
  } finally {
    heap.free(job);
  }
}

const numbers = Random.fromSeed(2).normalArray(300 * 120);

/** The bytes of a product of random sizes, large enough for all threads to take part. */
export function product(runtime: Runtime, random: Random): Uint8Array {
  const { heap } = runtime;
  const [m, k, n] = [random.integer(200) + 100, random.integer(60) + 60, random.integer(100) + 100];
  const blocks = [m * k, k * n, m * n].map((size) => heap.allocate(4 * size));
  const [a, b, c] = blocks.map(({ offset }) => offset);
  heap.floats(a, m * k).set(numbers.subarray(0, m * k));
  heap.floats(b, k * n).set(numbers.subarray(-k * n));
  multiply(runtime, { a, b, c, m, k, n });
  const bytes = heap.bytes(c, 4 * m * n).slice();
  blocks.forEach((block) => heap.free(block));
  return bytes;
}

/** Makes the memory grow. */
export function grow({ heap }: Runtime): void {
  const { byteLength } = heap.memory.buffer;
  heap.allocate(40 * MB);
  if (heap.memory.buffer.byteLength === byteLength) throw new Error('the memory did not grow');
}

/** Source of a thread that says that it has booted, then `does` something else than work; `words` are the control's. */
export const idleThread = (does = '') => `function ({ control, memory, thread }) {
  const words = new Int32Array(control);
  Atomics.add(words, ${CONTROL.ready}, 1);
  setInterval(() => {}, 1000);
  ${does}
}`;
