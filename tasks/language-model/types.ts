/** The types of a language model. */
import type { PlainText } from '../../src/data/examples/plain-text/example';
import type { Metrics } from '../task';
import type { EncodedText } from './preprocessor';
import type { TextScore } from './scores';
import type { LanguageModelConfig } from './settings';

export interface LanguageModelTypes {
  example: PlainText;
  input: string;
  encoded: EncodedText;
  prediction: TextScore;
  config: LanguageModelConfig;
  metrics: Metrics;
}
