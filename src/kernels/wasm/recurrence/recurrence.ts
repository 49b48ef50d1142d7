/**
 * The recurrence on our WebAssembly module: SimpleRNN, LSTM and GRU over all steps, forwards and backwards, with all
 * threads of a runtime. assembly/forward.ts and assembly/backward.ts have the loops, assembly/<cell>.ts the equations.
 */
import type { RecurrenceOptions } from '../../../recurrence/recurrence';
import type { HostRecurrence, HostRecurrences } from '../../fused/host-recurrence';
import { backwardPasses } from './backward-pass';
import { forwardPasses } from './forward-pass';
import type { Runtime } from '../runtime/runtime';

/**
 * Arrays that are views on the runtime's memory are used where they are, others are copied.
 * Results are byte-equal for the same number of threads, and equal up to rounding for any.
 * @throws (when called) ConfigError for a cell that the module does not know; ShapeError for an array of another size.
 */
export function wasmRecurrence(runtime: Runtime, options: RecurrenceOptions): HostRecurrence {
  const one = wasmRecurrences(runtime, [options]);
  return {
    options,
    forward: (sizes, inputs, outputs, save) => one.forward([{ sizes, inputs, outputs, save }])[0],
    backward: (saved, gradients, results) => one.backward([{ saved, gradients, results }]),
  };
}

/** Recurrences that do not depend on each other, with threads for each. */
export function wasmRecurrences(runtime: Runtime, options: readonly RecurrenceOptions[]): HostRecurrences {
  return {
    options,
    forward: (calls) => forwardPasses(runtime, options, calls),
    backward: (calls) => backwardPasses(runtime, options, calls),
  };
}
