/** Our WebAssembly module as a kernel of recurrences, on whatever backend keeps its tensors in main memory. */
import { isBuiltIn } from '../../../cells/built-in';
import { fusedRecurrences } from '../../fused/fused-recurrence';
import type { RecurrenceKernel } from '../../recurrence-kernel';
import { currentRuntime, describeRuntime } from '../runtime/current-runtime';
import { wasmRecurrences } from './recurrence';
import { WasmStepper } from './stepper';
import { WasmTokenScorer } from './token-scorer';

export const webassemblyKernel: RecurrenceKernel = {
  name: 'webassembly',

  refusal({ cell }) {
    if (!isBuiltIn(cell)) return notOurs;
    const runtime = describeRuntime();
    return 'unavailable' in runtime ? { reason: runtime.unavailable, fix: runtime.fix } : undefined;
  },

  run(calls) {
    const options = calls.map((call) => call.options);
    const inputs = calls.map((call) => call.inputs);
    const lastOnly = calls.map((call) => call.lastOnly ?? false);
    return fusedRecurrences(wasmRecurrences(currentRuntime(), options), inputs, lastOnly);
  },

  stepper: (options) => new WasmStepper(currentRuntime(), options),

  tokenScorer: (options) => new WasmTokenScorer(currentRuntime(), options),
};

const notOurs = { reason: 'it has the equations of SimpleRNN, LSTM and GRU of this package built in, and no others' };
