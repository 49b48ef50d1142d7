/** The types of translation. */
import type { ParallelText } from '../../src/data/examples/parallel-text';
import type { TextMetrics } from './metrics';
import type { TranslationPrediction } from './predictions';
import type { EncodedPair } from './preprocessor';
import type { TranslatorConfig } from './settings';

/** With teacher forcing: part of the target tokens that are predicted right, in [0, 1], and perplexity of a token. */
export type TranslationMetrics = TextMetrics & { accuracy: number; perplexity: number };

export interface TranslationTypes {
  example: ParallelText;
  input: string;
  encoded: EncodedPair;
  prediction: TranslationPrediction;
  config: TranslatorConfig;
  metrics: TranslationMetrics;
}
