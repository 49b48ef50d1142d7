/** The types of a model of polyphonic music. */
import type { PianoRoll } from '../../src/data/examples/piano-roll/example';
import type { Metrics } from '../task';
import type { EncodedPiece, PolyphonyInput } from './preprocessor';
import type { PolyphonyConfig } from './settings';

/** How probable a piece is. */
export interface PolyphonyPrediction {
  /** −ln p of the notes of a step, summed over 88 keys; of all steps but the first. */
  values: number[]; // [T−1]
  /** Their mean. */
  nats: number;
}

export interface PolyphonyTypes {
  example: PianoRoll;
  input: PolyphonyInput;
  encoded: EncodedPiece;
  prediction: PolyphonyPrediction;
  config: PolyphonyConfig;
  metrics: Metrics;
}
