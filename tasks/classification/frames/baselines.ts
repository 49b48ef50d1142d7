/** What trivial and linear models reach on the same recordings; printed beside every result. */
import { LinearFrames } from '../../../src/baselines/linear/frames';
import { Majority } from '../../../src/baselines/majority';
import { type Segments, segmentFeatures } from '../../../src/baselines/linear/segments';
import type { LabeledFrames } from '../../../src/data/examples/labeled-frames/example';
import { classificationMetrics } from '../../../src/metrics/classification';
import type { LabelMetrics } from '../../targets/label-predictor';
import type { ClipPreprocessor } from './preprocessor';

/** Recordings of one length with at most so many values are also read value by value. */
const MAX_VALUES = 4096;

/** They see frames as the network does. */
export function frameBaselines(
  preprocessor: ClipPreprocessor,
  train: readonly LabeledFrames[],
  test: readonly LabeledFrames[],
): Record<string, LabelMetrics> {
  const F = preprocessor.input.scale.size;
  const K = preprocessor.labels.length;
  const encode = (examples: readonly LabeledFrames[]) =>
    examples.map((example, i) => {
      const { input, target } = preprocessor.encode(example, example.where ?? `recording ${i + 1}`);
      return { frames: input.xs, label: target };
    });
  const [training, tested] = [encode(train), encode(test)];
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
