/**
 * The generic kernel: any cell over all time steps as one TensorFlow.js operation with several outputs, on any backend.
 * The cell's own `stepBackward` is its registered gradient; nothing inside is recorded on the tape.
 *
 *     forwards   xW = x kernel + bias for all steps in one product; the loop; outputs h, last state, what is saved
 *     backwards  the loop; then dkernel = xᵀ dxW, dx = dxW kernelᵀ, each in one product, and only if requested
 *
 * `tf.grad`, `tf.variableGrads`, optimizers and `tidy` treat it as any operation. It has no second derivative: asking
 * for one is refused by TensorFlow.js ("gradient function not found").
 */
import * as tf from '@tensorflow/tfjs';
import type { Named } from '../../cells/cell';
import type { RecurrenceInputs, RecurrenceOptions, RecurrenceOutputs } from '../../recurrence/recurrence';
import { mapEach } from '../../recurrence/time-loop';
import { checkTensors } from '../checks';
import { type BackwardAttributes, type ForwardAttributes, backwardKernel, forwardKernel } from './generic-kernels';
import { type NamedTensors, prefixed, zip } from '../named-tensors';
import { zeroPadding } from '../zero-padding';
import { checkOptionNames } from '../../validation';

/** Inputs of a recurrence as tensors: xs [B,T,I], mask [B,T], states [B,H]. */
export type TensorRecurrenceInputs = RecurrenceInputs<tf.Tensor, tf.Tensor>;
/** Outputs of a recurrence as tensors: hs [B,T,H], states [B,H]. */
export type TensorRecurrenceOutputs = Omit<RecurrenceOutputs<tf.Tensor3D, tf.Tensor, never>, 'saved'>;
/** `hs` is missing where only the last state was requested and the kernel could leave them out. */
export type TensorRecurrenceResults = Partial<TensorRecurrenceOutputs> & Pick<TensorRecurrenceOutputs, 'lastState'>;

const FORWARD = 'GenericRecurrence';
const BACKWARD = 'GenericRecurrenceBackward';

/**
 * @param inputs xs [B,T,I], mask [B,T] (bool or 0/1; holes allowed; what x has there is not read), states [B,H], weights as `cell.parameters` says.
 * @returns h after every step [B,T,H] and the last state; where the mask is 0, state and output hold.
 * @throws ShapeError before any work.
 */
export function genericRecurrence(options: RecurrenceOptions, inputs: TensorRecurrenceInputs): TensorRecurrenceOutputs {
  checkOptionNames('genericRecurrence', options, { cell: true, reverse: true });
  const { cell, reverse = false } = options;
  checkTensors(`genericRecurrence(${cell.name})`, cell, inputs);
  register(tf.getBackend());
  const { weights, initialState, mask, recurrentDropout } = inputs;
  const xs = mask ? zeroPadding(inputs.xs, mask) : inputs.xs;
  const named: NamedTensors = {
    xs,
    ...prefixed('weights', weights),
    ...prefixed('initialState', initialState),
    ...(mask && { mask }),
    ...(recurrentDropout && { recurrentDropout }),
  };
  const attributes: ForwardAttributes = {
    cell,
    reverse,
    names: Object.keys(named),
    save: tf.engine().isTapeOn(),
    savedNames: [],
  };
  return tf.tidy(() => {
    // A list, not a record: only lists can be saved whole for the gradient.
    const list = Object.values(named) as unknown as tf.NamedTensorMap;
    const [hs, ...states] = tf.engine().runKernel<tf.Tensor[]>(FORWARD, list, asAttributes(attributes));
    return { hs: hs as tf.Tensor3D, lastState: zip(cell.stateNames, states) };
  });
}

function register(backendName: string): void {
  if (!tf.getKernel(FORWARD, backendName)) {
    tf.registerKernel({ kernelName: FORWARD, backendName, kernelFunc: forwardKernel });
    tf.registerKernel({ kernelName: BACKWARD, backendName, kernelFunc: backwardKernel });
  }
  if (!tf.getGradient(FORWARD)) {
    tf.registerGradient({ kernelName: FORWARD, saveAllInputs: true, outputsToSave: ALL_OUTPUTS, gradFunc: gradient });
  }
}

/** How many outputs there are depends on the cell, so this says yes to more than any has. */
const ALL_OUTPUTS = new Array<boolean>(100).fill(true);

function gradient(dys: tf.Tensor | tf.Tensor[], saved: tf.Tensor[], attrs: tf.NamedAttrMap): ReturnType<tf.GradFunc> {
  const attributes = attrs as unknown as ForwardAttributes;
  const { names } = attributes;
  const inputs = zip(names, saved);
  const { dxW, gradients } = runBackward(attributes, inputs, dys as tf.Tensor[], saved.slice(names.length));
  const { xs, 'weights.kernel': kernel } = inputs;
  const [B, T, I] = xs.shape;
  const requested: Named<() => tf.Tensor> = {
    ...mapEach(gradients, (d) => () => d),
    // Steps stand first in dxW [T·B,G·H], examples in x [B,T,I].
    xs: () => tf.transpose(tf.reshape(tf.matMul(dxW, tf.transpose(kernel)), [T, B, I]), [1, 0, 2]),
    'weights.kernel': () => tf.matMul(tf.reshape(tf.transpose(xs, [2, 1, 0]), [I, T * B]), dxW),
    'weights.bias': () => tf.sum(dxW, 0),
  };
  const constant = (name: string) => () => tf.zerosLike(inputs[name]); // mask, dropout
  return Object.fromEntries(names.map((name, i) => [i, requested[name] ?? constant(name)]));
}

/** @param outputs of the forward kernel: h, the last state, then what was saved. */
function runBackward(
  { cell, reverse, savedNames }: ForwardAttributes,
  inputs: NamedTensors,
  [dhs, ...dLast]: tf.Tensor[],
  outputs: tf.Tensor[],
): { dxW: tf.Tensor; gradients: NamedTensors } {
  const { stateNames } = cell;
  const weightNames = cell.parameters(1).map(({ name }) => name);
  const ownWeights = weightNames.filter((name) => name !== 'kernel' && name !== 'bias');
  const given: NamedTensors = {
    ...inputs,
    dhs,
    ...prefixed('dLastState', zip(stateNames, dLast)),
    ...prefixed('saved', zip(savedNames, outputs.slice(1 + stateNames.length))),
  };
  const attributes: BackwardAttributes = { cell, reverse, ownWeights };
  const [dxW, ...rest] = tf.engine().runKernel<tf.Tensor[]>(BACKWARD, given, asAttributes(attributes));
  const gradients = {
    ...prefixed('weights', zip(ownWeights, rest)),
    ...prefixed('initialState', zip(stateNames, rest.slice(ownWeights.length))),
  };
  return { dxW, gradients };
}

const asAttributes = (attributes: ForwardAttributes | BackwardAttributes) => attributes as unknown as tf.NamedAttrMap;
