/** Settings of a tagger, whose options or training data say whether it reads words or frames. */
import type { DataKind } from '../../src/data/example-kind';
import { frames, taggedWords } from '../../src/data/kinds';
import { inputChoice } from '../inputs/input-choice';
import { type FramesConfig, framesEntries, type FramesOptions } from './frames/settings';
import { type WordsConfig, wordsEntries, type WordsOptions } from './words/settings';

const { inputOf, settings } = inputChoice('Tagger', { words: wordsEntries, frames: framesEntries });

/** What the options are for; undefined where they do not tell. @throws ConfigError for what is no input. */
export { inputOf };
/** Of words, and behind them those that frames alone have. */
export const taggerSettings = settings;

/** Both, so that examples of the other kind are recognised and refused by name. */
export const taggingKinds: readonly DataKind[] = [taggedWords, frames];

/** `input` may be left out: the training data decide. */
export type TaggerOptions = WordsOptions | (Omit<FramesOptions, 'input'> & { input?: 'frames' });
/** Every setting of a tagger of words or frames, with defaults filled in. */
export type TaggingConfig = WordsConfig | FramesConfig;
