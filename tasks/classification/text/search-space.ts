/** What a search may change of a classifier of texts. */
import { around, choice, commonDimensions, scaled, type SearchSpace } from '../../tuning/space/space';
import { ofCharacters } from './of-characters';
import type { TextConfig } from './settings';

export function textSpace(config: TextConfig): SearchSpace<TextConfig> {
  const { epochs, embeddingSize, minimumCount } = config;
  return {
    settings: {
      ...commonDimensions(config),
      embeddingSize: scaled(embeddingSize, 0.5, 1, 2),
      minimumCount: scaled(minimumCount, 0.5, 1, 2),
      embeddingDropout: around(config.embeddingDropout, 0.25),
      dropout: around(config.dropout, 0.25),
      wordDropout: around(config.wordDropout, 0.2),
      averaging: choice(0.98, 0.99, 0.995, 0.998),
      labelSmoothing: choice(0, 0.05, 0.1),
      pooling: choice('mean+max', 'attention', 'max'),
      ngrams: choice('none', 'naive-bayes', 'logistic'),
      tokenizer: choice('words', 'characters'),
    },
    candidates: [
      ...(config.ngrams === 'logistic' ? [] : [{ ngrams: 'logistic' as const }]),
      { tokenizer: 'characters', epochs: 2 * epochs, ...ofCharacters },
    ],
  };
}
