/** Many-to-one: a label for a whole sequence, be it a text or a recording of frames. */
import type { ClipFrames, LabeledFrames } from '../../src/data/examples/labeled-frames/example';
import type { AudioSource, LabeledAudio } from '../../src/data/examples/labeled-audio/example';
import type { LabeledText } from '../../src/data/examples/labeled-text';
import { ConfigError } from '../../src/errors';
import type { LoadOptions } from '../options';
import type { Metrics, Task } from '../task';
import { TaskModel } from '../task-model';
import { classifierOfAudio } from './audio/audio-classification';
import type { AudioLabelPrediction, ClassifierAudioTypes } from './audio/types';
import { classifierOfFrames } from './frames/frame-classification';
import type { ClassifierFramesTypes, FramesLabelPrediction } from './frames/types';
import { type ClassifierConfig, classifierInputOf, type ClassifierOptions, classifierSettings } from './settings';
import { classifierOfTexts, type ClassifierTextTypes } from './text/classifier';
import type { TextPrediction } from './text/text-classification';

/** What a classifier is trained with: a text or a recording of frames, with its label. */
export type ClassifierExample = LabeledText | LabeledFrames | LabeledAudio;
/** What a classifier predicts a label for. */
export type ClassifierInput = string | ClipFrames | AudioSource;
/** The predicted label, the probability of every label, and what it was read from. */
export type ClassifierPrediction = TextPrediction | FramesLabelPrediction | AudioLabelPrediction;

export interface ClassifierTypes {
  example: ClassifierExample;
  input: ClassifierInput;
  encoded: ClassifierTextTypes['encoded'] | ClassifierFramesTypes['encoded'] | ClassifierAudioTypes['encoded'];
  prediction: ClassifierPrediction;
  config: ClassifierConfig;
  metrics: Metrics;
}

const texts: Task<ClassifierTypes> = classifierOfTexts(classifierSettings);
const frames: Task<ClassifierTypes> = classifierOfFrames(classifierSettings);
const audio: Task<ClassifierTypes> = classifierOfAudio(classifierSettings);
const variants = { text: texts, frames, audio };
type Input = keyof typeof variants;

const inputOfExample = (example: ClassifierExample): Input =>
  'audio' in example ? 'audio' : 'frames' in example ? 'frames' : 'text';

/** Many-to-one, of what the options or the training data call for. */
export const classification: Task<ClassifierTypes> = {
  ...texts,
  parseConfig: (options) => variants[classifierInputOf(options) ?? 'text'].parseConfig(options),
  variant(options, example) {
    const wanted = classifierInputOf(options);
    const found = example && inputOfExample(example);
    if (wanted && found && wanted !== found) throw otherInput(wanted, found);
    const input = found ?? wanted;
    return input === undefined ? classification : variants[input];
  },
};

/**
 * Learns a label for whole sequences from examples: texts, or recordings of frames.
 *
 *     const model = new Classifier();
 *     await model.fit([{ frames: [[0.1, 2.5], [0.3, 2.4]], label: 'walk' }, …], { validation });
 *     await model.predict({ frames: [[0.2, 2.2]] }); // { label, probabilities, frames: 1 }
 */
export class Classifier extends TaskModel<ClassifierTypes> {
  /** Tells TypeScript which model `load` has given. */
  readonly taskName = 'classification';

  /** @throws ConfigError for an option that is unknown or out of range. */
  constructor(options: ClassifierOptions = {}) {
    super(classification, options);
  }

  /** A saved bundle: directory, URL or `indexeddb://name`. @throws BundleError, ConfigError. */
  static async load(location: string, options?: LoadOptions): Promise<Classifier> {
    const model = new Classifier();
    await model.restore(location, options);
    return model;
  }
}

const otherInput = (wanted: string, found: string) =>
  new ConfigError({
    where: 'Classifier',
    problem: `the options are for ${wanted}, and the training data hold ${found}`,
    expected: `options for ${found}`,
    fix: `Leave out what is for ${wanted} only`,
  });
