/** The types of tagging frames. */
import type { FrameBatch } from '../../../models/embedders/frames';
import type { FrameRecording } from '../../../src/data/examples/frames';
import type { EncodedFrames, FramesInput, RecordingInput } from '../../inputs/frames';
import type { JoinedPreprocessor } from '../../joined-preprocessor';
import type { EncodedTags, TagTarget } from '../../targets/tags';
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

export interface FramesHalves {
  example: FrameRecording;
  input: FramesInput;
  encodedInput: EncodedFrames;
  batch: FrameBatch;
  target: readonly string[];
  encodedTarget: EncodedTags;
}

export type FramesPreprocessor = JoinedPreprocessor<FramesHalves, RecordingInput, TagTarget>;
