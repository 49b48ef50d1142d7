/**
 * The loop over time, forwards and backwards: back-propagation through time (Werbos 1990) over any cell and any
 * algebra. It starts from the projected inputs xW_t and ends with their gradients; `unroll.ts` and the generic kernel
 * put x kernel + bias around it.
 *
 *     forwards   t = 1 … T:  state_t = cell(xW_t, state_{t-1})
 *     backwards  t = T … 1:  dstate_t += dL/dh_t from outside;  dxW_t, dstate_{t-1}, products_t = cell backwards
 *     at the end:            dWeights = Σ_t products_t, all steps in one matrix product
 */
import type { Algebra, Product } from '../cells/algebra';
import type { Cell, Named } from '../cells/cell';

export interface TimeLoop<A> {
  algebra: Algebra<A>;
  cell: Cell;
  weights: Named<A>;
  reverse: boolean;
  /** T × [B,1] */
  mask?: readonly A[];
}

export interface LoopGradients<A> {
  /** T × [B,G·H] */
  dxWs: A[];
  dInitialState: Named<A>;
  dWeights: Named<A>;
  /** dL/dstate_t, all paths together: through the output of step t and through every later step. */
  dStates: Named<A>[];
}

/** @param xWs T × [B,G·H] @param initialState each [B,H]. `saved[t]` is what step t keeps for the backward pass. */
export function loopForward<A>(loop: TimeLoop<A>, xWs: readonly A[], initialState: Named<A>) {
  const { algebra, cell, weights, mask } = loop;
  const hs: A[] = new Array<A>(xWs.length);
  const saved: Named<A>[] = new Array<Named<A>>(xWs.length);
  let state = initialState;
  for (const t of timeOrder(loop, xWs.length)) {
    const previous = state;
    const step = algebra.scope(() => {
      const { state: next, saved } = cell.step(algebra, xWs[t], previous, weights);
      return { state: mask ? selectEach(algebra, mask[t], next, previous) : next, saved };
    });
    state = step.state;
    saved[t] = step.saved;
    hs[t] = state[cell.stateNames[0]];
  }
  return { hs, lastState: state, saved };
}

/**
 * @param dhs dL/dh_t from outside; undefined where a step has no loss.
 * @param dLastState complete, each [B,H]. @param zeros [B,H]
 */
export function loopBackward<A>(
  loop: TimeLoop<A>,
  saved: readonly Named<A>[],
  dhs: readonly (A | undefined)[],
  dLastState: Named<A>,
  zeros: A,
): LoopGradients<A> {
  const { algebra, cell, weights, mask } = loop;
  const output = cell.stateNames[0];
  const dxWs: A[] = new Array<A>(saved.length);
  const dStates: Named<A>[] = new Array<Named<A>>(saved.length);
  const products: Record<string, Product<A>[][]> = {};
  let dState = dLastState;
  for (const t of timeOrder(loop, saved.length).reverse()) {
    const dNext = dState;
    const dh = dhs[t];
    const step = algebra.scope(() => {
      const dHere = dh === undefined ? dNext : { ...dNext, [output]: algebra.add(dNext[output], dh) };
      const dReal = mask ? mapEach(dHere, (d) => algebra.select(mask[t], d, zeros)) : dHere;
      const back = cell.stepBackward(algebra, dReal, saved[t], weights);
      // Padding passed the state on unchanged, so its gradient passes unchanged as well.
      const dBefore = mask ? selectEach(algebra, mask[t], back.dState, dHere) : back.dState;
      return { ...back, dHere, dBefore };
    });
    dxWs[t] = step.dxW;
    dStates[t] = step.dHere;
    dState = step.dBefore;
    for (const [name, product] of Object.entries(step.dWeights)) (products[name] ??= []).push([product].flat());
  }
  const dWeights = mapEach(products, (steps) => sumOverTime(algebra, steps));
  return { dxWs, dInitialState: dState, dWeights, dStates };
}

/** Each step gives a list of blocks of columns; the same block of all steps is one sum. */
function sumOverTime<A>(algebra: Algebra<A>, steps: Product<A>[][]): A {
  const blocks = steps[0].map((_, i) => algebra.sumOfProducts(steps.map((blocks) => blocks[i])));
  return blocks.length === 1 ? blocks[0] : algebra.join(blocks);
}

function timeOrder({ reverse }: { reverse: boolean }, length: number): number[] {
  return Array.from({ length }, (_, i) => (reverse ? length - 1 - i : i));
}

function selectEach<A>(algebra: Algebra<A>, mask: A, whereTrue: Named<A>, whereFalse: Named<A>): Named<A> {
  return mapEach(whereFalse, (other, name) => algebra.select(mask, whereTrue[name], other));
}

export function mapEach<A, R>(record: Record<string, A>, f: (value: A, name: string) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, f(value, name)]));
}
