/** What a tagger is made of. */
import type { MergeMode } from '../../src/layers/recurrent/bidirectional';
import type { LegalTags } from '../../src/layers/crf/crf';
import { checkSizes } from '../check-sizes';
import type { CellName } from '../recurrent-layers';

export interface SequenceTaggerConfig {
  /** K */
  tags: number;
  cell: CellName;
  /** Units of each direction. */
  hiddenSize: number;
  /** How many recurrent layers. Default 1. */
  layers?: number;
  bidirectional?: boolean;
  /** How the two directions meet. Default `concat`. */
  merge?: MergeMode;
  /** GRU only: the convention of PyTorch and Keras; stock TensorFlow.js cannot open such a model. Default false. */
  resetAfter?: boolean;
  /** On the vectors of the embedder, with one mask for all steps of a sequence ("variational", Gal & Ghahramani 2016). */
  inputDropout?: number;
  /** After every recurrent layer, in the same way. */
  dropout?: number;
  /** On h inside the gates. */
  recurrentDropout?: number;
  /** A chain of tags instead of each for itself, and which of them are legal. */
  crf?: { legal?: LegalTags };
}

/** @throws ConfigError for a size that is no whole number above 0. */
export function checkTagger({ tags, hiddenSize, layers = 1 }: SequenceTaggerConfig): void {
  checkSizes('sequence-tagger', { tags, hiddenSize, layers });
}
