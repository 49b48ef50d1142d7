/**
 * The contract of a cell: ONE time step as equations, forwards and backwards.
 *
 * What a step does with x is linear and does not wait for the state, so it is taken out of the step: the recurrence
 * computes the *projection* `xW = x kernel + bias` for all steps at once and hands row block t to step t. The step adds
 * what depends on the state. Backwards, `stepBackward` returns the gradient of xW, from which the recurrence gets
 * dx = dxW kernelᵀ, dkernel = Σ xᵀ dxW and dbias = Σ dxW, for any cell alike. So `kernel` [I,G·H] and `bias` [G·H] are
 * weights of every cell but appear in none; every matrix product inside a step is a product with the state.
 *
 * Letters: B examples, I inputs, H hidden units, G gates. State and saved values are records: `{ h, c }`.
 */
import type { Initializer, ParameterSpec } from '../parameters';
import type { Algebra, Product } from './algebra';

/** Matrices or tensors by name: weights, states, saved values. */
export type Named<A> = Record<string, A>;

/** A recurrent cell: one time step as equations, forwards and backwards (src/cells). */
export interface Cell {
  /** `lstm`, `gru`, …: for messages and tables. */
  readonly name: string;
  readonly hiddenSize: number;
  /** G: the projection is [B,G·H]. */
  readonly gates: number;
  /** What is carried from step to step, each [B,H]; the first one is also the output. */
  readonly stateNames: readonly string[];
  /** Every weight: `kernel` [I,G·H] first, `bias` [G·H] last, the cell's own between them. */
  parameters(inputSize: number): ParameterSpec[];
  /**
   * One step forward. `saved` is everything that the backward pass needs.
   * @param xW x kernel + bias [B,G·H] @param state each [B,H]
   */
  step<A>(algebra: Algebra<A>, xW: A, state: Named<A>, weights: Named<A>): { state: Named<A>; saved: Named<A> };
  /** One step backward. @param dState gradient of the state that `step` returned. */
  stepBackward<A>(algebra: Algebra<A>, dState: Named<A>, saved: Named<A>, weights: Named<A>): StepGradients<A>;
}

/** What `stepBackward` returns. */
export interface StepGradients<A> {
  /** Gradient of the projection [B,G·H]. */
  dxW: A;
  /** Gradient of the state before this step. */
  dState: Named<A>;
  /** The cell's own weights (not `kernel`, `bias`). A list stands for blocks of columns, side by side. */
  dWeights: Record<string, Product<A> | Product<A>[]>;
}

/** The weights that every cell has, with Keras 3's initial values, around the cell's own. */
export function withProjection(
  inputSize: number,
  width: number,
  own: ParameterSpec[],
  bias: Initializer = 'zeros',
): ParameterSpec[] {
  return [
    { name: 'kernel', shape: [inputSize, width], initializer: 'glorotUniform' },
    ...own,
    { name: 'bias', shape: [width], initializer: bias },
  ];
}
