/** What a search may change of a language model. */
import { around, cellsFor, choice, ratesAround, scaled, type SearchSpace } from '../tuning/space/space';
import type { LanguageModelConfig } from './settings';

export function languageModelSpace(config: LanguageModelConfig): SearchSpace<LanguageModelConfig> {
  const { learningRate, epochs, batchSize, window, hiddenSize, embeddingSize, tied } = config;
  const sizes = tied ? {} : { embeddingSize: scaled(embeddingSize, 0.5, 1), hiddenSize: scaled(hiddenSize, 0.5, 1, 2) };
  return {
    settings: {
      learningRate: ratesAround(learningRate),
      epochs: scaled(epochs, 0.5, 1, 2),
      batchSize: scaled(batchSize, 0.5, 1, 2),
      window: scaled(window, 0.5, 1, 2),
      ...sizes,
      layers: choice(1, 2),
      cell: cellsFor(config),
      embeddingDropout: around(config.embeddingDropout, 0.2),
      dropout: around(config.dropout, 0.2),
      outputDropout: around(config.outputDropout, 0.2),
      averaging: choice(0.98, 0.99, 0.995, 0.998),
    },
    candidates: [{ learningRate: 2 * learningRate }],
  };
}
