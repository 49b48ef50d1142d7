/** What a search may change of a classifier of frames. */
import { around, cellsFor, choice, commonDimensions, type SearchSpace, uniform } from '../../tuning/space/space';
import type { ClassifierFramesConfig } from './settings';

export function framesSpace(config: ClassifierFramesConfig): SearchSpace<ClassifierFramesConfig> {
  return {
    settings: {
      ...commonDimensions(config),
      layers: choice(1, 2),
      cell: cellsFor(config),
      pooling: choice('mean+max', 'mean', 'attention', 'last'),
      centre: choice('training', 'recording'),
      noise: uniform(0, 0.4),
      inputDropout: around(config.inputDropout, 0.25),
      dropout: around(config.dropout, 0.25),
      labelSmoothing: choice(0, 0.05, 0.1),
      averaging: choice(0.98, 0.99, 0.995, 0.998),
    },
    candidates: [{ noise: 0.2, dropout: 0.5 }],
  };
}
