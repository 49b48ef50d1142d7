/**
 * `call` of our three recurrent layers, in place of the stock one: checks, dropout masks, one run of the recurrence over
 * all steps, outputs as stock layers give them.
 */
import * as tf from '@tensorflow/tfjs';
import type { Cell, Named } from '../../cells/cell';
import { ShapeError } from '../../errors';
import type { RecurrenceCall } from '../../kernels/recurrence-kernel';
import { runRecurrences } from '../../kernels/select';
import type { Random } from '../../random';
import { checkShape } from '../../shapes';
import { dropoutMask } from '../dropout-mask';
import { cellWeights, type DropoutRates, type RecurrentLayer } from './recurrent-layer';
import { type CallArguments, onlyTensor } from '../stock';

/** What `layer.apply(x, …)` takes beside x [B,T,I]. */
export interface RecurrentCallArguments {
  /** [B,T], 1 for a real step, 0 for padding, where state and output hold. */
  mask?: tf.Tensor | tf.Tensor[] | null;
  training?: boolean;
  /** Dropout masks follow from it and from the layer's name. */
  random?: Random;
  /** What the first step starts from, each [B,H]: h, for an LSTM then c. */
  initialState?: tf.Tensor[] | null;
  /** Outputs of a layer that goes backwards stay at their steps, and do not come in the order of its run. */
  inStepOrder?: boolean;
}

/** @throws ShapeError if x, mask or initial state do not fit. */
export function callRecurrent(
  layer: RecurrentLayer,
  inputs: tf.Tensor | tf.Tensor[],
  kwargs: CallArguments,
): tf.Tensor | tf.Tensor[] {
  const [outputs] = callSideBySide(inputs, [{ layer, given: kwargs ?? {} }]);
  return layer.returnState ? outputs : outputs[0];
}

/**
 * Layers of one kind of cell over the same x [B,T,I], in one run where the kernel can.
 * @returns for each its output, then, if it returns them, its states.
 */
export function callSideBySide(
  inputs: tf.Tensor | tf.Tensor[],
  calls: readonly { layer: RecurrentLayer; given: RecurrentCallArguments }[],
): tf.Tensor[][] {
  return tf.tidy(() => {
    const x = onlyTensor(inputs);
    const results = runRecurrences(calls.map(({ layer, given }) => recurrenceOf(layer, x, given)));
    return calls.map(({ layer, given }, i) => {
      const { hs, lastState } = results[i];
      const { equations, goBackwards, returnSequences, returnState } = layer;
      const states = equations.stateNames.map((name) => lastState[name]);
      const output = returnSequences ? inOrderOfRun(hs as tf.Tensor, goBackwards && !given.inStepOrder) : states[0];
      return returnState ? [output, ...states] : [output];
    });
  });
}

function recurrenceOf(layer: RecurrentLayer, x: tf.Tensor, given: RecurrentCallArguments): RecurrenceCall {
  const { equations: cell, goBackwards: reverse, rates } = layer;
  const { mask, training, random, initialState } = given;
  const m = mask ? onlyTensor(mask) : undefined; // [B,T]
  checkTensors(layer, x, m, initialState);
  const stream = training ? layer.dropoutStream.forCall(layer.name, random) : undefined;
  const drop = (name: keyof DropoutRates, shape: number[]) =>
    stream && rates[name] ? dropoutMask(shape, rates[name], stream.fork(name)) : undefined;
  const inputMask = drop('dropout', [x.shape[0], 1, x.shape[2] as number]);
  const weights = cellWeights(layer);
  const weightMask = rates.weightDrop ? drop('weightDrop', weights.recurrentKernel.shape) : undefined;
  return {
    options: { cell, reverse },
    lastOnly: !layer.returnSequences,
    inputs: {
      xs: inputMask ? tf.mul(x, inputMask) : x,
      weights: weightMask ? withMask(weights, weightMask) : weights,
      mask: m,
      initialState: initialState ? nameStates(cell, initialState) : undefined,
      recurrentDropout: drop('recurrentDropout', [x.shape[0], cell.hiddenSize]),
    },
  };
}

/** Before the kernel is called, which then knows nothing of it: dU flows back through the product. */
const withMask = (weights: Named<tf.Tensor>, mask: tf.Tensor): Named<tf.Tensor> => ({
  ...weights,
  recurrentKernel: tf.mul(weights.recurrentKernel, mask),
});

/** Stock layers that go backwards return their outputs in the order in which they were computed. */
const inOrderOfRun = (hs: tf.Tensor, reverse: boolean): tf.Tensor => (reverse ? tf.reverse(hs, 1) : hs);

const nameStates = (cell: Cell, states: tf.Tensor[]): Named<tf.Tensor> =>
  Object.fromEntries(cell.stateNames.map((name, i) => [name, states[i]]));

function checkTensors(
  layer: RecurrentLayer,
  x: tf.Tensor,
  mask: tf.Tensor | undefined,
  initialState: tf.Tensor[] | null | undefined,
): void {
  const where = `${layer.getClassName()} ${layer.name}`;
  const { hiddenSize: H, stateNames } = layer.equations;
  const axes = checkShape(where, 'x', x.shape, ['B', 'T', 'I'], { H });
  if (axes.T === 0) throw new ShapeError({ where, problem: 'x has no time step', expected: '[B,T,I] with T ≥ 1' });
  if (mask) checkShape(where, 'mask', mask.shape, ['B', 'T'], axes);
  if (!initialState) return;
  if (initialState.length !== stateNames.length) {
    throw new ShapeError({
      where,
      problem: `initialState has ${initialState.length} tensors`,
      expected: `${stateNames.length}: ${stateNames.join(', ')}`,
    });
  }
  initialState.forEach((state, i) => checkShape(where, `initialState ${stateNames[i]}`, state.shape, ['B', 'H'], axes));
}
