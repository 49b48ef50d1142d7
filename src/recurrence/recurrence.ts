/**
 * The contract of a recurrence: MANY time steps of one cell in one direction, and the backward pass. `unroll.ts` implements
 * it in float64 with a list of steps as sequence; kernels implement it with tensors [B,T,·]. All pass one suite.
 *
 *     state_t = cell(x_t kernel + bias, state_{t-1})     where step t is real for an example
 *     state_t = state_{t-1}                              where it is padding: state and output hold
 *
 * In reverse the steps run from T to 1; since padding holds the initial state, an example starts at its last real step.
 */
import type { Cell, Named } from '../cells/cell';

/** Which cell runs, and in which direction. */
export interface RecurrenceOptions {
  cell: Cell;
  /** Runs from the last step to the first. */
  reverse?: boolean;
}

/** What a recurrence computes with: a sequence, the weights, and what is optional. */
export interface RecurrenceInputs<Sequence, Value> {
  /** [B,T,I]; as a list: T × [B,I] */
  xs: Sequence;
  weights: Named<Value>;
  /** What the first step starts from, each [B,H]; zeros unless given. */
  initialState?: Named<Value>;
  /** 1 for a real step, 0 for padding, [B,T]; as a list: T × [B,1]. All real unless given. */
  mask?: Sequence;
  /** Recurrent dropout: factors [B,H] for h where it enters the gates, the same at every step (cells/dropout.ts). */
  recurrentDropout?: Value;
}

/** What `forward` returns. */
export interface RecurrenceOutputs<Sequence, Value, Saved> {
  /** h after every step [B,T,H] */
  hs: Sequence;
  /** State after the last step (in reverse: after the first), each [B,H]. */
  lastState: Named<Value>;
  saved: Saved;
}

/** What is left out counts as zero. */
export interface OutputGradients<Sequence, Value> {
  dhs?: Sequence;
  dLastState?: Named<Value>;
}

/** What `backward` returns: the gradient of every input, of its shape. */
export interface InputGradients<Sequence, Value> {
  dxs: Sequence;
  dWeights: Named<Value>;
  dInitialState: Named<Value>;
}

/** `backward` reads `saved` and changes nothing: called twice it gives the same gradients twice. */
export interface Recurrence<Sequence, Value, Saved> {
  /** All steps of a sequence. @throws ShapeError for inputs that do not fit. */
  forward(inputs: RecurrenceInputs<Sequence, Value>): RecurrenceOutputs<Sequence, Value, Saved>;
  /** Back-propagation through all steps. @param saved what `forward` returned with its outputs. */
  backward(gradients: OutputGradients<Sequence, Value>, saved: Saved): InputGradients<Sequence, Value>;
}
