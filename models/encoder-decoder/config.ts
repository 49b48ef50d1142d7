/** What an encoder–decoder can be told. */
import { ConfigError } from '../../src/errors';
import { checkCount } from '../../src/validation';
import type { AttentionScore } from '../../src/layers/attention';
import type { RecurrentConfig } from '../recurrent-stack';

export interface EncoderDecoderConfig extends Omit<RecurrentConfig, 'merge'> {
  /** Ids of either side are 0 (padding) … V − 1. */
  sourceVocabularySize: number;
  targetVocabularySize: number;
  /** D, of both sides. */
  embeddingSize: number;
  /** H, units of a decoder layer and of an encoder layer; a bidirectional one has H/2 in each direction. */
  hiddenSize: number;
  /** Recurrent layers of the encoder and as many of the decoder. Default 1. */
  layers?: number;
  /** The encoder runs in both directions. */
  bidirectional?: boolean;
  /** How a decoder step looks at the encoder's states. Default `none`: it knows the last one alone. */
  attention?: 'none' | AttentionScore;
  /** With attention: what a step said enters the next one (Luong et al. 2015, §3.3). Steps then go one by one: slow. */
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

const sizes = ['sourceVocabularySize', 'targetVocabularySize', 'embeddingSize', 'hiddenSize', 'layers'] as const;

/** @throws ConfigError for a size that is no whole number above 0, or options that exclude each other. */
export function checkEncoderDecoder(config: EncoderDecoderConfig): void {
  for (const key of sizes) {
    checkCount('encoder-decoder', key, config[key] ?? 1);
  }
  const { hiddenSize, bidirectional, attention = 'none', inputFeeding, contextEveryStep, tying } = config;
  if (bidirectional && hiddenSize % 2) {
    refuse(`hiddenSize is ${hiddenSize}`, 'an even number: each direction of the encoder has half of it');
  }
  if (inputFeeding && attention === 'none') refuse('inputFeeding without attention', 'a kind of attention with it');
  if (contextEveryStep && attention !== 'none') {
    refuse(
      `contextEveryStep with attention ${attention}`,
      'attention "none": with attention every step has its own context',
    );
  }
  if (tying === 'all' && config.sourceVocabularySize !== config.targetVocabularySize) {
    refuse('tying "all" with two vocabularies', 'one vocabulary for both sides, or tying "target"');
  }
}

function refuse(problem: string, expected: string): never {
  throw new ConfigError({ where: 'encoder-decoder', problem, expected });
}
