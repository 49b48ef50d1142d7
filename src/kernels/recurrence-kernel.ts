/** The contract of the implementations of recurrences. `select.ts` chooses among those that are registered. */
import type { Cell } from '../cells/cell';
import type { RecurrenceOptions } from '../recurrence/recurrence';
import type { CellStepper, CellStepperOptions } from './cell-stepper';
import type { TensorRecurrenceInputs, TensorRecurrenceResults } from './generic/generic-recurrence';
import type { TokenScorer, TokenScorerOptions } from './token-scorer';

/** What a kernel accepts or refuses. */
export interface RecurrenceRequest {
  cell: Cell;
  /** Of TensorFlow.js. */
  backend: string;
}

/** Why a kernel cannot run a request. */
export interface Refusal {
  reason: string;
  /** What would make it run. */
  fix?: string;
}

/** An implementation of recurrences, to be registered with `registerRecurrenceKernel`. */
export interface RecurrenceKernel {
  readonly name: string;
  /** Why it cannot run this, or undefined if it can. */
  refusal(request: RecurrenceRequest): Refusal | undefined;
  /** One or more that do not depend on each other, all of the same cell. */
  run(calls: readonly RecurrenceCall[]): TensorRecurrenceResults[];
  /** The same, one step at a time and outside of TensorFlow.js. */
  stepper(options: CellStepperOptions): CellStepper;
  /** What a step of a generating model needs beside it. A kernel without it is no faster than TensorFlow.js there. */
  tokenScorer?(options: TokenScorerOptions): TokenScorer;
}

export interface RecurrenceCall {
  options: RecurrenceOptions;
  inputs: TensorRecurrenceInputs;
  /** Only the last state is requested: a kernel may leave out the h of all steps. */
  lastOnly?: boolean;
}
