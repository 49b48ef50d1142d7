/** Recordings of sound → what is decoded later, and class numbers. */
import { isSoundFile, type LabeledAudio } from '../../../src/data/examples/labeled-audio/example';
import { locationOf } from '../../../src/data/examples/example';
import { AudioInput } from '../../inputs/audio';
import { JoinedPreprocessor } from '../../joined-preprocessor';
import { LabelTarget } from '../../targets/labels';
import { augmentationOf, type ClassifierAudioConfig, featuresOf } from './settings';

export class SoundPreprocessor extends JoinedPreprocessor<LabeledAudio, AudioInput, LabelTarget> {
  private constructor(input: AudioInput, target: LabelTarget) {
    super(input, target, (example, where) => ({
      input: example.audio,
      target: example.label,
      locate: () => locationOf(example, where),
    }));
  }

  /** @throws DataError for one label only, and what cannot be decoded. */
  static async fit(examples: readonly LabeledAudio[], config: ClassifierAudioConfig): Promise<SoundPreprocessor> {
    const target = LabelTarget.fit(examples.map(({ label }) => label));
    const [{ audio }] = examples;
    const first = isSoundFile(audio) ? (config.sampleRate ? 0 : (await audio.load()).rate) : audio.rate;
    const features = featuresOf(config, config.sampleRate || first);
    const options = { augmentation: augmentationOf(config) };
    return new SoundPreprocessor(await AudioInput.fit(examples, features, config.normalization, options), target);
  }

  /** @throws ConfigError when it is not what `toJSON` gave. */
  static fromJSON(json: unknown, config: ClassifierAudioConfig): SoundPreprocessor {
    const options = { augmentation: augmentationOf(config) };
    return new SoundPreprocessor(AudioInput.fromJSON(json, options), LabelTarget.fromJSON(json));
  }
}
