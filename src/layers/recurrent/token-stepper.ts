/**
 * A language model one token at a time, outside of TensorFlow.js: a row of the embedding → recurrent layers → log-probabilities
 * of the next token. With our kernels a step makes no tensors. Weights are those of the moment when it is made.
 */
import type * as tf from '@tensorflow/tfjs';
import type { Named } from '../../cells/cell';
import { makeTokenScorer } from '../../kernels/select';
import type { TokenScorer } from '../../kernels/token-scorer';
import { mapEach } from '../../recurrence/time-loop';
import type { RecurrentLayer } from './recurrent-layer';
import { RecurrentStepper } from './stepper';

/** z = h W + b. */
export interface OutputMatrices {
  weights: tf.Tensor; // [H,V], transposed [V,H]
  bias: tf.Tensor; // [V]
  transposed: boolean;
}

export interface TokenStepperParts {
  embedding: tf.Tensor2D; // [V,D]
  /** Of one direction, built; h of each is x of the next. */
  recurrent: readonly RecurrentLayer[];
  output: OutputMatrices;
}

/** Of each recurrent layer h, and c of an LSTM, each [B,H]; of one row [H]. */
export type TokenState = Named<Float32Array>[];

export class TokenStepper {
  private readonly table: Float32Array; // [V,D]
  private readonly x: Float32Array; // [B,D]
  private readonly recurrent: RecurrentStepper;
  private readonly scorer: TokenScorer;
  /** Of one row, before its first token. */
  readonly zeroRow: TokenState;

  /** @param rows B, at most. @throws BackendError where the memory of the kernels is full. */
  constructor({ embedding, recurrent, output }: TokenStepperParts, rows: number) {
    const [, D] = embedding.shape;
    this.table = Float32Array.from(embedding.dataSync<'float32'>());
    this.x = new Float32Array(rows * D);
    this.recurrent = new RecurrentStepper(recurrent, { batchSize: rows });
    this.zeroRow = this.recurrent.state.map((layer) => mapEach(layer, (zeros) => zeros.slice(0, zeros.length / rows)));
    try {
      const { weights, bias, transposed } = output;
      const [vocabularySize, inputSize] = transposed ? weights.shape : [...weights.shape].reverse();
      const values = { weights: weights.dataSync<'float32'>(), bias: bias.dataSync<'float32'>() };
      const options = { vocabularySize, inputSize, transposed, ...values };
      this.scorer = makeTokenScorer(recurrent[0].equations, options) ?? plainScorer(options);
    } catch (error) {
      this.recurrent.dispose();
      throw error;
    }
  }

  get state(): TokenState {
    return this.recurrent.state;
  }

  set state(state: TokenState) {
    this.recurrent.state = state;
  }

  /** Reads a token in every row. @returns h of the last layer [B,H], in the same array at every step */
  read(tokens: ArrayLike<number>): Float32Array {
    return this.recurrent.step(this.vectorsOf(tokens));
  }

  /** Log-probabilities of what follows, from what `read` returned: [B,V], a new array. */
  logProbabilities(h: Float32Array): Float32Array {
    return this.scorer.logProbabilities(h);
  }

  /**
   * A step from states that the caller owns, one a row, which stay as they are; for N ≤ B rows. Its own state is lost.
   * @returns log-probabilities [N,V], and the next states
   */
  stepRows(
    tokens: ArrayLike<number>,
    rows: readonly TokenState[],
  ): { logProbabilities: Float32Array; rows: TokenState[] } {
    const together = rows[0].map((layer, i) =>
      mapEach(layer, (_, name) => joinArrays(rows.map((row) => row[i][name]))),
    );
    const next = this.recurrent.stepFrom(this.vectorsOf(tokens), together);
    const partOf = (values: Float32Array, row: number) => {
      const H = values.length / rows.length;
      return values.slice(row * H, (row + 1) * H);
    };
    return {
      logProbabilities: this.scorer.logProbabilities(next[next.length - 1].h),
      rows: rows.map((_, row) => next.map((layer) => mapEach(layer, (values) => partOf(values, row)))),
    };
  }

  /** Back to zeros. */
  reset(): void {
    this.recurrent.reset();
  }

  /** Gives the memory back. Steps after that are refused. */
  dispose(): void {
    this.recurrent.dispose();
    this.scorer.dispose();
  }

  private vectorsOf(tokens: ArrayLike<number>): Float32Array {
    const { table, x } = this;
    const D = this.recurrent.inputSize;
    if (tokens.length === 1 && x.length === D) return table.subarray(tokens[0] * D, (tokens[0] + 1) * D);
    for (let row = 0; row < tokens.length; row++)
      x.set(table.subarray(tokens[row] * D, (tokens[row] + 1) * D), row * D);
    return x.subarray(0, tokens.length * D);
  }
}

/** For cells that the WebAssembly kernel does not have. */
function plainScorer({
  weights,
  bias,
  inputSize: R,
  vocabularySize: V,
  transposed,
}: Parameters<typeof makeTokenScorer>[1]): TokenScorer {
  const [w, b] = [Float32Array.from(weights), Float32Array.from(bias)];
  const [down, across] = transposed ? [1, R] : [V, 1];
  return {
    logProbabilities(x) {
      const rows = x.length / R;
      const z = new Float32Array(rows * V);
      for (let n = 0; n < rows; n++) {
        const row = z.subarray(n * V, (n + 1) * V);
        row.set(b);
        for (let r = 0; r < R; r++) {
          const xr = x[n * R + r];
          for (let v = 0; v < V; v++) row[v] += xr * w[r * down + v * across];
        }
        logSoftmax(row);
      }
      return z;
    },
    dispose: () => {},
  };
}

function logSoftmax(z: Float32Array): void {
  let largest = -Infinity;
  for (let v = 0; v < z.length; v++) if (z[v] > largest) largest = z[v];
  let sum = 0;
  for (let v = 0; v < z.length; v++) sum += Math.exp(z[v] - largest);
  const logSum = largest + Math.log(sum);
  for (let v = 0; v < z.length; v++) z[v] -= logSum;
}

function joinArrays(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
