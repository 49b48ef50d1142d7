/** What a tagger is made of. */
import { ConfigError, show } from '../../src/errors';
import type { MergeMode } from '../../src/layers/recurrent/bidirectional';
import type { LegalTags } from '../../src/layers/crf/crf';
import type { CellName } from '../recurrent-layers';

/** Words by their id, and if asked for by a given vector, by their letters, and by features such as their case. */
export interface WordFrontConfig {
  kind: 'words';
  /** V: ids are 0 (padding) … V − 1. */
  vocabularySize: number;
  embeddingSize: number;
  /** A table of given vectors [count,size] that is not trained; row 0 is for words without one. */
  vectors?: { count: number; size: number };
  /** For each an embedding of its own: ids are 0 (padding) … count − 1. */
  features?: readonly { name: string; count: number; size: number }[];
  characters?: CharacterConfig;
}

export interface CharacterConfig {
  /** Ids are 0 (padding) … − 1. */
  vocabularySize: number;
  embeddingSize: number;
  /** Numbers that a word gets from its letters; for `bilstm` half of them from each direction. */
  size: number;
  encoder: 'bilstm' | 'cnn';
}

/** Numbers, or an image, at every step. */
export interface FrameFrontConfig {
  kind: 'frames';
  /** F */
  columns: number;
  /** The columns are rows of pixels; every filter count is a convolution of 3 × 3, then the image is halved. */
  image?: { height: number; width: number; channels: number; filters: readonly number[]; size: number };
}

export interface SequenceTaggerConfig {
  /** K */
  tags: number;
  front: WordFrontConfig | FrameFrontConfig;
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
  /** Of what a step is read as, the same numbers at all steps of a sequence ("variational", Gal & Ghahramani 2016). */
  inputDropout?: number;
  /** After every recurrent layer, in the same way. */
  dropout?: number;
  /** On h inside the gates. */
  recurrentDropout?: number;
  /** A chain of tags instead of each for itself, and which of them are legal. */
  crf?: { legal?: LegalTags };
}

/** @throws ConfigError for a size that is no whole number above 0. */
export function checkTagger(config: SequenceTaggerConfig): void {
  const { tags, hiddenSize, layers = 1, front } = config;
  const sizes: Record<string, number> = { tags, hiddenSize, layers };
  if (front.kind === 'frames') {
    sizes.columns = front.columns;
    if (front.image) Object.assign(sizes, pixels(front.image, front.columns));
  } else {
    sizes.vocabularySize = front.vocabularySize;
    sizes.embeddingSize = front.embeddingSize;
    if (front.characters) sizes.characterSize = front.characters.size;
  }
  for (const [name, size] of Object.entries(sizes)) {
    if (Number.isInteger(size) && size > 0) continue;
    throw new ConfigError({
      where: 'sequence-tagger',
      problem: `${name} is ${show(size)}`,
      expected: 'a whole number above 0',
    });
  }
}

function pixels(image: NonNullable<FrameFrontConfig['image']>, columns: number) {
  const { height, width, channels, size, filters } = image;
  if (Math.min(height, width) < 2 ** filters.length) throw tooManyFilters(image);
  if (height * width * channels === columns) return { height, width, channels, imageSize: size };
  throw new ConfigError({
    where: 'sequence-tagger',
    problem: `an image of ${height} × ${width} × ${channels} numbers, in frames of ${columns}`,
    expected: 'as many numbers as a frame has',
    fix: 'Change the size of the image',
  });
}

const tooManyFilters = ({ height, width, filters }: NonNullable<FrameFrontConfig['image']>) =>
  new ConfigError({
    where: 'sequence-tagger',
    problem: `a picture of ${height} × ${width} is halved ${filters.length} times, once for each of filters ${show(filters)}`,
    expected: `at most ${Math.floor(Math.log2(Math.min(height, width)))} filters, so that something is left of it`,
    fix: 'Set fewer filters, or give larger pictures',
  });
