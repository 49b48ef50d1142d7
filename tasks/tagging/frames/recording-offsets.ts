/**
 * Whether recordings differ in where their columns start, in a way that says nothing about the labels: where a person sat
 * before the camera, the zero of a sensor. The share of variance that lies between recordings cannot tell that from
 * columns whose level is the very information (the speaker of a vowel); how well recordings that were left out are
 * predicted with and without their means can.
 */
import type { FrameRecording } from '../../../src/data/examples/frames';
import { DataError } from '../../../src/errors';
import { type FrameCentre, frameCentres } from '../../../src/features/standardize';
import { LeastSquares } from '../../../src/features/least-squares';
import { RecordingInput } from '../../inputs/frames';

/** Parts that are left out in turn. */
const MAX_FOLDS = 10;
/** A fraction of the frames is enough to decide: at most so many, and so many products of two columns. */
const MAX_FRAMES = 100_000;
const MAX_PRODUCTS = 1e8;
const MAX_COLUMNS = 512;
const RIDGE = 1e-3;
/** A smaller part of the error is not worth a model that needs whole recordings. */
const LEAST_GAIN = 0.02;

/**
 * Whether a linear model of single frames errs less on recordings that it was not fitted on when each has its own mean
 * taken off: by 2 % of the error, and more than the standard error of the difference over the recordings. False for
 * pictures, for more than 512 columns, and for a single recording.
 * @param recordings all of one size and layout
 * @throws DataError for what cannot be training frames (`RecordingInput.fit`).
 */
export function recordingsDifferInOffset(recordings: readonly FrameRecording[]): boolean {
  const { shape, size } = recordings[0];
  if (shape || size > MAX_COLUMNS || recordings.length < 2) return false;
  const [uncentred, centred] = frameCentres.map((centre) => heldOutErrors(recordings, centre));
  if (!uncentred || !centred) return false;
  const gains = uncentred.map((error, r) => error - centred[r]);
  const gain = mean(gains);
  const variance = gains.reduce((sum, one) => sum + (one - gain) ** 2, 0) / (gains.length - 1);
  return gain > Math.max(Math.sqrt(variance / gains.length), LEAST_GAIN * mean(uncentred));
}

/** Mean squared error of each recording's one-hot labels by a model of the others; none where columns become constant. */
function heldOutErrors(recordings: readonly FrameRecording[], centre: FrameCentre): number[] | undefined {
  const parts = partsOf(recordings, centre);
  if (!parts) return undefined;
  const names = [...new Set(recordings.flatMap(({ labels }) => labels))];
  const numberOf = new Map(names.map((name, k) => [name, k]));
  const ids = parts.map(({ labels }) => labels.map((label) => numberOf.get(label) ?? 0));
  const [F, K] = [recordings[0].size, names.length];
  const folds = Math.min(MAX_FOLDS, recordings.length);
  const all = new LeastSquares(F, K);
  const sums = Array.from({ length: folds }, () => new LeastSquares(F, K));
  parts.forEach(({ xs }, r) => sums[r % folds].addRows(xs, ids[r]));
  sums.forEach((sum) => all.add(sum));
  const models = sums.map((left) => {
    const others = new LeastSquares(F, K);
    others.add(all);
    others.add(left, -1);
    return others.solve(RIDGE);
  });
  return parts.map(({ xs }, r) => squaredError(models[r % folds], xs, ids[r], { F, K }));
}

interface Part {
  xs: Float32Array; // [T,F]
  labels: readonly string[]; // [T]
}

/** Scaled frames, every n-th of long recordings. */
function partsOf(recordings: readonly FrameRecording[], centre: FrameCentre): Part[] | undefined {
  const input = inputOf(recordings, centre);
  if (!input) return undefined;
  const F = recordings[0].size;
  const total = recordings.reduce((sum, { labels }) => sum + labels.length, 0);
  const every = Math.ceil(total / Math.min(MAX_FRAMES, MAX_PRODUCTS / (F + 1) ** 2));
  return recordings.map((recording, r) => {
    const { xs } = input.encode(recording, `training example ${r + 1}`);
    const kept = recording.labels.flatMap((_, t) => (t % every === 0 ? [t] : []));
    const rows = new Float32Array(kept.length * F);
    kept.forEach((t, n) => rows.set(xs.subarray(t * F, (t + 1) * F), n * F));
    return { xs: rows, labels: kept.map((t) => recording.labels[t]) };
  });
}

/** None where each recording has one value only in a column: then its mean is all there is. */
function inputOf(recordings: readonly FrameRecording[], centre: FrameCentre): RecordingInput | undefined {
  try {
    return RecordingInput.fit(recordings, { centre });
  } catch (error) {
    if (centre === 'training' || !(error instanceof DataError)) throw error;
    return undefined;
  }
}

/** Mean over frames of Σ_k (W_k · x − [k is the label])². */
function squaredError(
  weights: Float64Array, // [F+1,K]
  xs: Float32Array, // [T,F]
  ids: readonly number[], // [T]
  { F, K }: { F: number; K: number },
): number {
  let sum = 0;
  ids.forEach((id, t) => {
    for (let k = 0; k < K; k++) {
      let score = weights[F * K + k];
      for (let f = 0; f < F; f++) score += weights[f * K + k] * xs[t * F + f];
      sum += (score - Number(k === id)) ** 2;
    }
  });
  return sum / Math.max(1, ids.length);
}

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
