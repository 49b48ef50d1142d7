/** What a search may change of a forecaster. */
import { around, cellsFor, choice, ratesAround, scaled, type SearchSpace } from '../tuning/space/space';
import type { ForecasterConfig } from './settings';

export function forecastingSpace(config: ForecasterConfig): SearchSpace<ForecasterConfig> {
  const { learningRate, epochs, batchSize, hiddenSize } = config;
  return {
    settings: {
      learningRate: ratesAround(learningRate),
      epochs: scaled(epochs, 0.5, 1, 2),
      batchSize: scaled(batchSize, 0.5, 1, 2),
      hiddenSize: scaled(hiddenSize, 0.5, 1, 2),
      layers: choice(1, 2),
      cell: cellsFor(config),
      dropout: around(config.dropout, 0.2),
      architecture: choice('segments', 'window'),
      centre: choice('last', 'mean'),
    },
  };
}
