/** The types of tagging frames. */
import type { FrameRecording } from '../../../src/data/examples/frames';
import type { FramesInput, RecordingInput } from '../../inputs/frames';
import type { JoinedPreprocessor } from '../../joined-preprocessor';
import type { TagTarget } from '../../targets/tags';
import type { Metrics } from '../../task';
import type { FramesPrediction } from './predictions';
import type { FramesConfig } from './settings';
import type { EncodedRecording } from './windows';

export interface FrameTaggingTypes {
  example: FrameRecording;
  input: FramesInput;
  encoded: EncodedRecording;
  prediction: FramesPrediction;
  config: FramesConfig;
  metrics: Metrics;
}

export type FramesPreprocessor = JoinedPreprocessor<FrameRecording, RecordingInput, TagTarget>;
