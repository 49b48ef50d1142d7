/** What a tagger is made of. */
import type { LegalTags } from '../../src/layers/crf/crf';
import { checkSizes } from '../check-sizes';
import type { RecurrentConfig } from '../recurrent-stack';

export interface SequenceTaggerConfig extends RecurrentConfig {
  /** K */
  tags: number;
  /** On the vectors of the embedder, with one mask for all steps of a sequence ("variational", Gal & Ghahramani 2016). */
  inputDropout?: number;
  /** After every recurrent layer, in the same way. */
  dropout?: number;
  /** Of a saved layers model: tags that exclude each other, or several at a step. Default `softmax`. */
  activation?: 'softmax' | 'sigmoid';
  /** A chain of tags instead of each for itself, and which of them are legal. */
  crf?: { legal?: LegalTags };
}

/** @throws ConfigError for a size that is no whole number above 0. */
export function checkTagger({ tags, hiddenSize, layers = 1 }: SequenceTaggerConfig): void {
  checkSizes('sequence-tagger', { tags, hiddenSize, layers });
}
