/** What a search may change of a tagger of words. */
import { around, choice, commonDimensions, scaled, type SearchSpace } from '../../tuning/space/space';
import type { WordsConfig } from './settings';

export function wordsSpace(config: WordsConfig): SearchSpace<WordsConfig> {
  const { learningRate, embeddingSize, characterSize } = config;
  return {
    settings: {
      ...commonDimensions(config),
      embeddingSize: scaled(embeddingSize, 0.5, 1, 2),
      characterSize: scaled(characterSize, 0.5, 1),
      characters: choice('bilstm', 'cnn'),
      suffixLength: choice(0, 3),
      inputDropout: around(config.inputDropout, 0.25),
      dropout: around(config.dropout, 0.25),
      wordDropout: around(config.wordDropout, 0.2),
      averaging: choice(0.98, 0.99, 0.995, 0.998),
    },
    candidates: [{ learningRate: 2 * learningRate }, { wordDropout: config.wordDropout / 3 }],
  };
}
