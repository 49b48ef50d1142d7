/** What trivial and linear models reach on the same recordings; printed beside every result. */
import { LinearFrames } from '../../src/baselines/linear/frames';
import { type Segments, segmentFeatures } from '../../src/baselines/linear/segments';
import { Majority } from '../../src/baselines/majority';
import { classificationMetrics } from '../../src/metrics/classification';
import type { LabelMetrics } from '../targets/label-predictor';

/** Recordings of one length with at most so many values are also read value by value. */
const MAX_VALUES = 4096;

/** As the network sees it. */
export interface Clip {
  frames: Float32Array; // [T,F]
  /** Class number. */
  label: number;
}

/** @param F values of a frame @param K labels */
export function segmentBaselines(
  training: readonly Clip[],
  tested: readonly Clip[],
  F: number,
  K: number,
): Record<string, LabelMetrics> {
  const truth = tested.map(({ label }) => label);
  const metrics = (predict: (frames: Float32Array) => Float32Array): LabelMetrics => {
    const probabilities = Float32Array.from(tested.flatMap(({ frames }) => Array.from(predict(frames))));
    const { accuracy, loss, macroF1 } = classificationMetrics(truth, probabilities, K);
    return { accuracy, loss, macroF1 };
  };
  const linear = (featuresOf: (frames: Float32Array) => Float32Array) => {
    const model = new LinearFrames();
    const rows = training.map(({ frames, label }) => ({ frames: featuresOf(frames), labels: [label] }));
    model.fit(rows, rows[0].frames.length, K);
    return metrics((frames) => model.predict(featuresOf(frames)));
  };
  const segments = (count: Segments['segments']) =>
    linear((frames) => segmentFeatures(frames, { size: F, segments: count }));
  const majority = new Majority();
  majority.fit(
    training.map(({ label }) => ({ tokens: [], label })),
    K,
  );
  const lengths = new Set([...training, ...tested].map(({ frames }) => frames.length));
  const [length] = lengths;
  return {
    majority: metrics(() => majority.predict()),
    'linear on mean and deviation': segments(1),
    'linear on mean and deviation of 4 parts': segments(4),
    ...(lengths.size === 1 && length <= MAX_VALUES && { 'linear on all values': linear((frames) => frames) }),
  };
}
