/**
 * Softmax regression on frames: a label for every frame from its own values, or from the window of `radius` frames to
 * both sides, each column brought to mean 0 and deviation 1 on the training frames:
 *
 *   p[t,k] = softmax_k(b_k + Σ_j Σ_f W[k,j,f] x[t+j,f])     j = −radius … radius
 *
 * minimising 1/N Σ_t −ln p[t,y_t] + 1/(2 C N) Σ W², as scikit-learn's LogisticRegression does. Beyond the ends of a
 * recording its first and last frame are repeated, so that no label is missing.
 */
import { DataError, ShapeError } from '../../errors';
import { fitted } from '../baseline';
import { minimize } from './minimize';
import { softmaxInPlace } from './softmax';
import { checkLabels } from '../tagging-baseline';
import { WindowLoss } from './window-loss';

export interface LabelledFrames {
  frames: Float32Array; // [T,F]
  /** A class id in [0, K) for each frame. */
  labels: ArrayLike<number>; // [T]
}

export interface LinearFramesOptions {
  /** Frames on each side that the window has too. Default 0. */
  radius?: number;
  /** C: the smaller, the smaller the weights. Default 1. */
  freedom?: number;
}

interface Model {
  means: Float64Array; // [F]
  deviations: Float64Array; // [F]
  weights: Float64Array; // [K,D+1], D = (2 radius + 1) F, the bias last
  classes: number;
}

export class LinearFrames {
  private readonly radius: number;
  private readonly freedom: number;
  private model?: Model;

  constructor({ radius = 0, freedom = 1 }: LinearFramesOptions = {}) {
    this.radius = radius;
    this.freedom = freedom;
  }

  /**
   * Fits to recordings anew: nothing of an earlier fit is kept.
   * @param frameSize F
   * @throws DataError for no frames, frames and labels that disagree in number, a label outside of [0, classes), NaN.
   */
  fit(recordings: readonly LabelledFrames[], frameSize: number, classes: number): void {
    const labels = recordings.map((recording) => recording.labels);
    const sizes = recordings.map(({ frames }) => frames.length / frameSize);
    checkLabels('LinearFrames.fit', labels, sizes, classes);
    const scale = columnsOf(recordings, frameSize);
    const padded = recordings.map(({ frames }) => this.standardised(frames, scale));
    const loss = new WindowLoss(
      padded,
      labels,
      { ...{ frameSize, classes }, window: 2 * this.radius + 1 },
      this.freedom,
    );
    const start = new Float64Array(classes * (this.windowSize(frameSize) + 1));
    try {
      const { x } = minimize((x, gradient) => loss.at(x, gradient), start, { tolerance: 3e-5 });
      this.model = { ...scale, classes, weights: x };
    } finally {
      loss.dispose();
    }
  }

  /** Class probabilities of each frame [T,K]. @throws ConfigError before `fit`; ShapeError for half a frame. */
  predict(frames: Float32Array): Float32Array {
    const model = fitted('LinearFrames.predict', this.model);
    const { classes, weights, means } = model;
    const [F, D] = [means.length, this.windowSize(means.length)];
    const T = frames.length / F;
    if (!Number.isInteger(T)) throw halfFrame(frames.length, F);
    const x = this.standardised(frames, model);
    const probabilities = new Float32Array(T * classes);
    const p = new Float64Array(classes);
    for (let t = 0; t < T; t++) {
      scoreWindow(p, x, t * F, weights, D);
      softmaxInPlace(p);
      probabilities.set(p, t * classes);
    }
    return probabilities;
  }

  private windowSize(frameSize: number): number {
    return (2 * this.radius + 1) * frameSize;
  }

  /** [T,F] → [T + 2 radius, F]: the window of frame t begins at row t. */
  private standardised(frames: Float32Array, { means, deviations }: Pick<Model, 'means' | 'deviations'>): Float64Array {
    const F = means.length;
    const T = frames.length / F;
    const x = new Float64Array((T + 2 * this.radius) * F);
    for (let row = 0; row < T + 2 * this.radius; row++) {
      const t = Math.min(Math.max(row - this.radius, 0), T - 1);
      for (let f = 0; f < F; f++) x[row * F + f] = (frames[t * F + f] - means[f]) / deviations[f];
    }
    return x;
  }
}

/** Mean and deviation of each column. A constant column gets deviation 1 and so becomes 0. */
function columnsOf(recordings: readonly LabelledFrames[], F: number): Pick<Model, 'means' | 'deviations'> {
  const N = recordings.reduce((sum, { frames }) => sum + frames.length / F, 0);
  const meanOf = (value: (x: number, f: number) => number) => {
    const sums = new Float64Array(F);
    for (const { frames } of recordings) for (let i = 0; i < frames.length; i++) sums[i % F] += value(frames[i], i % F);
    return sums.map((sum) => sum / N);
  };
  const means = meanOf((x) => x);
  const deviations = meanOf((x, f) => (x - means[f]) ** 2).map((variance) => Math.sqrt(variance) || 1);
  const wrong = means.findIndex((mean) => !Number.isFinite(mean));
  if (wrong < 0) return { means, deviations };
  throw new DataError({
    where: 'LinearFrames.fit',
    problem: `column ${wrong} has values that are not numbers`,
    expected: 'finite numbers',
    fix: 'Drop or fill these frames first',
  });
}

/** p_k = b_k + W_k · window, the window of D values that begins at x[start]. */
function scoreWindow(p: Float64Array, x: Float64Array, start: number, weights: Float64Array, D: number): void {
  for (let k = 0; k < p.length; k++) p[k] = dot(weights, k * (D + 1), x, start, D) + weights[k * (D + 1) + D];
}

/** Four sums side by side: a single one would wait for itself at every step. */
function dot(a: Float64Array, i: number, b: Float64Array, j: number, size: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  const end = i + size;
  for (; i + 3 < end; i += 4, j += 4) {
    s0 += a[i] * b[j];
    s1 += a[i + 1] * b[j + 1];
    s2 += a[i + 2] * b[j + 2];
    s3 += a[i + 3] * b[j + 3];
  }
  for (; i < end; i++, j++) s0 += a[i] * b[j];
  return s0 + s1 + (s2 + s3);
}

const halfFrame = (numbers: number, frameSize: number) =>
  new ShapeError({
    where: 'LinearFrames.predict',
    problem: `${numbers} numbers for frames of ${frameSize}`,
    expected: `a multiple of ${frameSize}`,
    fix: 'Pass whole frames, with the columns of training',
  });
