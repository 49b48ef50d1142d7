/** A tiny recurrent network over parallel streams that carries its state from window to window. */
import * as tf from '@tensorflow/tfjs';
import { type Matrix, matrix } from '../../src/cells/float64';
import type { NamedVariable } from '../../src/parameters';
import { Random } from '../../src/random';
import { oneHot } from '../../src/recurrence/output-layer';
import { initialWeights } from '../../src/recurrence/sgd';
import type { StreamStep } from '../../src/recurrence/truncated';
import type { EpochPlan } from '../../src/training/batches/epoch-plan';
import { softmaxCrossEntropy } from '../../src/training/losses';
import type { Trainable } from '../../src/training/trainable';
import { disposeVariables } from '../../src/training/variables';
import { core } from '../support/core';

const [B, T, I, H, K] = [3, 11, 2, 4, 3];
const window = 3;
/** The streams of the second half are others than those of the first. */
export const secondStart = 6;
const random = Random.fromSeed(31);

export const net = core.network({
  layers: [{ cell: core.simpleRnn({ hiddenSize: H }) }],
  outputSize: K,
  activation: 'softmax',
  lossAt: 'every-step',
});

/** T steps of B streams. */
export const stream: StreamStep[] = Array.from({ length: T }, (_, t) => ({
  x: matrix(B, I, random.fork(`x${t}`).normalArray(B * I)),
  target: oneHot(
    Array.from({ length: B }, (_, b) => random.fork(`target${t}`).fork(b).integer(K)),
    K,
  ),
}));

export const startWeights = (seed = 1) => initialWeights(net.parameters(I), Random.fromSeed(seed));

/** Windows in their order; with a state that starts anew in the middle if wanted. */
export function streamPlan(restarts = false): EpochPlan<StreamStep[]> {
  return {
    length: Math.ceil(T / window),
    batch: (index) => stream.slice(window * index, window * (index + 1)),
    startsStreams: restarts ? (index) => index * window === secondStart : undefined,
  };
}

export class StreamModel implements Trainable<StreamStep[]> {
  private readonly weights: NamedVariable[];
  readonly state: NamedVariable;
  /** Factor of the state that is returned. */
  stateScale = 1;

  constructor(seed = 1) {
    const variable = (values: Float64Array, shape: number[], trainable: boolean) =>
      tf.tidy(() => tf.variable(tf.tensor(Float32Array.from(values), shape), trainable));
    this.weights = Object.entries(startWeights(seed)).map(([name, { rows, columns, values }]) => ({
      name,
      variable: variable(values, [rows, columns], true),
    }));
    this.state = { name: 'recurrent/state', variable: variable(new Float64Array(B * H), [B, H], false) };
  }

  parameters(): NamedVariable[] {
    return this.weights;
  }

  carried(): NamedVariable[] {
    return [this.state];
  }

  loss(steps: StreamStep[]) {
    const [W, U, b, V, c] = this.weights.map(({ variable }) => variable as tf.Tensor<tf.Rank.R2>);
    const tensorOf = ({ rows, columns, values }: Matrix) => tf.tensor2d(Float32Array.from(values), [rows, columns]);
    let h = this.state.variable as tf.Tensor<tf.Rank.R2>;
    const logits = steps.map(({ x }) => {
      h = tf.tanh(tf.add<tf.Tensor2D>(tf.add(tf.matMul(tensorOf(x), W), tf.matMul(h, U)), b)); // [B,H]
      return tf.add<tf.Tensor2D>(tf.matMul(h, V), c); // [B,K]
    });
    const targets = steps.flatMap(({ target }) =>
      Array.from({ length: B }, (_, b) => target.values.subarray(b * K, (b + 1) * K).indexOf(1)),
    );
    const loss = softmaxCrossEntropy(tf.concat(logits), { targets: Int32Array.from(targets) });
    return { loss, carried: [this.stateScale === 1 ? h : tf.mul(h, this.stateScale)] };
  }

  countUnits(steps: StreamStep[]): number {
    return B * steps.length;
  }

  countTokens(steps: StreamStep[]): number {
    return B * steps.length;
  }

  /** All weights, one after the other. */
  values(): number[] {
    return this.weights.flatMap(({ variable }) => [...variable.dataSync()]);
  }

  dispose(): void {
    disposeVariables([...this.weights, this.state]);
  }
}
