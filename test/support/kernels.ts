/** Every kernel of a recurrence on every backend: the rows of the suites in test/kernels/. */
import { existsSync } from 'node:fs';
import type { BackendName } from '../../src/backends/backends';
import { fusedRecurrence } from '../../src/kernels/fused';
import { genericRecurrence } from '../../src/kernels/generic';
import type { Kernel } from './implementations';
import { describeIf } from './optional';
import { keptPasses, unrolledHost } from './unrolled-host';

export interface KernelRow {
  name: string;
  kernel: Kernel;
  backends: BackendName[];
  /** What it holds outside of tensors: must come back to where it was. */
  held: () => number;
}

export const KERNELS: KernelRow[] = [
  { name: 'generic', kernel: genericRecurrence, backends: ['cpu', 'wasm', 'tensorflow'], held: () => 0 },
  {
    name: 'fused over the float64 reference',
    kernel: (options, inputs) => fusedRecurrence(unrolledHost(options), inputs),
    backends: ['cpu', 'wasm', 'tensorflow'],
    held: () => keptPasses.size,
  },
];

export const hasNative = existsSync('.native/node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node');

/** One `describe` for each kernel on each backend. */
export function describeEveryKernel(body: (row: KernelRow, backend: BackendName) => void): void {
  for (const row of KERNELS) {
    for (const backend of row.backends) {
      const isHere = backend !== 'tensorflow' || hasNative;
      describeIf(isHere, `${row.name} on ${backend}`, 'run `npm run native`', () => body(row, backend));
    }
  }
}
