/** What a translator predicts, and the options that `predict` takes. */
import * as v from 'valibot';
import type { Ended, Hypothesis } from '../../src/decoding/decoder';
import { ConfigError } from '../../src/errors';
import type { EncodedText, TokenCounts } from '../inputs/text';
import { parseConfig } from '../settings';
import { refuseIdlePenalties, searchEntries } from '../targets/generation';
import type { TranslationPreprocessor } from './preprocessor';

const schema = v.strictObject({
  ...searchEntries,
  /** Add the attention of each token to the prediction. */
  attention: v.optional(v.boolean(), false),
});

/** Options of `predict` of a translator: width of the beam, penalties, most tokens, attention. */
export type TranslationOptions = v.InferInput<typeof schema>;

/**
 * @param attention of the model
 * @throws ConfigError for an option that is unknown, out of range, or would have no effect.
 */
export function parsePredictOptions(options: object, { attention }: { attention: string }) {
  const where = 'Translator.predict';
  const parsed = parseConfig(where, schema, options);
  const { coveragePenalty } = parsed;
  if (coveragePenalty && attention === 'none') {
    throw new ConfigError({
      where,
      problem: `coveragePenalty is ${coveragePenalty}, and the model has no attention`,
      expected: 'a model with attention',
      fix: ({ option }) => `Leave ${option('coveragePenalty')} out`,
    });
  }
  refuseIdlePenalties(where, parsed);
  return parsed;
}

/** The attention weight of every source token for each token of a translation. */
export interface AttentionTable {
  source: string[];
  /** The end token among them, where it came. */
  target: string[];
  /** A row for each target token; 1 in sum. */
  weights: number[][];
}

/** One of several translations of a text (`nBest`). */
export interface Candidate {
  translation: string;
  /** Natural logarithm of the probability. */
  logProbability: number;
  /** What candidates are ranked by: with a beam the penalties count. */
  score: number;
  /** `limit`: it has no end, the limit came first. */
  ended: Ended;
  /** With the option `attention`, of a model that has it. */
  attention?: AttentionTable;
}

/** The translation of a text. */
export interface TranslationPrediction extends Candidate {
  /** Tokens of the source, how many the vocabulary lacks, how many were cut off its end. */
  tokens: TokenCounts;
  /** With `nBest` above 1 all of them, best first, this one among them. */
  candidates?: Candidate[];
}

/** One hypothesis in words. */
export function candidateOf(
  preprocessor: TranslationPreprocessor,
  source: EncodedText,
  found: Hypothesis & { score: number },
  withAttention: boolean,
): Candidate {
  const { target } = preprocessor;
  const { tokens, logProbability, score, ended, attention } = found;
  const labels = [...Array.from(tokens, (id) => target.tokenLabel(id)), ...(ended === 'end' ? ['<end>'] : [])];
  return {
    translation: target.decode(tokens),
    logProbability,
    score,
    ended,
    ...(withAttention &&
      attention && {
        attention: {
          source: preprocessor.sourceLabels(source),
          target: labels,
          weights: attention.map((row) => Array.from(row)),
        },
      }),
  };
}
