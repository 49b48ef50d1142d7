/** The types of classifying recordings of frames. */
import type { ClipFrames, LabeledFrames } from '../../../src/data/examples/labeled-frames/example';
import type { EncodedFrames } from '../../inputs/frames';
import type { InputAndTarget } from '../../joined-preprocessor';
import type { LabelPrediction } from '../../targets/label-predictor';
import type { ClassifierMetrics } from '../metrics';
import type { ClassifierFramesConfig } from './settings';

/** The predicted label of a recording. */
export interface FramesLabelPrediction extends LabelPrediction {
  /** Its name, where it has one. */
  recording?: string;
  /** Frames of it. */
  frames: number;
}

export interface ClassifierFramesTypes {
  example: LabeledFrames;
  input: ClipFrames;
  encoded: InputAndTarget<EncodedFrames, number>;
  prediction: FramesLabelPrediction;
  config: ClassifierFramesConfig;
  metrics: ClassifierMetrics;
}
