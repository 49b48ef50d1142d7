/** A network that reads characters has few of them to know and many steps to take: less dropout, more units. */
import type { TextOptions } from './settings';

export const ofCharacters = {
  embeddingSize: 64,
  hiddenSize: 128,
  learningRate: 3e-3,
  embeddingDropout: 0.05,
  dropout: 0.4,
  wordDropout: 0.02,
} satisfies TextOptions;
