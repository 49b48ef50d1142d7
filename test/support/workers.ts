/** Places for a runtime of the WebAssembly kernels: real threads of Node, and such as misbehave. */
import { type Features, features } from '../../src/kernels/wasm/features';
import { Operation, ProbeJob } from '../../src/kernels/wasm/operations';
import type { Surroundings } from '../../src/kernels/wasm/plan';
import type { Runtime } from '../../src/kernels/wasm/runtime';
import { CONTROL } from '../../src/kernels/wasm/worker';
import type { WorkerHost } from '../../src/kernels/wasm/worker-host';
import { nodeWorkers } from '../../src/platform/node-workers';

/** Real threads; `changes` to the host, `lacks` of the engine. */
export function place(changes: Partial<WorkerHost> = {}, lacks: Partial<Features> = {}): Surroundings {
  const host = { ...nodeWorkers, settings: () => ({}), ...changes };
  return { features: () => ({ ...features(), ...lacks }), host, patience: 100 };
}

/** A host whose first `count` threads run `source` (a function of ThreadData as text), and all later ones ours. */
export function firstThreads(count: number, source: string): Partial<WorkerHost> {
  let started = 0;
  return { start: (ours, data, ended) => nodeWorkers.start(started++ < count ? source : ours, data, ended) };
}

/** Says that it has booted, then `does` something else than work; `words` are the control words. */
export const idleThread = (does: string) => `function ({ control, memory, thread }) {
  const words = new Int32Array(control);
  Atomics.add(words, ${CONTROL.ready}, 1);
  setInterval(() => {}, 1000);
  ${does}
}`;

/** Runs the probe. @returns what the threads have written, by number. */
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
