/** Recordings → scaled frames and class numbers. */
import { locationOfRecording } from '../../../src/data/examples/frames';
import { type ClipFrames, type LabeledFrames, toRecording } from '../../../src/data/examples/labeled-frames/example';
import { RecordingInput } from '../../inputs/frames';
import { JoinedPreprocessor } from '../../joined-preprocessor';
import { LabelTarget } from '../../targets/labels';
import type { ClassifierFramesConfig } from './settings';

export class ClipPreprocessor extends JoinedPreprocessor<LabeledFrames, RecordingInput, LabelTarget> {
  private constructor(input: RecordingInput, target: LabelTarget) {
    super(input, target, (example, where) => ({
      input: toRecording(example, where),
      target: example.label,
      locate: () => locationOfRecording(example, where),
    }));
  }

  /** @throws DataError for one label only, recordings of different sizes, values that are no finite numbers, constant columns. */
  static fit(examples: readonly LabeledFrames[], { noise, centre }: ClassifierFramesConfig): ClipPreprocessor {
    const target = LabelTarget.fit(examples.map(({ label }) => label));
    const recordings = examples.map((example, n) => toRecording(example, `training example ${n + 1}`));
    return new ClipPreprocessor(RecordingInput.fit(recordings, { noise, centre }), target);
  }

  /** @throws ConfigError when it is not what `toJSON` gave. */
  static fromJSON(json: unknown, { noise }: ClassifierFramesConfig): ClipPreprocessor {
    return new ClipPreprocessor(RecordingInput.fromJSON(json, { noise }), LabelTarget.fromJSON(json));
  }

  override encodeInput(input: ClipFrames, where: string) {
    return super.encodeInput(toRecording(input, where), where);
  }
}
