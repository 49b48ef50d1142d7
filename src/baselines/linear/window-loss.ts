/**
 * The loss of linear-frames.ts and its gradient, on the present backend, in float32. Windows overlap and are not
 * copied: one product gives the scores of every frame x[r] at each of the J positions of a window,
 *
 *   z[r,j,k] = Σ_f x[r,f] W[k,j,f]     p[t,k] ∝ exp(b_k + Σ_j z[t+j,j,k])
 *
 * and backwards dW[k,j,f] = Σ_r x[r,f] dz[r,j,k] with dz[t+j,j,k] = dp[t,k], the same at every position of the window.
 */
import * as tf from '@tensorflow/tfjs';
import { softmaxInPlace } from './softmax';

export interface WindowSizes {
  /** F */
  frameSize: number;
  /** J, frames of a window. */
  window: number;
  /** K */
  classes: number;
}

/** Frames of some recordings, and where in them windows begin. */
interface Part {
  x: tf.Tensor2D; // [R,F]
  starts: Int32Array; // [T]
  labels: Int32Array; // [T]
}

/** Rows of one product, so that z stays small. */
const MOST_ROWS = 8192;

export class WindowLoss {
  private readonly parts: Part[];
  private readonly total: number;

  /**
   * @param recordings each [T + J − 1, F]: the window of frame t begins at row t
   * @param freedom C of the penalty 1/(2 C N) Σ W²
   */
  constructor(
    recordings: readonly Float64Array[],
    labels: readonly ArrayLike<number>[],
    private readonly sizes: WindowSizes,
    private readonly freedom: number,
  ) {
    this.total = labels.reduce((sum, { length }) => sum + length, 0);
    this.parts = partsOf(recordings, labels, sizes);
  }

  /** @param weights [K, J·F + 1], the bias last @param gradient of the same size, which is overwritten */
  at(weights: Float64Array, gradient: Float64Array): number {
    const { frameSize: F, window: J } = this.sizes;
    const penalty = 1 / (this.freedom * this.total);
    let loss = 0;
    for (let i = 0; i < weights.length; i++) {
      const isBias = i % (J * F + 1) === J * F;
      gradient[i] = isBias ? 0 : penalty * weights[i];
      if (!isBias) loss += (penalty / 2) * weights[i] ** 2;
    }
    tf.tidy(() => {
      const W = tf.tensor2d(this.byFrame(weights), [F, J * this.sizes.classes]);
      for (const part of this.parts) loss += this.addPart(part, W, weights, gradient);
    });
    return loss;
  }

  dispose(): void {
    for (const { x } of this.parts) x.dispose();
  }

  private addPart({ x, starts, labels }: Part, W: tf.Tensor2D, weights: Float64Array, gradient: Float64Array): number {
    const { frameSize: F, window: J, classes: K } = this.sizes;
    const z = tf.matMul(x, W).dataSync<'float32'>(); // [R,J·K]
    const dz = new Float32Array(z.length);
    const p = new Float64Array(K);
    let loss = 0;
    for (let t = 0; t < starts.length; t++) {
      for (let k = 0; k < K; k++) p[k] = weights[k * (J * F + 1) + J * F];
      for (let j = 0; j < J; j++) for (let k = 0, i = (starts[t] + j) * J * K + j * K; k < K; k++) p[k] += z[i + k];
      const score = p[labels[t]];
      loss += (softmaxInPlace(p) - score) / this.total;
      p[labels[t]] -= 1;
      for (let k = 0; k < K; k++) gradient[k * (J * F + 1) + J * F] += p[k] / this.total;
      for (let j = 0; j < J; j++) for (let k = 0, i = (starts[t] + j) * J * K + j * K; k < K; k++) dz[i + k] = p[k];
    }
    const dW = tf.matMul(x, tf.tensor2d(dz, [x.shape[0], J * K]), true).dataSync<'float32'>(); // [F,J·K]
    for (let k = 0; k < K; k++) {
      for (let j = 0; j < J; j++) {
        for (let f = 0; f < F; f++) gradient[k * (J * F + 1) + j * F + f] += dW[(f * J + j) * K + k] / this.total;
      }
    }
    return loss;
  }

  /** [K, J·F + 1] → [F,J·K], without the bias */
  private byFrame(weights: Float64Array): Float32Array {
    const { frameSize: F, window: J, classes: K } = this.sizes;
    const W = new Float32Array(F * J * K);
    for (let k = 0; k < K; k++) {
      for (let j = 0; j < J; j++)
        for (let f = 0; f < F; f++) W[(f * J + j) * K + k] = weights[k * (J * F + 1) + j * F + f];
    }
    return W;
  }
}

function partsOf(
  recordings: readonly Float64Array[],
  labels: readonly ArrayLike<number>[],
  { frameSize: F, window: J }: WindowSizes,
): Part[] {
  const parts: Part[] = [];
  let open = { rows: [] as Float64Array[], size: 0, starts: [] as number[], labels: [] as number[] };
  const close = () => {
    if (!open.starts.length) return;
    const x = new Float32Array(open.size * F);
    let at = 0;
    for (const rows of open.rows) {
      x.set(rows, at);
      at += rows.length;
    }
    const [starts, own] = [Int32Array.from(open.starts), Int32Array.from(open.labels)];
    parts.push({ x: tf.tensor2d(x, [open.size, F]), starts, labels: own });
    open = { rows: [], size: 0, starts: [], labels: [] };
  };
  recordings.forEach((rows, r) => {
    const T = labels[r].length;
    for (let from = 0; from < T; from += MOST_ROWS) {
      const to = Math.min(T, from + MOST_ROWS);
      for (let t = from; t < to; t++) {
        open.starts.push(open.size + t - from);
        open.labels.push(labels[r][t]);
      }
      open.rows.push(rows.subarray(from * F, (to + J - 1) * F));
      open.size += to - from + J - 1;
      if (open.size >= MOST_ROWS) close();
    }
  });
  close();
  return parts;
}
