/** How translations are asked for, found and told. */
import * as v from 'valibot';
import type { GenerationState } from '../../models/encoder-decoder/generation';
import { beamSearch } from '../../src/decoding/beam-search';
import { forbidden } from '../../src/decoding/constraints';
import type { Constraint, Decoder, DecoderStart, Ended, Hypothesis } from '../../src/decoding/decoder';
import { greedy } from '../../src/decoding/greedy';
import { ConfigError, show } from '../../src/errors';
import { Random } from '../../src/random';
import { numberOfAtLeast } from '../../src/validation';
import { beginId, paddingId, unknownId } from '../../src/text/vocabulary';
import { count, parseConfig, seedNumber } from '../settings';
import type { PredictFlag } from '../presentation';
import type { TokenCounts } from '../inputs/text';
import type { EncodedPair, TranslationPreprocessor } from './preprocessor';

const penalty = numberOfAtLeast(0);

const schema = v.strictObject({
  /** Hypotheses followed at a time; 1 is greedy search. */
  beam: v.optional(count, 1),
  /** How many translations of a text, at most `beam`. */
  nBest: v.optional(count, 1),
  /** With a beam: 0 ranks by probability alone, which prefers short translations (beam-score.ts). Default 1. */
  lengthPenalty: v.optional(penalty),
  /** With a beam and attention: above 0 it pushes back what leaves parts of the source unread. Default 0. */
  coveragePenalty: v.optional(penalty),
  /** Most tokens of a translation, its end among them. Default: a quarter more than the longest of training. */
  maximumLength: v.optional(count),
  /** Tell where each token looked. */
  attention: v.optional(v.boolean(), false),
});

/** The options of the search as flags of the command line. */
export const searchFlags: readonly PredictFlag[] = [
  { name: 'beam', help: 'hypotheses followed at a time; 1 is greedy search' },
  { name: 'nBest', help: 'how many predictions for each input, with their scores', predictOnly: true },
  { name: 'lengthPenalty', help: '0 prefers short texts' },
  { name: 'coveragePenalty', help: 'above 0 penalizes leaving parts of the input unread' },
  { name: 'maximumLength', help: 'most tokens of a prediction' },
];

export type TranslationOptions = v.InferInput<typeof schema>;

/**
 * @param attention of the model
 * @throws ConfigError for an option that is unknown, out of range, or would have no effect.
 */
export function parsePredictOptions(options: object, { attention }: { attention: string }) {
  const where = 'Translator.predict';
  const asked = parseConfig(where, schema, options);
  const { beam, nBest, lengthPenalty, coveragePenalty } = asked;
  if (coveragePenalty && attention === 'none') {
    throw new ConfigError({
      where,
      problem: `coveragePenalty is ${coveragePenalty}, and the model has no attention`,
      expected: 'a model with attention',
      fix: 'Leave coveragePenalty (--coverage-penalty) out',
    });
  }
  if (beam > 1 || nBest > 1) return asked;
  const idle = Object.entries({ lengthPenalty, coveragePenalty }).find(([, value]) => value !== undefined);
  if (!idle) return asked;
  throw new ConfigError({
    where,
    problem: `${idle[0]} is ${idle[1]}, and the search is greedy`,
    expected: 'a beam above 1 with it: penalties rank the hypotheses of a beam',
    fix: 'Pass beam: 5 (--beam 5), or leave the penalty out',
  });
}

const sampling = v.strictObject({
  /** Most tokens, the end among them. Default: a quarter more than the longest target of training. */
  maximumLength: v.optional(count),
  /** Of the draws. Default 1. */
  seed: v.optional(seedNumber),
  /** Any of these makes the tokens drawn ones; their ranges are the sampler's (src/decoding/sampling.ts). */
  temperature: v.optional(v.number()),
  topK: v.optional(v.number()),
  topP: v.optional(v.number()),
  repetitionPenalty: v.optional(v.number()),
});

export type GenerateOptions = v.InferInput<typeof sampling>;

/**
 * @returns `drawing` is what the sampler is told, undefined where always the most probable token is said
 * @throws ConfigError for an option that is unknown, or a seed where nothing is drawn.
 */
export function parseGenerateOptions(options: object) {
  const { maximumLength, seed, ...drawing } = parseConfig('Translator.generate', sampling, options);
  if (Object.values(drawing).some((value) => value !== undefined)) {
    return { maximumLength, drawing: { ...drawing, random: Random.fromSeed(seed ?? 1) } };
  }
  if (seed === undefined) return { maximumLength };
  throw new ConfigError({
    where: 'Translator.generate',
    problem: `seed is ${show(seed)}, and nothing is drawn`,
    expected: 'with a seed one of temperature, topK, topP, repetitionPenalty',
    fix: 'Pass for example temperature: 1, or leave seed out',
  });
}

/** Where each token of a translation looked in its source. */
export interface AttentionTable {
  source: string[];
  /** The end token among them, where it came. */
  target: string[];
  /** A row for each target token; 1 in sum. */
  weights: number[][];
}

export interface Candidate {
  translation: string;
  /** Natural logarithm of the probability. */
  logProbability: number;
  /** What candidates are ranked by: with a beam the penalties count. */
  score: number;
  /** `limit`: it has no end, the limit came first. */
  ended: Ended;
  /** If asked for, and if the model has attention. */
  attention?: AttentionTable;
}

export interface TranslationPrediction extends Candidate {
  /** Tokens of the source, how many the vocabulary lacks, how many were cut off its end. */
  tokens: TokenCounts;
  /** With `nBest` above 1 all of them, best first, this one among them. */
  candidates?: Candidate[];
}

/** Padding, begin and unknown are never said. */
export const sayable: readonly Constraint[] = [forbidden([paddingId, unknownId, beginId])];

export const limitOf = (preprocessor: TranslationPreprocessor): number => Math.ceil(1.25 * preprocessor.longestTarget);

/** For each source its candidates, best first. */
export async function findAnswers(
  decoder: Decoder<GenerationState>,
  start: DecoderStart<GenerationState>,
  options: v.InferOutput<typeof schema> & { maximumLength: number },
): Promise<(Hypothesis & { score: number })[][]> {
  const { beam: beamSize, nBest, lengthPenalty = 1, coveragePenalty = 0, maximumLength: limit } = options;
  if (beamSize > 1 || nBest > 1) {
    const search = { beamSize, nBest, lengthPenalty, coveragePenalty, limit, constraints: sayable };
    return beamSearch(decoder, start, search);
  }
  const found = await greedy(decoder, start, { limit, constraints: sayable });
  return found.map((one) => [{ ...one, score: one.logProbability }]);
}

/** One hypothesis in words. */
export function candidateOf(
  preprocessor: TranslationPreprocessor,
  pair: EncodedPair,
  found: Hypothesis & { score: number },
  withAttention: boolean,
): Candidate {
  const { tokens, logProbability, score, ended, attention } = found;
  const target = [...Array.from(tokens, (id) => preprocessor.targetLabel(id)), ...(ended === 'end' ? ['<end>'] : [])];
  return {
    translation: preprocessor.target.decode(tokens),
    logProbability,
    score,
    ended,
    ...(withAttention &&
      attention && {
        attention: {
          source: preprocessor.sourceLabels(pair),
          target,
          weights: attention.map((row) => Array.from(row)),
        },
      }),
  };
}
