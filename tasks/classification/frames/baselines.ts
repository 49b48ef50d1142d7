/** Baselines of recordings of frames. */
import type { LabeledFrames } from '../../../src/data/examples/labeled-frames/example';
import type { LabelMetrics } from '../../targets/label-predictor';
import { segmentBaselines } from '../baselines';
import type { ClipPreprocessor } from './preprocessor';

/** They see frames as the network does. */
export function frameBaselines(
  preprocessor: ClipPreprocessor,
  train: readonly LabeledFrames[],
  test: readonly LabeledFrames[],
): Record<string, LabelMetrics> {
  const encode = (examples: readonly LabeledFrames[]) =>
    examples.map((example, i) => {
      const { input, target } = preprocessor.encode(example, example.where ?? `recording ${i + 1}`);
      return { frames: input.xs, label: target };
    });
  return segmentBaselines(encode(train), encode(test), preprocessor.input.scale.size, preprocessor.labels.length);
}
