/**
 * What the generic kernel computes, forwards and backwards: the layout [B,T,·] ↔ a list of steps, and between them the
 * loop of recurrence/time-loop.ts. What a step saves is stacked over time, one tensor [T·B,·] a name: few outputs, and
 * the product for dWeights finds its factors as they must be.
 */
import * as tf from '@tensorflow/tfjs';
import type { Cell, Named } from '../../cells/cell';
import { withRecurrentDropout } from '../../cells/dropout';
import { loopBackward, loopForward, type TimeLoop } from '../../recurrence/time-loop';
import { type NamedTensors, withPrefix, zip } from '../named-tensors';
import { tensorAlgebra } from './tensor-algebra';

export interface ForwardAttributes {
  cell: Cell;
  reverse: boolean;
  /** Of the inputs, in order. */
  names: string[];
  /** Whether a gradient may be needed. */
  save: boolean;
  /** Filled in by the kernel: of the outputs after h and the last state. */
  savedNames: string[];
}

export interface BackwardAttributes {
  cell: Cell;
  reverse: boolean;
  /** Weights without `kernel` and `bias`, in the order in which their gradients come out. */
  ownWeights: string[];
}

/** → h [B,T,H], last state each [B,H], saved each [T·B,·] */
export const forwardKernel: tf.KernelFunc = ({ inputs, attrs }) => {
  const attributes = attrs as unknown as ForwardAttributes;
  const { cell, names, save, savedNames } = attributes;
  const named = zip(names, Object.values(inputs) as tf.Tensor[]);
  return withLoop(attributes, named, (loop, sizes) => {
    const { B, T, I } = sizes;
    const { kernel, bias } = loop.weights;
    const xs = tf.reshape(tf.transpose(named.xs, [1, 0, 2]), [T * B, I]);
    const xWs = tf.split(tf.add(tf.matMul(xs, kernel), bias), T); //                       T × [B,G·H]
    const given = withPrefix('initialState', named);
    const start = given[cell.stateNames[0]] ? given : zeroState(cell, B);
    const { hs, lastState, saved } = loopForward(loop, xWs, start);
    if (save) savedNames.push(...Object.keys(saved[0]));
    const stacked = savedNames.map((name) => tf.concat(saved.map((step) => step[name]))); // [T·B,·]
    return [tf.stack(hs, 1), ...cell.stateNames.map((name) => lastState[name]), ...stacked];
  });
};

/** → dxW [T·B,G·H], gradients of the cell's own weights, gradient of the initial state */
export const backwardKernel: tf.KernelFunc = ({ inputs, attrs }) => {
  const attributes = attrs as unknown as BackwardAttributes;
  const { cell, ownWeights } = attributes;
  const named = inputs as NamedTensors;
  return withLoop(attributes, named, (loop, { B, T }) => {
    const saved = unstackSteps(withPrefix('saved', named), T);
    const dhs = tf.unstack(named.dhs, 1); //                                                 T × [B,H]
    const zeros = tf.zeros([B, cell.hiddenSize]);
    const back = loopBackward(loop, saved, dhs, withPrefix('dLastState', named), zeros);
    const { dxWs, dWeights, dInitialState } = back;
    return [
      tf.concat(dxWs),
      ...ownWeights.map((name) => dWeights[name]),
      ...cell.stateNames.map((name) => dInitialState[name]),
    ];
  });
};

function withLoop(
  { cell, reverse }: { cell: Cell; reverse: boolean },
  named: NamedTensors,
  body: (loop: TimeLoop<tf.Tensor>, sizes: { B: number; T: number; I: number }) => tf.Tensor[],
): tf.Tensor[] {
  const [B, T, I] = named.xs.shape;
  const weights = withPrefix('weights', named);
  return tf.tidy(() => {
    const plain = tensorAlgebra(Object.values(weights));
    const { mask, recurrentDropout } = named;
    const algebra = recurrentDropout ? withRecurrentDropout(plain, recurrentDropout) : plain;
    try {
      return body({ algebra, cell, weights, reverse, mask: mask && stepMasks(mask, cell.hiddenSize) }, { B, T, I });
    } finally {
      plain.dispose();
    }
  });
}

/** [B,T] → T × [B,H], bool */
function stepMasks(mask: tf.Tensor, hiddenSize: number): tf.Tensor[] {
  const [B, T] = mask.shape;
  const columns = tf.reshape(tf.transpose(tf.cast(mask, 'float32')), [T * B, 1]);
  return tf.split(tf.notEqual(tf.tile(columns, [1, hiddenSize]), 0), T);
}

function zeroState({ stateNames, hiddenSize }: Cell, batchSize: number): NamedTensors {
  return Object.fromEntries(stateNames.map((name) => [name, tf.zeros([batchSize, hiddenSize])]));
}

/** One tensor a name over all steps → one record a step. */
function unstackSteps(stacked: NamedTensors, steps: number): Named<tf.Tensor>[] {
  const lists = Object.entries(stacked).map(([name, tensor]) => [name, tf.split(tensor, steps)] as const);
  return Array.from({ length: steps }, (_, t) => Object.fromEntries(lists.map(([name, list]) => [name, list[t]])));
}
