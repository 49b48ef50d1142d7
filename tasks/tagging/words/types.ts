/** The types of tagging words. */
import type { TaggedWords } from '../../../src/data/examples/tagged-words';
import type { EncodedWords, SentenceInput, WordsInput } from '../../inputs/words';
import type { InputAndTarget, JoinedPreprocessor } from '../../joined-preprocessor';
import type { EncodedTags, TagTarget } from '../../targets/tags';
import type { Metrics } from '../../task';
import type { WordsPrediction } from './predictions';
import type { WordsConfig } from './settings';

export interface WordTaggingTypes {
  example: TaggedWords;
  input: WordsInput;
  encoded: InputAndTarget<EncodedWords, EncodedTags>;
  prediction: WordsPrediction;
  config: WordsConfig;
  metrics: Metrics;
}

export type WordsPreprocessor = JoinedPreprocessor<TaggedWords, SentenceInput, TagTarget>;
