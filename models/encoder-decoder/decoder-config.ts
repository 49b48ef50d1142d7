/** What a decoder is made of. */
import { ConfigError } from '../../src/errors';
import type { AttentionScore } from '../../src/layers/attention';
import { checkSizes } from '../check-sizes';
import type { RecurrentConfig } from '../recurrent-stack';

/** `hiddenSize` is H, the units of every layer. */
export interface RecurrentDecoderConfig extends Omit<RecurrentConfig, 'merge' | 'bidirectional'> {
  /** How a step attends to the encoder's states. Default `none`. */
  attention?: 'none' | AttentionScore;
  /** With attention: r of a step enters the next one (Luong et al. 2015, §3.3), so that steps run one by one. */
  inputFeeding?: boolean;
  /** Without attention: the encoder's last state enters every step, not the first alone (Cho et al. 2014, §2.2). */
  contextEveryStep?: boolean;
  /** Embedding and output are one matrix (Press & Wolf 2017); r then has the size of an embedding. */
  tied?: boolean;
  /** On embeddings. All dropout keeps its mask through a sequence (Gal & Ghahramani 2016). */
  embeddingDropout?: number;
  /** Between recurrent layers and before the output. */
  dropout?: number;
  /** At the start of the names of recurrent layers and their dropout. Default `decoder_`. */
  prefix?: string;
}

/** @throws ConfigError for a size that is no whole number above 0, or options that exclude each other. */
export function checkDecoder({
  hiddenSize,
  layers = 1,
  attention = 'none',
  inputFeeding,
  contextEveryStep,
}: RecurrentDecoderConfig): void {
  checkSizes('decoder', { hiddenSize, layers });
  if (inputFeeding && attention === 'none')
    throw excluded('inputFeeding without attention', 'a kind of attention with it');
  if (contextEveryStep && attention !== 'none') {
    throw excluded(
      `contextEveryStep with attention ${attention}`,
      'attention "none": with attention every step has its own context',
    );
  }
}

const excluded = (problem: string, expected: string) => new ConfigError({ where: 'decoder', problem, expected });
