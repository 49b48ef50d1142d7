/** Places for a runtime of the WebAssembly kernels: real threads of Node, and such as misbehave. */
import { type Features, features } from '../../src/kernels/wasm/runtime/feature-detection';
import type { Surroundings } from '../../src/kernels/wasm/runtime/runtime-plan';
import type { WorkerHost } from '../../src/kernels/wasm/runtime/worker-host';
import { nodeWorkers } from '../../src/platform/node-workers';

/** Real threads; `changes` to the host, `lacks` of the engine. */
export function place(changes: Partial<WorkerHost> = {}, lacks: Partial<Features> = {}): Surroundings {
  const host = { ...nodeWorkers, settings: () => ({}), ...changes };
  return { features: () => ({ ...features(), ...lacks }), host, patience: 100 };
}

/** The first thread runs `source` (a function of ThreadData as text), all later ones run ours. */
export function firstThread(source: string, { start }: WorkerHost = nodeWorkers): Partial<WorkerHost> {
  let started = 0;
  return { start: (ours, data, ended) => start(started++ === 0 ? source : ours, data, ended) };
}
