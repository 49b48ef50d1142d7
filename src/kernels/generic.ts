/**
 * The generic kernel: any cell over all time steps as one TensorFlow.js operation with several outputs, on any backend.
 * The cell's own `stepBackward` is its registered gradient; nothing inside is recorded on the tape.
 *
 *     forwards   xW = x kernel + bias for all steps in one product; the loop; outputs h, last state, what is saved
 *     backwards  the loop; then dkernel = xᵀ dxW, dx = dxW kernelᵀ, each in one product, and only if asked for
 *
 * `tf.grad`, `tf.variableGrads`, optimizers and `tidy` treat it as any operation. It has no second derivative: asking
 * for one is refused by TensorFlow.js ("gradient function not found").
 */
import * as tf from '@tensorflow/tfjs';
import type { Named } from '../cells/cell';
import type { RecurrenceInputs, RecurrenceOptions, RecurrenceOutputs } from '../recurrence/recurrence';
import { checkTensors } from './checks';
import { type BackwardAttributes, type ForwardAttributes, backwardKernel, forwardKernel } from './generic-kernels';
import { type NamedTensors, prefixed, zip } from './named-tensors';

export type TensorRecurrenceInputs = RecurrenceInputs<tf.Tensor, tf.Tensor>;
export type TensorRecurrenceOutputs = Omit<RecurrenceOutputs<tf.Tensor3D, tf.Tensor, never>, 'saved'>;

const FORWARD = 'GenericRecurrence';
const BACKWARD = 'GenericRecurrenceBackward';

/**
 * @param inputs xs [B,T,I], mask [B,T] (bool or 0/1; holes allowed), states [B,H], weights as `cell.parameters` says.
 * @returns h after every step [B,T,H] and the last state; where the mask is 0, state and output hold.
 * @throws ShapeError before any work.
 */
export function genericRecurrence(options: RecurrenceOptions, inputs: TensorRecurrenceInputs): TensorRecurrenceOutputs {
  const { cell, reverse = false } = options;
  checkTensors(`genericRecurrence(${cell.name})`, cell, inputs);
  register(tf.getBackend());
  const { xs, weights, initialState, mask, recurrentDropout } = inputs;
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

function gradient(dys: tf.Tensor | tf.Tensor[], kept: tf.Tensor[], attrs: tf.NamedAttrMap): ReturnType<tf.GradFunc> {
  const { cell, reverse, names, savedNames } = attrs as unknown as ForwardAttributes;
  const states = cell.stateNames;
  const inputs = zip(names, kept);
  const [dhs, ...dLast] = dys as tf.Tensor[];
  const saved = kept.slice(names.length + 1 + states.length);
  const { xs, 'weights.kernel': kernel } = inputs;
  const ownWeights = cell
    .parameters(1)
    .map(({ name }) => name)
    .filter((name) => !(name === 'kernel' || name === 'bias'));
  const attributes: BackwardAttributes = { cell, reverse, ownWeights };
  const [dxW, ...rest] = tf
    .engine()
    .runKernel<tf.Tensor[]>(
      BACKWARD,
      { ...inputs, dhs, ...prefixed('dLastState', zip(states, dLast)), ...prefixed('saved', zip(savedNames, saved)) },
      asAttributes(attributes),
    );
  const [B, T, I] = xs.shape;
  const gradients: Named<() => tf.Tensor> = {
    // Steps stand first in dxW [T·B,G·H], examples in x [B,T,I].
    xs: () => tf.transpose(tf.reshape(tf.matMul(dxW, tf.transpose(kernel)), [T, B, I]), [1, 0, 2]),
    'weights.kernel': () => tf.matMul(tf.reshape(tf.transpose(xs, [2, 1, 0]), [I, T * B]), dxW),
    'weights.bias': () => tf.sum(dxW, 0),
  };
  ownWeights.forEach((name, i) => (gradients[`weights.${name}`] = () => rest[i]));
  states.forEach((name, i) => (gradients[`initialState.${name}`] = () => rest[ownWeights.length + i]));
  const constant = (name: string) => () => tf.zerosLike(inputs[name]); // mask, dropout
  return Object.fromEntries(names.map((name, i) => [i, gradients[name] ?? constant(name)]));
}

const asAttributes = (attributes: ForwardAttributes | BackwardAttributes) => attributes as unknown as tf.NamedAttrMap;
