/** What a search may change of a classifier of sound. */
import { around, cellsFor, choice, commonDimensions, type SearchSpace, uniform } from '../../tuning/space/space';
import type { ClassifierAudioConfig } from './settings';

export function audioSpace(config: ClassifierAudioConfig): SearchSpace<ClassifierAudioConfig> {
  return {
    settings: {
      ...commonDimensions(config),
      layers: choice(1, 2),
      cell: cellsFor(config),
      pooling: choice('mean+max', 'mean', 'attention', 'last'),
      features: choice('kaldi', 'librosa', 'torchaudio'),
      normalization: choice('training', 'recording'),
      speed: uniform(0, 0.2),
      shift: uniform(0, 0.2),
      timeMask: uniform(0, 0.3),
      bandMask: uniform(0, 0.4),
      inputDropout: around(config.inputDropout, 0.25),
      dropout: around(config.dropout, 0.25),
      labelSmoothing: choice(0, 0.05, 0.1),
    },
    candidates: [{ normalization: 'recording', speed: 0.2 }],
  };
}
