/** How probable a model finds texts: nats a token, perplexity, bits a character, bits a byte. */
import type { Metrics } from '../../src/metrics/metric-types';
import { perplexity } from '../../src/metrics/perplexity';
import type { EncodedText } from './preprocessor';

/** The probability of a text by the chain rule: ln p(text) = Σ_t ln p(token t | tokens before it). */
export interface TextScore {
  /** ln p of the whole text, with its end where the model knows ends. */
  logProbability: number;
  /** Tokens that were predicted, the end among them. */
  tokens: number;
  /** −ln p a token. */
  nats: number;
  /** e to that. */
  perplexity: number;
  /** −log₂ p of the text, a character (code point) of the text as it came. */
  bitsPerCharacter: number;
  /** A byte of its UTF-8; of models of subwords. */
  bitsPerByte?: number;
  /** With `tokenScores: true`. */
  tokenScores?: TokenScore[];
}

/** How probable one token of a text was. */
export interface TokenScore {
  token: string;
  /** Given all tokens before it. */
  logProbability: number;
}

/** What is summed up over texts. */
export interface ScoreSums {
  logProbability: number;
  tokens: number;
  characters: number;
  bytes: number;
}

export function scoreOf(sums: ScoreSums, isSubwords: boolean): Metrics {
  const { tokens, characters, bytes } = sums;
  const nats = -sums.logProbability || 0;
  return {
    nats: nats / tokens,
    perplexity: perplexity(nats, tokens),
    bitsPerCharacter: nats / Math.LN2 / characters,
    ...(isSubwords && { bitsPerByte: nats / Math.LN2 / bytes }),
  };
}

/** The same of all texts together. */
export function metricsOf(
  encoded: readonly EncodedText[],
  scores: readonly Pick<TextScore, 'logProbability'>[],
  isSubwords: boolean,
): Metrics {
  const sums = { logProbability: 0, tokens: 0, characters: 0, bytes: 0 };
  encoded.forEach(({ ids, characters, bytes }, i) => {
    sums.logProbability += scores[i].logProbability;
    sums.tokens += ids.length - 1;
    sums.characters += characters;
    sums.bytes += bytes;
  });
  return scoreOf(sums, isSubwords);
}
