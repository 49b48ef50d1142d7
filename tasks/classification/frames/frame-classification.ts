/** Many-to-one: a recording of frames → one of two or more labels. */
import { type FrameBatch, FrameEmbedder, type FrameEmbedderConfig } from '../../../models/embedders/frames';
import { type SequenceClassifier, sequenceClassifier } from '../../../models/sequence-classifier';
import type { Random } from '../../../src/random';
import type { Task } from '../../task';
import { classifierKinds } from '../kinds';
import { parsePredictOptions, predictFlags } from '../predictions';
import { frameBaselines } from './baselines';
import { inferFrameOptions } from './inferred';
import { ClipPreprocessor } from './preprocessor';
import { ClipPredictor } from './predictor';
import { framesSpace } from './search-space';
import { networkOptions } from '../shared-settings';
import { type ClassifierFramesConfig, parseFrames } from './settings';
import type { ClassifierFramesTypes } from './types';

/** @param settings of classifiers of any kind of input, for help */
export const classifierOfFrames = (settings: object): Task<ClassifierFramesTypes, ClipPreprocessor> => ({
  name: 'classification',
  className: 'Classifier',
  monitor: () => ({ metric: 'accuracy', mode: 'max' }),
  kinds: classifierKinds,
  prediction: () => 'label',
  settings,
  predictFlags,
  parsePredictOptions,
  parseConfig: parseFrames,
  inferredSettings: ['epochs', 'batchSize', 'input'],
  inferOptions: (examples, options, note) => inferFrameOptions(examples, options, note),
  searchSpace: framesSpace,
  fitPreprocessor: (examples, config) => ClipPreprocessor.fit(examples, config),
  restorePreprocessor: (json, config) => ClipPreprocessor.fromJSON(json, config),
  inputExample: ({ input: { scale } }) => `{ frames: new Float32Array(3 * ${scale.size}), size: ${scale.size} }`, // three frames
  createPredictor(config, preprocessor, random) {
    const { input, target } = preprocessor;
    return new ClipPredictor(
      {
        network: networkOf(config, preprocessor, random),
        input,
        target,
        prediction: (label, { recording, steps }) => ({
          ...label,
          ...(recording !== undefined && { recording }),
          frames: steps,
        }),
      },
      config,
    );
  },
  baselines: (train, test, preprocessor) => frameBaselines(preprocessor, train, test),
});

/** An image of one row, or of one column, is read by its values; others go through convolutions. */
function networkOf(
  config: ClassifierFramesConfig,
  { input, labels }: ClipPreprocessor,
  random: Random,
): SequenceClassifier<FrameBatch> {
  const embedder: FrameEmbedderConfig = { columns: input.scale.size };
  if (input.shape && Math.min(input.shape[0], input.shape[1]) > 1) {
    const [height, width, channels] = input.shape;
    embedder.image = { height, width, channels, filters: config.filters, size: config.imageSize };
  }
  return sequenceClassifier(networkOptions(config, labels.length), new FrameEmbedder(embedder, random), random);
}
