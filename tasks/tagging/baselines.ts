/** What trivial and linear models radius on the same words or frames; printed beside every result. */
import { FrequentTag } from '../../src/baselines/frequent-tag';
import { LinearFrames } from '../../src/baselines/linear/frames';
import { MajorityTag } from '../../src/baselines/majority-tag';
import type { FrameRecording } from '../../src/data/examples/frames';
import type { TaggedWords } from '../../src/data/examples/tagged-words';
import { mostProbable } from '../../src/metrics/classification';
import { frameFigures } from '../inputs/frame-batches';
import type { Metrics } from '../task';
import type { FramesPreprocessor } from '../inputs/frames';
import type { WordsPreprocessor } from '../inputs/words';
import { wordFigures } from '../inputs/word-batches';

/** Frames to both sides that the linear model of a window sees. */
const REACH = 10;

export function wordBaselines(
  preprocessor: WordsPreprocessor,
  train: readonly TaggedWords[],
  test: readonly TaggedWords[],
): Record<string, Metrics> {
  const coded = (examples: readonly TaggedWords[]) =>
    examples.map((example, i) => {
      const { tags, gold } = preprocessor.encode(example, `example ${i + 1}`);
      return { tokens: example.words, labels: tags, gold };
    });
  const learnt = coded(train);
  const asked = coded(test);
  preprocessor.drainWarnings(); // said already
  const models = { 'most frequent tag': new MajorityTag(), 'most frequent tag per word': new FrequentTag() };
  return Object.fromEntries(
    Object.entries(models).map(([name, model]) => {
      model.fit(learnt, preprocessor.labels.length);
      const predicted = asked.map(({ tokens }) => preprocessor.tags.decode(model.predict(tokens)).tags);
      const words = asked.map(({ tokens }) => tokens);
      const truth = asked.map(({ gold }) => gold);
      return [name, wordFigures(preprocessor, words, truth, predicted)];
    }),
  );
}

/** They see frames as the network does. The window of frames is left out for pictures: it would have thousands of numbers. */
export function frameBaselines(
  preprocessor: FramesPreprocessor,
  train: readonly FrameRecording[],
  test: readonly FrameRecording[],
): Record<string, Metrics> {
  const F = preprocessor.scale.size;
  const coded = (recordings: readonly FrameRecording[]) =>
    recordings.map((recording, i) => {
      const { xs: frames, tags: labels } = preprocessor.encode(recording, `recording ${i + 1}`);
      return { frames, labels };
    });
  const learnt = coded(train);
  const asked = coded(test);
  const truth = asked.map(({ labels }) => labels);
  const figures = (predict: (frames: Float32Array) => Int32Array) =>
    frameFigures(
      preprocessor,
      truth,
      asked.map(({ frames }) => predict(frames)),
    );

  const K = preprocessor.labels.length;
  const unread = ({ frames }: { frames: Float32Array }) => new Array<string>(frames.length / F).fill('');
  const majority = new MajorityTag();
  majority.fit(
    learnt.map((one) => ({ tokens: unread(one), labels: one.labels })),
    K,
  );
  const linear = (radius: number) => {
    const model = new LinearFrames({ radius });
    model.fit(learnt, F, K);
    return figures((frames) => mostProbable(model.predict(frames), K));
  };
  return {
    'most frequent label': figures((frames) => majority.predict(unread({ frames }))),
    'linear on a frame': linear(0),
    ...(!preprocessor.shape && { [`linear on ${REACH} frames to both sides`]: linear(REACH) }),
  };
}
