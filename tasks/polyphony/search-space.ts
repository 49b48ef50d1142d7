/** What a search may change of a model of polyphonic music. */
import { around, cellsFor, choice, commonDimensions, type SearchSpace } from '../tuning/space/space';
import type { PolyphonyConfig } from './settings';

export function polyphonySpace(config: PolyphonyConfig): SearchSpace<PolyphonyConfig> {
  return {
    settings: {
      ...commonDimensions(config),
      layers: choice(1, 2),
      cell: cellsFor(config),
      inputDropout: around(config.inputDropout, 0.2),
      dropout: around(config.dropout, 0.25),
      transpose: choice(0, 3, 6),
      averaging: choice(0.98, 0.99, 0.995, 0.998),
    },
  };
}
