/** The types of a language model. */
import type { LanguageExample, LanguageInput } from './examples';
import type { Metrics } from '../task';
import type { EncodedText } from './preprocessor';
import type { TextScore } from './scores';
import type { LanguageModelConfig } from './settings';

export interface LanguageModelTypes {
  example: LanguageExample;
  input: LanguageInput;
  encoded: EncodedText;
  prediction: TextScore;
  config: LanguageModelConfig;
  metrics: Metrics;
}
