/** Every kernel of a recurrence on every backend: the rows of the suites in test/kernels/. */
import { existsSync } from 'node:fs';
import type { BackendName } from '../../src/backends/backends';
import { fusedRecurrence } from '../../src/kernels/fused/fused-recurrence';
import { genericRecurrence } from '../../src/kernels/generic/generic-recurrence';
import { wasmRecurrence } from '../../src/kernels/wasm/recurrence/recurrence';
import { createRuntime, type ThreadedRuntime } from '../../src/kernels/wasm/runtime/threaded-runtime';
import { installWorkerHost } from '../../src/kernels/wasm/runtime/worker-host';
import { nodeWorkers } from '../../src/platform/node-workers';
import type { Kernel } from './implementations';
import { describeIf } from './optional';

export interface KernelRow {
  name: string;
  kernel: Kernel;
  /** What it holds outside of tensors: must come back to where it was. */
  held: () => number;
  start?: () => Promise<void>;
  stop?: () => void;
}

const BACKENDS: BackendName[] = ['cpu', 'wasm', 'tensorflow'];

const KERNELS: KernelRow[] = [
  { name: 'generic', kernel: genericRecurrence, held: () => 0 },
  webassembly(1),
  webassembly(2),
];

function webassembly(threads: number): KernelRow {
  let runtime: ThreadedRuntime;
  return {
    name: `webassembly, threads: ${threads}`,
    kernel: (options, inputs) => fusedRecurrence(wasmRecurrence(runtime, options), inputs),
    held: () => runtime.allocator.used,
    async start() {
      installWorkerHost(nodeWorkers);
      runtime = createRuntime({ threads });
      await runtime.start();
      expect(runtime.report().threads).toBe(threads);
    },
    stop: () => runtime.close(),
  };
}

export const hasNative = existsSync('.native/node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node');

/** One `describe` for each kernel on each backend. */
export function describeEveryKernel(body: (row: KernelRow, backend: BackendName) => void): void {
  for (const row of KERNELS) {
    for (const backend of BACKENDS) {
      const isHere = backend !== 'tensorflow' || hasNative;
      describeIf(isHere, `${row.name}, on ${backend}`, 'run `npm run native`', () => {
        beforeAll(row.start ?? (() => undefined));
        afterAll(row.stop ?? (() => undefined));
        body(row, backend);
      });
    }
  }
}
