/**
 * Weights that a decoder reads for every token, prepared once: those of its recurrent layers and of its vocabulary,
 * packed as our kernels read them. Operations of TensorFlow.js would pack them again at every step.
 */
import * as tf from '@tensorflow/tfjs';
import type { Named } from '../../cells/cell';
import { isStepFaster, makeTokenScorer } from '../../kernels/select';
import type { TokenScorer } from '../../kernels/token-scorer';
import { changesInPlace } from '../../optional-kernels';
import type { RecurrentLayer } from './recurrent-layer';
import { RecurrentStepper } from './stepper';
import type { TokenLogits } from '../token-logits';

export interface DecoderLayers {
  /** Of one direction, stacked: h of each is x of the next. Built. */
  recurrent: readonly RecurrentLayer[];
  output: TokenLogits;
}

/** Whether the present backend has kernels that gain by it. */
export const isWorthPreparing = ({ recurrent }: DecoderLayers): boolean =>
  recurrent.every(({ equations }) => isStepFaster(equations));

export class PreparedDecoder {
  private readonly versions: readonly unknown[];
  private readonly stepper: RecurrentStepper;
  private readonly scorer: TokenScorer;

  /** @param rows at most. @throws BackendError where the memory of the kernels is full. */
  constructor(
    private readonly layers: DecoderLayers,
    rows: number,
  ) {
    const { recurrent, output } = layers;
    this.versions = versionsOf(layers);
    this.stepper = new RecurrentStepper(recurrent, { batchSize: rows });
    try {
      const { weights, bias, transposed } = output.matrices;
      const [vocabularySize, inputSize] = transposed ? weights.shape : [...weights.shape].reverse();
      const values = { weights: weights.dataSync<'float32'>(), bias: bias.dataSync<'float32'>() };
      const options = { vocabularySize, inputSize, transposed, ...values };
      this.scorer = makeTokenScorer(recurrent[0].equations, options) as TokenScorer;
    } catch (error) {
      this.stepper.dispose();
      throw error;
    }
  }

  /** Whether it has room for so many rows, and the weights are still those that it was made of. */
  serves(rows: number): boolean {
    if (rows > this.stepper.batchSize) return false;
    const now = versionsOf(this.layers);
    return this.versions.every((version, i) => version === now[i]);
  }

  /**
   * One step of the recurrent layers.
   * @param x [N,1,I] @param states for each layer its states in order, each [N,H]; they stay as they are
   */
  step(x: tf.Tensor, states: readonly tf.Tensor[][]): { outputs: tf.Tensor3D; last: tf.Tensor[][] } {
    const names = this.layers.recurrent.map(({ equations }) => equations.stateNames);
    const valuesOf = (values: tf.Tensor[], i: number): Named<Float32Array> =>
      Object.fromEntries(values.map((value, k) => [names[i][k], value.dataSync<'float32'>()]));
    const next = this.stepper.stepFrom(x.dataSync<'float32'>(), states.map(valuesOf));
    const last = next.map((state, i) => names[i].map((name) => tf.tensor2d(state[name], states[i][0].shape as [number, number]))); // prettier-ignore
    return { outputs: tf.expandDims<tf.Tensor3D>((last.at(-1) as tf.Tensor[])[0], 1), last };
  }

  /** @param readouts [N,R] @returns [N,V] */
  logProbabilities(readouts: tf.Tensor2D): Float32Array {
    return this.scorer.logProbabilities(readouts.dataSync<'float32'>());
  }

  dispose(): void {
    this.stepper.dispose();
    this.scorer.dispose();
  }
}

/** What is another after any change of a weight. */
function versionsOf({ recurrent, output }: DecoderLayers): unknown[] {
  const { weights, bias } = output.matrices;
  const variables = [...recurrent.flatMap((layer) => layer.weights.map((weight) => weight.read())), weights, bias];
  return [changesInPlace(), ...variables.map(({ dataId }) => dataId)];
}
