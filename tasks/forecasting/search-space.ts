/** What a search may change of a forecaster. */
import { around, cellsFor, choice, commonDimensions, type SearchSpace } from '../tuning/space/space';
import type { ForecasterConfig } from './settings';

export function forecastingSpace(config: ForecasterConfig): SearchSpace<ForecasterConfig> {
  return {
    settings: {
      ...commonDimensions(config),
      layers: choice(1, 2),
      cell: cellsFor(config),
      dropout: around(config.dropout, 0.2),
      architecture: choice('segments', 'window'),
      centre: choice('last', 'mean'),
    },
  };
}
