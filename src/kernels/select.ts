/**
 * Which kernel runs a recurrence, and why not a faster one. The rule is a table: for each memory that tensors may be in, the
 * kernels from the fastest to the slowest, as measured (docs/decisions/native-kernels.md). The first that is registered
 * and does not refuse the request runs.
 *
 * The generic one runs any cell on any backend. `registerRecurrenceKernel` adds one, or takes the place of one.
 */
import * as tf from '@tensorflow/tfjs';
import type { Cell } from '../cells/cell';
import { ConfigError, show } from '../errors';
import type { RecurrenceOptions } from '../recurrence/recurrence';
import { didYouMean } from '../spelling';
import { plainStepper } from './cell-stepper';
import {
  genericRecurrence,
  type TensorRecurrenceInputs,
  type TensorRecurrenceOutputs,
  type TensorRecurrenceResults,
} from './generic/generic-recurrence';
import type { RecurrenceCall, RecurrenceKernel, RecurrenceRequest, Refusal } from './recurrence-kernel';
import type { TokenScorer, TokenScorerOptions } from './token-scorer';
import { webassemblyKernel } from './wasm/recurrence/webassembly-kernel';
import { checkOptionNames } from '../validation';

/** The kernel that runs a request. */
export interface Selection {
  kernel: RecurrenceKernel;
  /** What might have been faster, and why it does not run. */
  passedOver: PassedOver[];
}

export interface PassedOver extends Refusal {
  kernel: string;
}

type TensorMemory = 'main memory' | 'native TensorFlow' | 'GPU';

interface Rule {
  order: string[];
  /** Why in this order. */
  reason: string;
  leftOut: PassedOver[];
}

/** By where the backend keeps its tensors. */
const FASTEST_FIRST: Record<TensorMemory, Rule> = {
  'main memory': {
    order: ['webassembly', 'generic'],
    reason: 'its threads are faster than any operations of TensorFlow.js that were measured there',
    leftOut: [],
  },
  'native TensorFlow': {
    order: ['webassembly', 'generic'],
    reason:
      "fed by copies and with two threads it trains faster than TensorFlow's BlockLSTMV2 and the generic kernel, as measured, " +
      'and it knows masks and GRU',
    leftOut: [],
  },
  GPU: {
    order: ['generic'],
    reason: 'it runs where the tensors are',
    leftOut: [
      { kernel: 'webassembly', reason: 'every pass would wait for tensors to be copied out of the GPU and back' },
    ],
  },
};

const generic: RecurrenceKernel = {
  name: 'generic',
  refusal: () => undefined,
  run: (calls) => calls.map(({ options, inputs }) => genericRecurrence(options, inputs)),
  stepper: plainStepper,
};
const registered = new Map([generic, webassemblyKernel].map((kernel) => [kernel.name, kernel]));
let forced: string | undefined;

/** Again is harmless: the last kernel of a name counts. */
export function registerRecurrenceKernel(kernel: RecurrenceKernel): void {
  registered.set(kernel.name, kernel);
}

/**
 * For experiments: one kernel for all recurrences, by name; `auto` goes back to the rule.
 * @throws ConfigError for a name that is not registered.
 */
export function useRecurrenceKernel(name: string): void {
  const names = ['auto', ...registered.keys()];
  if (!names.includes(name)) {
    throw new ConfigError({
      where: 'kernel of recurrences',
      problem: `unknown kernel ${show(name)}`,
      expected: names.join(', '),
      fix: didYouMean(name, names, 'Choose one of these'),
    });
  }
  forced = name === 'auto' ? undefined : name;
}

/** @throws ConfigError if `useRecurrenceKernel` has named a kernel that cannot run this. */
export function selectRecurrence(request: RecurrenceRequest): Selection {
  const { order, leftOut } = FASTEST_FIRST[memoryOf(request.backend)];
  if (forced !== undefined) {
    const faster = order.slice(0, Math.max(order.indexOf(forced), 0));
    return { kernel: orThrow(forced, request), passedOver: faster.map((kernel) => ({ kernel, ...notChosen })) };
  }
  const passedOver = [...leftOut];
  for (const name of order) {
    const kernel = registered.get(name) as RecurrenceKernel;
    const refusal = kernel.refusal(request);
    if (!refusal) return { kernel, passedOver };
    passedOver.push({ kernel: name, ...refusal });
  }
  return { kernel: generic, passedOver };
}

/** A recurrence by the fastest kernel for it, on the present backend. Inputs, outputs, errors as `genericRecurrence`. */
export function runRecurrence(options: RecurrenceOptions, inputs: TensorRecurrenceInputs): TensorRecurrenceOutputs {
  checkOptionNames('runRecurrence', options, { cell: true, reverse: true });
  return runRecurrences([{ options, inputs }])[0] as TensorRecurrenceOutputs;
}

/**
 * Recurrences that do not depend on each other, all of the same kind of cell, such as the two directions of a layer:
 * side by side where the kernel can.
 */
export function runRecurrences(calls: readonly RecurrenceCall[]): TensorRecurrenceResults[] {
  return selectRecurrence({ cell: calls[0].options.cell, backend: tf.getBackend() }).kernel.run(calls);
}

/** Whether steps outside of TensorFlow.js are faster than its operations on the present backend. Errors as `selectRecurrence`. */
export const isStepFaster = (cell: Cell): boolean =>
  selectRecurrence({ cell, backend: tf.getBackend() }).kernel.tokenScorer !== undefined;

/** Of the fastest kernel that steps of this cell have, if it has one. */
export const makeTokenScorer = (cell: Cell, options: TokenScorerOptions): TokenScorer | undefined =>
  selectStepper(cell).kernel.tokenScorer?.(options);

/** Steps need no backend; their numbers are in main memory. Errors as `selectRecurrence`. */
export const selectStepper = (cell: Cell): Selection => selectRecurrence({ cell, backend: 'cpu' });

/** Why the rule prefers what it prefers on a backend. */
export const reasonOfRule = (backend: string): string => FASTEST_FIRST[memoryOf(backend)].reason;

function memoryOf(backend: string): TensorMemory {
  if (backend === 'webgl' || backend === 'webgpu') return 'GPU';
  const { isUsingGpuDevice } = (tf.engine().registry[backend] ?? {}) as { isUsingGpuDevice?: boolean }; // tfjs-node
  if (isUsingGpuDevice) return 'GPU';
  return backend === 'tensorflow' ? 'native TensorFlow' : 'main memory';
}

const notChosen: Refusal = {
  reason: 'another kernel was chosen for all recurrences',
  fix: "useRecurrenceKernel('auto'), or leave TFSEQ_KERNEL out",
};

function orThrow(name: string, request: RecurrenceRequest): RecurrenceKernel {
  const kernel = registered.get(name) as RecurrenceKernel;
  const refusal = kernel.refusal(request);
  if (!refusal) return kernel;
  throw new ConfigError({
    where: `kernel of recurrences ${show(name)}, chosen for all`,
    problem: `${request.cell.name} on ${request.backend}: ${refusal.reason}`,
    fix: refusal.fix ?? "Choose 'auto', or another kernel",
  });
}
