/** The types of classifying recordings of sound. */
import type { AudioSource, LabeledAudio } from '../../../src/data/examples/labeled-audio/example';
import type { EncodedAudio } from '../../inputs/audio';
import type { InputAndTarget } from '../../joined-preprocessor';
import type { LabelPrediction } from '../../targets/label-predictor';
import type { ClassifierMetrics } from '../metrics';
import type { ClassifierAudioConfig } from './settings';

/** The predicted label of a recording of sound. */
export interface AudioLabelPrediction extends LabelPrediction {
  /** Its length. */
  seconds: number;
}

export interface ClassifierAudioTypes {
  example: LabeledAudio;
  input: AudioSource;
  encoded: InputAndTarget<EncodedAudio, number>;
  prediction: AudioLabelPrediction;
  config: ClassifierAudioConfig;
  metrics: ClassifierMetrics;
}
