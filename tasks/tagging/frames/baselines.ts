/** What trivial and linear models reach on the same frames; printed beside every result. */
import { LinearFrames } from '../../../src/baselines/linear/frames';
import { MajorityTag } from '../../../src/baselines/majority-tag';
import type { FrameRecording } from '../../../src/data/examples/frames';
import { mostProbable } from '../../../src/metrics/classification';
import type { Metrics } from '../../task';
import { frameMetrics } from './predictions';
import type { FramesPreprocessor } from './types';

/** Frames to both sides that the linear model of a window sees. */
const WINDOW_RADIUS = 10;

/** They see frames as the network does. The window of frames is left out for pictures: it would have thousands of values. */
export function frameBaselines(
  preprocessor: FramesPreprocessor,
  train: readonly FrameRecording[],
  test: readonly FrameRecording[],
): Record<string, Metrics> {
  const { input, labels: names } = preprocessor;
  const F = input.scale.size;
  const K = names.length;
  const encode = (recordings: readonly FrameRecording[]) =>
    recordings.map((recording, i) => {
      const { input, target } = preprocessor.encode(recording, `recording ${i + 1}`);
      return { frames: input.xs, labels: target.ids };
    });
  const training = encode(train);
  const tested = encode(test);
  const truth = tested.map(({ labels }) => labels);
  const metrics = (predict: (frames: Float32Array) => Int32Array) =>
    frameMetrics(
      names,
      truth,
      tested.map(({ frames }) => predict(frames)),
    );

  const anyTokens = ({ frames }: { frames: Float32Array }) => new Array<string>(frames.length / F).fill('');
  const majority = new MajorityTag();
  majority.fit(
    training.map((one) => ({ tokens: anyTokens(one), labels: one.labels })),
    K,
  );
  const linear = (radius: number) => {
    const model = new LinearFrames({ radius });
    model.fit(training, F, K);
    return metrics((frames) => mostProbable(model.predict(frames), K));
  };
  return {
    'most frequent label': metrics((frames) => majority.predict(anyTokens({ frames }))),
    'linear on a frame': linear(0),
    ...(!input.shape && { [`linear on ${WINDOW_RADIUS} frames to both sides`]: linear(WINDOW_RADIUS) }),
  };
}
