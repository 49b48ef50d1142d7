/** The network of a tagger, for what its preprocessor has learnt. */
import * as tf from '@tensorflow/tfjs';
import type { FrameEmbedderConfig } from '../../models/embedders/frames';
import type { WordEmbedderConfig } from '../../models/embedders/words';
import { frameTagger, wordTagger } from '../../models/sequence-tagger/sequence-tagger';
import type { Random } from '../../src/random';
import { wordCases } from '../../src/text/words/word-shape';
import { FrameTagging } from './frame-tagging';
import type { FramesConfig, WordsConfig } from './settings';
import type { FramesPreprocessor } from '../inputs/frames';
import { SequenceTagging } from './sequence-tagging';
import type { WordsPreprocessor } from '../inputs/words';
import type { WordFeatures } from '../inputs/word-features';
import { WordReader } from '../inputs/word-batches';

export function buildWords(config: WordsConfig, preprocessor: WordsPreprocessor, random: Random) {
  const { caseSize, characters, wordDropout, output } = config;
  const { tags, codes } = preprocessor;
  const { vectors } = codes;
  const crf = output === 'crf' ? { legal: tags.legal() } : undefined;
  const embedder = wordEmbedder(config, codes);
  const network = wordTagger({ ...config, embedder, tags: preprocessor.labels.length, crf }, random);
  if (vectors?.vectors) fillVectors(network, vectors.vectors, vectors.dimension);
  const options = { wordDropout, hasCharacters: characters !== 'none', hasCases: caseSize > 0 };
  return new SequenceTagging(network, tags, new WordReader(preprocessor, options), config);
}

function wordEmbedder(config: WordsConfig, { words, endings, characters, vectors }: WordFeatures): WordEmbedderConfig {
  const { embeddingSize, caseSize, suffixSize, characters: encoder } = config;
  const features = [
    ...(caseSize ? [{ name: 'case', count: wordCases.length + 1, size: caseSize }] : []),
    ...(endings ? [{ name: 'ending', count: endings.size, size: suffixSize }] : []),
  ];
  const letters = {
    vocabularySize: characters.size,
    embeddingSize: config.characterEmbeddingSize,
    size: config.characterSize,
  };
  return {
    vocabularySize: words.size,
    embeddingSize,
    features,
    ...(vectors && { vectors: { count: vectors.words.length + 1, size: vectors.dimension } }),
    ...(encoder !== 'none' && { characters: { ...letters, encoder } }),
  };
}

/** Row 0 is for words without one. */
function fillVectors(network: ReturnType<typeof wordTagger>, values: Float32Array, size: number): void {
  const [{ variable }] = network.frozen();
  const rows = new Float32Array(values.length + size);
  rows.set(values, size);
  tf.tidy(() => variable.assign(tf.tensor(rows, variable.shape)));
}

export function buildFrames(config: FramesConfig, preprocessor: FramesPreprocessor, random: Random) {
  const { filters, imageSize: size } = config;
  const embedder: FrameEmbedderConfig = { columns: preprocessor.scale.size };
  if (preprocessor.shape) {
    const [height, width, channels] = preprocessor.shape;
    embedder.image = { height, width, channels, filters, size };
  }
  return new FrameTagging(
    frameTagger({ ...config, embedder, tags: preprocessor.labels.length }, random),
    preprocessor,
    config,
  );
}
