/** A label for every frame of a recording. */
import type { FrameEmbedderConfig } from '../../../models/embedders/frames';
import { frameTagger } from '../../../models/sequence-tagger/sequence-tagger';
import { locationOfFrame } from '../../../src/data/examples/frames';
import { RecordingInput } from '../../inputs/frames';
import { JoinedPreprocessor } from '../../joined-preprocessor';
import { TagTarget } from '../../targets/tags';
import type { Task } from '../../task';
import { adviseOnFrames } from './advice';
import { frameBaselines } from './baselines';
import { inferFrameOptions } from './inferred';
import { FramePredictor } from './predictor';
import { framesSpace } from './search-space';
import { parseFrames } from './settings';
import { taggerSettings, taggingKinds } from '../settings';
import type { FramesPreprocessor, FrameTaggingTypes } from './types';

export const frameTagging: Task<FrameTaggingTypes, FramesPreprocessor> = {
  name: 'tagging',
  className: 'Tagger',
  monitor: () => ({ metric: 'accuracy', mode: 'max' }),
  kinds: taggingKinds,
  prediction: () => 'frame-labels',
  trueLabels: ({ labels }) => labels,
  predictedLabels: (prediction) => prediction.frames.map(({ label }) => label),
  settings: taggerSettings,
  parseConfig: parseFrames,
  inferredSettings: ['centre', 'epochs', 'input'],
  inferOptions: (recordings, options, note) => inferFrameOptions(recordings, options, note),
  searchSpace: framesSpace,
  fitPreprocessor(recordings, { noise, centre }) {
    const input = RecordingInput.fit(recordings, { noise, centre });
    const target = TagTarget.fit(
      recordings.map(({ labels }) => labels),
      { scheme: 'none', learntScheme: 'IOB2', repair: false },
      (n, t) => locationOfFrame(recordings[n], `training example ${n + 1}`, t),
    );
    return joined(input, target);
  },
  restorePreprocessor: (json, { noise }) => joined(RecordingInput.fromJSON(json, { noise }), TagTarget.fromJSON(json)),
  inputExample: ({ input: { scale } }) => `{ frames: new Float32Array(3 * ${scale.size}), size: ${scale.size} }`, // three frames
  createPredictor(config, preprocessor, random) {
    const { input, labels } = preprocessor;
    const embedder: FrameEmbedderConfig = { columns: input.scale.size };
    if (input.shape) {
      const [height, width, channels] = input.shape;
      embedder.image = { height, width, channels, filters: config.filters, size: config.imageSize };
    }
    const network = frameTagger({ ...config, embedder, tags: labels.length }, random);
    return new FramePredictor(network, preprocessor, config);
  },
  baselines: (train, test, preprocessor) => frameBaselines(preprocessor, train, test),
  advise: adviseOnFrames,
};

const joined = (input: RecordingInput, target: TagTarget): FramesPreprocessor =>
  new JoinedPreprocessor(input, target, (recording, where) => {
    return {
      input: recording,
      target: recording.labels,
      locate: (frame) => (frame === undefined ? where : locationOfFrame(recording, where, frame)),
    };
  });
