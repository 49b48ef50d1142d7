/** What `tfseq doctor` says: which kernel each cell gets on each backend, and why not a faster one. */
import type { Cell } from '../cells/cell';
import { gru } from '../cells/gru';
import { lstm } from '../cells/lstm';
import { simpleRnn } from '../cells/simple-rnn';
import { type PassedOver, reasonOfRule, selectRecurrence } from './select';
import { currentRuntime, describeRuntime } from './wasm/runtime/current-runtime';

/**
 * What the last bits of a result depend on: TensorFlow.js' backend, our instructions and threads. Runs that agree in it
 * give the same bytes.
 */
export function describeArithmetic(backend: string): string {
  if ('unavailable' in describeRuntime()) return backend;
  const { variant, threads } = currentRuntime();
  return `${backend}, ${variant}, threads ${threads}`;
}

/** Which kernel a cell gets on a backend, and why. */
export interface KernelChoice {
  cell: string;
  backend: string;
  kernel: string;
  /** Why the rule has the kernels in the order that it has on this backend. */
  reason: string;
  /** What might have been faster, why it does not run, and what would make it. */
  passedOver: PassedOver[];
}

const CELLS: readonly Cell[] = [
  simpleRnn({ hiddenSize: 1 }),
  simpleRnn({ hiddenSize: 1, activation: 'relu' }),
  lstm({ hiddenSize: 1 }),
  gru({ hiddenSize: 1 }),
  gru({ hiddenSize: 1, resetAfter: false }),
];

/**
 * Which kernel each built-in cell gets on each backend, and why not a faster one.
 * @param backends of TensorFlow.js that have been started before
 */
export function describeKernels(backends: readonly string[]): KernelChoice[] {
  return backends.flatMap((backend) =>
    CELLS.map((cell) => {
      const { kernel, passedOver } = selectRecurrence({ cell, backend });
      return { cell: cell.name, backend, kernel: kernel.name, reason: reasonOfRule(backend), passedOver };
    }),
  );
}
