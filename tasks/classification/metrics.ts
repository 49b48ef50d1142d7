/** How good the labels of whole sequences are, and how far their probabilities can be trusted. */
import { calibrationError } from '../../src/metrics/calibration-error';
import { topAccuracy } from '../../src/metrics/top-accuracy';
import { type LabelMetrics, type LabelPrediction, LabelPredictor, type LabelTypes } from '../targets/label-predictor';
import type { Metrics } from '../task';

/** From so many labels on it says something whether the right one is among the first ones. */
const MANY_LABELS = 6;
const TOP = 3;

/** Beside those of every label: `calibrationError`, and as far as they say something `uncalibratedError` and `top3Accuracy`. */
export type ClassifierMetrics = LabelMetrics & Metrics;

interface ClassifierTypes extends LabelTypes {
  metrics: ClassifierMetrics;
}

export class ClassifierPredictor<T extends ClassifierTypes, Batch> extends LabelPredictor<T, Batch> {
  override evaluate(encoded: readonly T['encoded'][], predictions: readonly T['prediction'][]): ClassifierMetrics {
    const { labels, temperature } = this.parts.target;
    const truth = encoded.map(({ target }) => target);
    const answered = predictions.filter(({ mostProbable }) => mostProbable === undefined);
    return {
      ...super.evaluate(encoded, predictions),
      ...labelMetrics(truth, rowsOf(predictions, labels), labels.length, temperature),
      ...(answered.length < predictions.length && { answered: answered.length / predictions.length }),
    };
  }
}

function rowsOf(predictions: readonly LabelPrediction[], labels: readonly string[]): Float32Array {
  const rows = new Float32Array(predictions.length * labels.length); // [N,K]
  predictions.forEach(({ probabilities }, n) =>
    labels.forEach((label, k) => (rows[n * labels.length + k] = probabilities[label])),
  );
  return rows;
}

/** @param temperature with which the rows [N,K] were made: without it they were softmax(z), now softmax(z / temperature) */
export function labelMetrics(truth: readonly number[], rows: Float32Array, classes: number, temperature = 1): Metrics {
  return {
    calibrationError: calibrationError(truth, rows, classes),
    ...(temperature !== 1 && {
      uncalibratedError: calibrationError(truth, sharpened(rows, classes, temperature), classes),
    }),
    ...(classes >= MANY_LABELS && { top3Accuracy: topAccuracy(truth, rows, classes, TOP) }),
  };
}

/** p_k^T / Σ p^T: the probabilities without the temperature T. */
function sharpened(rows: Float32Array, classes: number, temperature: number): Float32Array {
  const out = rows.map((p) => p ** temperature);
  for (let n = 0; n < out.length; n += classes) {
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += out[n + k];
    for (let k = 0; k < classes; k++) out[n + k] /= sum;
  }
  return out;
}
