/** What a search may change of a translator. */
import { around, choice, ratesAround, scaled, type SearchSpace } from '../tuning/space/space';
import type { TranslatorConfig } from './settings';

export function translationSpace(config: TranslatorConfig): SearchSpace<TranslatorConfig> {
  const { learningRate, epochs, hiddenSize, embeddingSize, batchSize } = config;
  return {
    settings: {
      learningRate: ratesAround(learningRate),
      epochs: scaled(epochs, 0.5, 1, 2),
      batchSize: scaled(batchSize, 0.5, 1, 2),
      hiddenSize: scaled(hiddenSize, 0.5, 1),
      embeddingSize: scaled(embeddingSize, 0.5, 1),
      embeddingDropout: around(config.embeddingDropout, 0.2),
      dropout: around(config.dropout, 0.2),
      labelSmoothing: choice(0, 0.1),
      minimumCount: scaled(config.minimumCount, 0.5, 1, 2),
      averaging: choice(0.98, 0.99, 0.995, 0.998),
    },
    candidates: [{ learningRate: 2 * learningRate }],
  };
}
