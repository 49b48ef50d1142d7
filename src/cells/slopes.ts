/** From the gradient dy of y = f(a) to the gradient of a, with f′ written through y itself. */
import type { Algebra } from './algebra';

/** y = σ(a): dy ⊙ y ⊙ (1 − y) */
export function sigmoidBackward<A>({ multiply, oneMinus }: Algebra<A>, dy: A, y: A): A {
  return multiply(dy, multiply(y, oneMinus(y)));
}

/** y = tanh(a): dy ⊙ (1 − y²) */
export function tanhBackward<A>({ multiply, oneMinus }: Algebra<A>, dy: A, y: A): A {
  return multiply(dy, oneMinus(multiply(y, y)));
}

/** y = max(a, 0): dy where y > 0; the slope at 0 is taken as 0. */
export function reluBackward<A>({ multiply, isPositive }: Algebra<A>, dy: A, y: A): A {
  return multiply(dy, isPositive(y));
}
