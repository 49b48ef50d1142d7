/** An encoder–decoder from token ids to token ids: translation, summaries, transliteration. */
import { ConfigError } from '../../src/errors';
import type { AttentionScore } from '../../src/layers/attention';
import type { Random } from '../../src/random';
import { checkSizes } from '../check-sizes';
import { TokenEmbedder } from '../embedders/tokens';
import type { TokenBatch } from '../network';
import type { RecurrentConfig } from '../recurrent-stack';
import { EncoderDecoder } from './encoder-decoder';
import { RecurrentDecoder } from './recurrent-decoder';
import { RecurrentEncoder } from './recurrent-encoder';

/** Encoder and decoder have as many layers, and states of one size H = `hiddenSize`. */
export interface TextToTextConfig extends Omit<RecurrentConfig, 'merge'> {
  /** Ids of either side are 0 (padding) … V − 1. */
  sourceVocabularySize: number;
  targetVocabularySize: number;
  /** D, of both sides. */
  embeddingSize: number;
  /** How a decoder step attends to the encoder's states. Default `none`: only the last of them is its start. */
  attention?: 'none' | AttentionScore;
  /** With attention: the readout of a step enters the next one (Luong et al. 2015, §3.3), so that steps run one by one. */
  inputFeeding?: boolean;
  /** Without attention: the encoder's last state enters every step, not the first alone (Cho et al. 2014, §2.2). */
  contextEveryStep?: boolean;
  /** `target`: embedding and output of the decoder are one matrix; `all`: the source's embedding too. Default `none`. */
  tying?: 'none' | 'target' | 'all';
  /** On embeddings. All dropout keeps its mask through a sentence (Gal & Ghahramani 2016). */
  embeddingDropout?: number;
  /** Between recurrent layers and before the output. */
  dropout?: number;
}

/**
 * Creates all weights.
 * @param random their start.
 * @throws ConfigError for a size that is no whole number above 0, or options that exclude each other.
 */
export function textToText(config: TextToTextConfig, random: Random): EncoderDecoder<TokenBatch> {
  const { sourceVocabularySize, targetVocabularySize, embeddingSize, tying = 'none' } = config;
  checkSizes('encoder-decoder', { sourceVocabularySize, targetVocabularySize, embeddingSize });
  if (tying === 'all' && sourceVocabularySize !== targetVocabularySize) throw twoVocabularies();
  const embedder = (name: string, vocabularySize: number) =>
    new TokenEmbedder({ name, vocabularySize, embeddingSize, initializer: { uniform: 0.1 } }, random);
  const target = embedder(tying === 'all' ? 'embedding' : 'target_embedding', targetVocabularySize);
  const source = tying === 'all' ? target : embedder('source_embedding', sourceVocabularySize);
  const encoder = new RecurrentEncoder(config, source, random);
  const decoder = new RecurrentDecoder({ ...config, tied: tying !== 'none' }, target, random);
  return new EncoderDecoder(encoder, decoder);
}

const twoVocabularies = () =>
  new ConfigError({
    where: 'encoder-decoder',
    problem: 'tying "all" with two vocabularies',
    expected: 'one vocabulary for both sides, or tying "target"',
  });
