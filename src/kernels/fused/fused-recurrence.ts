/**
 * Recurrences on plain arrays (host-recurrence.ts) as one TensorFlow.js operation with several outputs and a registered
 * gradient, on any backend. `tf.grad`, `tf.variableGrads`, optimizers and `tidy` treat it as any operation.
 *
 *     forwards   h, unless only the last state is requested, and the last state are outputs; what the backward pass needs
 *                stays in the kernel's own memory
 *     backwards  one pass for all gradients, when the tape asks for the first of them. It asks in the order of the
 *                inputs, so what stands before that one (x, where nothing in front of the layer is trained) is left out
 *
 * The backward pass is a kernel of its own without a gradient, so a second derivative is refused by TensorFlow.js.
 */
import * as tf from '@tensorflow/tfjs';
import { mapEach } from '../../recurrence/time-loop';
import { checkTensors } from '../checks';
import { forwardKernel, type FusedRun, gradientKernel, isConstant, release } from './fused-kernels';
import type {
  TensorRecurrenceInputs,
  TensorRecurrenceOutputs,
  TensorRecurrenceResults,
} from '../generic/generic-recurrence';
import { type HostRecurrence, type HostRecurrences, oneByOne } from './host-recurrence';
import { type NamedTensors, prefixed, zip } from '../named-tensors';
import { freeAbandoned, freeWithTape } from './tape';

const FORWARD = 'FusedRecurrence';
const GRADIENT = 'FusedRecurrenceGradient';

/**
 * @param inputs as for `genericRecurrence`; the mask may be bool, int32 or float32.
 * @throws ShapeError before any work; BackendError where memory runs out or a thread dies.
 */
export function fusedRecurrence(host: HostRecurrence, inputs: TensorRecurrenceInputs): TensorRecurrenceOutputs {
  return fusedRecurrences(oneByOne([host]), [inputs])[0] as TensorRecurrenceOutputs;
}

/**
 * Recurrences that do not depend on each other.
 * @param inputs one for each.
 * @param lastOnly for each whether its last state is all that is requested. Otherwise TensorFlow.js would fill zeros
 * [B,T,H] for the gradient of the unused h.
 */
export function fusedRecurrences(
  hosts: HostRecurrences,
  inputs: readonly TensorRecurrenceInputs[],
  lastOnly: readonly boolean[] = inputs.map(() => false),
): TensorRecurrenceResults[] {
  const cells = hosts.options.map(({ cell }) => cell);
  cells.forEach((cell, i) => checkTensors(`fusedRecurrence(${cell.name})`, cell, inputs[i]));
  register(tf.getBackend());
  freeAbandoned();
  const named = nameInputs(inputs);
  const run: FusedRun = {
    hosts,
    inputs: named,
    shapes: mapEach(named, ({ shape }) => shape),
    lastOnly,
    save: tf.engine().isTapeOn(),
    saved: [],
    ready: {},
  };
  const tensors = runKernel<tf.Tensor[]>(FORWARD, Object.values(named), { run });
  const { backend } = tf.engine();
  if (run.save) freeWithTape(() => release(run, backend));
  const rest = [...tensors];
  return cells.map(({ stateNames }, i) => {
    const hs = lastOnly[i] ? undefined : (rest.shift() as tf.Tensor3D);
    return { hs, lastState: zip(stateNames, rest.splice(0, stateNames.length)) };
  });
}

/** `0.xs`, `1.xs`, …, `0.weights.kernel`, …: first all of a kind, so that all x stand before all weights. */
function nameInputs(inputs: readonly TensorRecurrenceInputs[]): NamedTensors {
  const ofKind = (kind: keyof TensorRecurrenceInputs) =>
    inputs.flatMap((one, i) => {
      const given = one[kind];
      if (given === undefined) return [];
      const named = given instanceof tf.Tensor ? { [kind]: given } : prefixed(kind, given);
      return Object.entries(prefixed(`${i}`, named));
    });
  const kinds = ['xs', 'mask', 'recurrentDropout', 'initialState', 'weights'] as const;
  return Object.fromEntries(kinds.flatMap(ofKind));
}

function register(backendName: string): void {
  if (!tf.getKernel(FORWARD, backendName)) {
    tf.registerKernel({ kernelName: FORWARD, backendName, kernelFunc: forwardKernel });
    tf.registerKernel({ kernelName: GRADIENT, backendName, kernelFunc: gradientKernel });
  }
  if (!tf.getGradient(FORWARD)) tf.registerGradient({ kernelName: FORWARD, gradFunc: gradient });
}

function gradient(dys: tf.Tensor | tf.Tensor[], _: tf.Tensor[], attrs: tf.NamedAttrMap): ReturnType<tf.GradFunc> {
  const { run } = attrs as unknown as { run: FusedRun };
  // The inputs are for the tape alone: through them it notices that a second derivative is missing.
  const tensors = [...[dys].flat(), ...Object.values(run.inputs)];
  const requested = Object.entries(run.shapes).map(
    ([name, shape]) =>
      () =>
        isConstant(name) ? tf.zeros(shape) : runKernel<tf.Tensor>(GRADIENT, tensors, { run, name }),
  );
  return Object.fromEntries(requested.entries());
}

const runKernel = <Result extends tf.Tensor | tf.Tensor[]>(name: string, tensors: tf.Tensor[], attributes: object) =>
  tf.engine().runKernel<Result>(name, tensors as unknown as tf.NamedTensorMap, attributes as tf.NamedAttrMap);
