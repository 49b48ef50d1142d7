/** Settings of a classifier, whose options or training data say what it reads. */
import { inputChoice } from '../inputs/input-choice';
import { audioEntries, type ClassifierAudioConfig, type ClassifierAudioOptions } from './audio/settings';
import { framesEntries, type ClassifierFramesConfig, type ClassifierFramesOptions } from './frames/settings';
import { classifierTextEntries, type ClassifierTextConfig, type ClassifierTextOptions } from './text/classifier';

const { inputOf, settings } = inputChoice('Classifier', {
  text: classifierTextEntries,
  frames: framesEntries,
  audio: audioEntries,
});

/** Of texts, and behind them those that other kinds alone have. */
export const classifierSettings = settings;
/** What the options are for; undefined where they do not tell. @throws ConfigError for what is no input. */
export const classifierInputOf = inputOf;

/** `input` may be left out: the training data decide. */
export type ClassifierOptions =
  | ClassifierTextOptions
  | (Omit<ClassifierFramesOptions, 'input'> & { input?: 'frames' })
  | (Omit<ClassifierAudioOptions, 'input'> & { input?: 'audio' });
/** Every setting of a classifier, with defaults filled in. */
export type ClassifierConfig = ClassifierTextConfig | ClassifierFramesConfig | ClassifierAudioConfig;
