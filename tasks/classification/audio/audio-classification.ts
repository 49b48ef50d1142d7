/** Many-to-one: a recording of sound → one of two or more labels. */
import { type FrameBatch, FrameEmbedder } from '../../../models/embedders/frames';
import { sequenceClassifier } from '../../../models/sequence-classifier';
import type { Task } from '../../task';
import { segmentBaselines } from '../baselines';
import { classifierKinds } from '../kinds';
import { ClassifierPredictor } from '../metrics';
import { parsePredictOptions, predictFlags } from '../predictions';
import { inferAudioOptions } from './inferred';
import { SoundPreprocessor } from './preprocessor';
import { audioSpace } from './search-space';
import { networkOptions } from '../shared-settings';
import { parseAudio } from './settings';
import type { ClassifierAudioTypes } from './types';

/** Recordings are decoded batch by batch. */
class AudioPredictor extends ClassifierPredictor<ClassifierAudioTypes, FrameBatch> {
  constructor(
    private readonly preprocessor: SoundPreprocessor,
    ...rest: ConstructorParameters<typeof ClassifierPredictor<ClassifierAudioTypes, FrameBatch>>
  ) {
    super(...rest);
  }

  load(batch: readonly ClassifierAudioTypes['encoded'][]): Promise<ClassifierAudioTypes['encoded'][]> {
    return decoded(this.preprocessor, batch);
  }

  protected override loaded(batch: readonly ClassifierAudioTypes['encoded'][]) {
    return this.load(batch);
  }
}

const decoded = ({ input }: SoundPreprocessor, batch: readonly ClassifierAudioTypes['encoded'][]) =>
  Promise.all(batch.map(async (one) => ({ ...one, input: await input.load(one.input) })));

/** @param settings of classifiers of any kind of input, for help */
export const classifierOfAudio = (settings: object): Task<ClassifierAudioTypes, SoundPreprocessor> => ({
  name: 'classification',
  className: 'Classifier',
  monitor: () => ({ metric: 'accuracy', mode: 'max' }),
  kinds: classifierKinds,
  prediction: () => 'label',
  settings,
  predictFlags,
  parsePredictOptions,
  parseConfig: parseAudio,
  inferredSettings: ['epochs', 'batchSize', 'input'],
  inferOptions: (examples, options, note) => inferAudioOptions(examples, options, note),
  searchSpace: audioSpace,
  fitPreprocessor: (examples, config) => SoundPreprocessor.fit(examples, config),
  restorePreprocessor: (json, config) => SoundPreprocessor.fromJSON(json, config),
  inputExample: ({ input: { features } }) =>
    `{ samples: new Float32Array(${features.config.rate}), rate: ${features.config.rate} }`, // a second
  createPredictor(config, preprocessor, random) {
    const { input, target, labels } = preprocessor;
    const embedder = new FrameEmbedder({ columns: input.features.size }, random);
    const network = sequenceClassifier(networkOptions(config, labels.length), embedder, random);
    const prediction = (
      label: Omit<ClassifierAudioTypes['prediction'], 'seconds'>,
      { seconds }: { seconds: number },
    ) => ({
      ...label,
      seconds,
    });
    return new AudioPredictor(preprocessor, { network, input, target, prediction }, config);
  },
  async baselines(train, test, preprocessor) {
    const clipsOf = async (examples: typeof train) => {
      const clips = [];
      for (const [i, example] of examples.entries()) {
        const [{ input, target }] = await decoded(preprocessor, [preprocessor.encode(example, `recording ${i + 1}`)]);
        clips.push({ frames: preprocessor.input.framesOf(input), label: target });
      }
      return clips;
    };
    const size = preprocessor.input.features.size;
    return segmentBaselines(await clipsOf(train), await clipsOf(test), size, preprocessor.labels.length);
  },
});
