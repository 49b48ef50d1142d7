/**
 * Full back-propagation through time in float64: the slow truth. The projection of all inputs, the loop over time, and
 * the gradients of both:
 *
 *     1  xW_t = x_t kernel + bias
 *     2  the loop (time-loop.ts)
 *     backwards
 *     2  dxW_t, d(cell's weights), d(initial state) from the loop
 *     1  dx_t = dxW_t kernelᵀ     dkernel = Σ_t x_tᵀ dxW_t     dbias = Σ_t dxW_t
 */
import type { Named } from '../cells/cell';
import { withRecurrentDropout } from '../cells/dropout';
import { float64, type Matrix } from '../cells/float64';
import { ConfigError } from '../errors';
import { checkFinite, checkInputs, checkOutputGradients } from './checks';
import type { InputGradients, OutputGradients, Recurrence, RecurrenceInputs, RecurrenceOptions } from './recurrence';
import { loopBackward, loopForward, type TimeLoop } from './time-loop';
import { checkOptionNames } from '../validation';

/** Cell and direction of `unroll`. */
export interface UnrollOptions extends RecurrenceOptions {
  /** Refuses NaN and infinity in x and in h, naming the step. Off, they propagate. */
  checkFinite?: boolean;
}

export interface Unrolled {
  loop: TimeLoop<Matrix>;
  xs: Matrix[];
  zeros: Matrix;
  steps: Named<Matrix>[];
}

/** What `backward` of `unroll` returns; also the gradients inside of it. */
export interface UnrollGradients extends InputGradients<Matrix[], Matrix> {
  /** dL/dstate_t after every step, all paths together: `dStates[t].h` is dL/dh_t, `dStates[t - 1].h` dL/dh_{t-1}. */
  dStates: Named<Matrix>[];
}

export interface Unroll extends Recurrence<Matrix[], Matrix, Unrolled> {
  backward(gradients: OutputGradients<Matrix[], Matrix>, saved: Unrolled): UnrollGradients;
}

/** @throws ShapeError for inputs that do not fit, before any work. */
export function unroll(options: UnrollOptions): Unroll {
  checkOptionNames('unroll', options, { cell: true, reverse: true, checkFinite: true });
  const { cell, reverse = false } = options;
  const where = `unroll(${cell.name})`;
  return {
    forward(inputs) {
      const { B } = checkInputs(where, cell, inputs);
      if (options.checkFinite) checkFinite(where, 'x', inputs.xs);
      const { weights, mask } = inputs;
      const zeros = float64.zeros(B, cell.hiddenSize);
      const loop = { algebra: algebraFor(inputs), cell, weights, reverse, mask };
      const xs = mask ? inputs.xs.map((x, t) => zeroPadding(x, mask[t])) : inputs.xs;
      const xWs = xs.map((x) => float64.add(float64.matMul(x, weights.kernel), weights.bias)); // 1  [B,G·H]
      const { hs, lastState, saved } = loopForward(loop, xWs, inputs.initialState ?? zeroState(cell.stateNames, zeros));
      if (options.checkFinite) checkFinite(where, 'h', hs);
      return { hs, lastState, saved: { loop, xs, zeros, steps: saved } };
    },

    backward({ dhs, dLastState }, saved) {
      if (!saved?.loop) throw notForward(where);
      const { loop, xs, zeros, steps } = saved;
      checkOutputGradients(where, cell, { dhs, dLastState }, { B: zeros.rows, T: xs.length });
      const { kernel } = loop.weights;
      const dLast = { ...zeroState(cell.stateNames, zeros), ...dLastState };
      const { dxWs, dWeights, ...rest } = loopBackward(loop, steps, dhs ?? [], dLast, zeros); //  2
      const dxs = dxWs.map((dxW) => float64.matMulTransposed(dxW, kernel)); //                    1  [B,I]
      const dKernel = float64.sumOfProducts(dxWs.map((dxW, t) => ({ left: xs[t], right: dxW }))); // [I,G·H]
      const dBias = float64.sumOfProducts(dxWs.map((dxW) => ({ right: dxW }))); //                   [G·H]
      return { dxs, dWeights: { kernel: dKernel, ...dWeights, bias: dBias }, ...rest };
    },
  };
}

/** Padding may hold anything, NaN too, and 0 · NaN would reach every gradient of a weight. */
const zeroPadding = (x: Matrix, mask: Matrix): Matrix => float64.select(mask, x, float64.zeros(x.rows, x.columns));

const algebraFor = ({ recurrentDropout }: RecurrenceInputs<Matrix[], Matrix>) =>
  recurrentDropout ? withRecurrentDropout(float64, recurrentDropout) : float64;

const zeroState = (names: readonly string[], zeros: Matrix): Named<Matrix> =>
  Object.fromEntries(names.map((name) => [name, zeros]));

const notForward = (where: string) =>
  new ConfigError({
    where: `${where}.backward`,
    problem: 'there is nothing saved by a forward pass',
    expected: 'the `saved` that forward returned',
    fix: 'Call forward first and pass its saved',
  });
