/**
 * The recurrence on our WebAssembly module: SimpleRNN, LSTM and GRU over all steps, forwards and backwards, with all
 * threads of a runtime. assembly/forward.ts and assembly/backward.ts have the loops, assembly/<cell>.ts the equations.
 */
import type { RecurrenceOptions } from '../../recurrence/recurrence';
import type { HostRecurrence } from '../host-recurrence';
import { backwardPass } from './backward-pass';
import { forwardPass } from './forward-pass';
import { WasmKeptPass } from './kept-pass';
import type { Runtime } from './runtime';

/**
 * Arrays that are views on the runtime's memory are used where they are, others are copied.
 * Results are byte-equal for the same number of threads, and equal up to rounding for any.
 * @throws (when called) ConfigError for a cell that the module does not know; ShapeError for an array of another size.
 */
export function wasmRecurrence(runtime: Runtime, options: RecurrenceOptions): HostRecurrence {
  return {
    options,
    forward: (sizes, inputs, outputs, keep) => forwardPass(runtime, options, { sizes, inputs, outputs, keep }),
    backward: (kept, gradients, results) =>
      backwardPass(runtime, options, WasmKeptPass.of(kept, runtime.heap), { gradients, results }),
  };
}
