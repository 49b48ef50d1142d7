/** How texts are generated: options of a search or of sampling, and what they do over any decoder. */
import * as v from 'valibot';
import { beamSearch } from '../../src/decoding/beam-search';
import { forbidden } from '../../src/decoding/constraints';
import type { Constraint, Decoder, DecoderStart, Ended, Hypothesis } from '../../src/decoding/decoder';
import { greedy } from '../../src/decoding/greedy';
import { samplingSteps } from '../../src/decoding/sampling/options';
import { sampler } from '../../src/decoding/sampling/sampler';
import { stream } from '../../src/decoding/stream';
import { ConfigError, show } from '../../src/errors';
import { Random } from '../../src/random';
import { beginId, endId, paddingId, unknownId } from '../../src/text/vocabulary';
import { numberOfAtLeast } from '../../src/validation';
import type { PredictFlag } from '../presentation';
import { count, parseConfig, seedNumber } from '../settings';
import type { GeneratedText } from './generated-text';

/** Padding, begin and unknown are never generated. */
const neverGenerated: readonly Constraint[] = [forbidden([paddingId, unknownId, beginId])];

const penalty = numberOfAtLeast(0);

/** Options of a search. */
export const searchEntries = {
  /** Hypotheses followed at a time; 1 is greedy search. */
  beam: v.optional(count, 1),
  /** Number of texts for an input, at most `beam`. */
  nBest: v.optional(count, 1),
  /** With a beam: 0 ranks by probability alone, which prefers short texts (src/decoding/beam-score.ts). Default 1. */
  lengthPenalty: v.optional(penalty),
  /** With a beam and attention: above 0 it penalizes texts that ignore parts of the input. Default 0. */
  coveragePenalty: v.optional(penalty),
  /** Maximum number of tokens of a text, its end token among them. Default: a quarter more than the longest of training. */
  maximumLength: v.optional(count),
};

/** The options of a search as flags of the command line. */
export const searchFlags: readonly PredictFlag[] = [
  { name: 'beam', help: 'beam width (1 = greedy search)' },
  { name: 'nBest', help: 'number of predictions for each input, with their scores', predictOnly: true },
  { name: 'lengthPenalty', help: 'with a beam: 0 prefers short texts, 1 does not (default 1)' },
  {
    name: 'coveragePenalty',
    help: 'with a beam: above 0 penalizes predictions that ignore parts of the input (default 0)',
  },
  { name: 'maximumLength', help: 'maximum number of tokens of a prediction' },
];

export type SearchOptions = v.InferOutput<v.ObjectSchema<typeof searchEntries, undefined>>;

/** @throws ConfigError for a penalty where there is no beam to rank. */
export function refuseIdlePenalties(where: string, options: SearchOptions): void {
  const { beam, nBest, lengthPenalty, coveragePenalty } = options;
  if (beam > 1 || nBest > 1) return;
  const idle = Object.entries({ lengthPenalty, coveragePenalty }).find(([, value]) => value !== undefined);
  if (!idle) return;
  throw new ConfigError({
    where,
    problem: `${idle[0]} is ${idle[1]}, and the search is greedy`,
    expected: 'a beam above 1 with it: penalties rank the hypotheses of a beam',
    fix: ({ set }) => `Pass ${set('beam', 5)}, or leave the penalty out`,
  });
}

/** For each input its hypotheses, best first. @param limit most tokens, where the options do not say */
export async function searchHypotheses<State>(
  decoder: Decoder<State>,
  start: DecoderStart<State>,
  options: SearchOptions,
  limit: number,
): Promise<(Hypothesis & { score: number })[][]> {
  const { beam: beamSize, nBest, lengthPenalty = 1, coveragePenalty = 0, maximumLength = limit } = options;
  const shared = { limit: maximumLength, constraints: neverGenerated };
  if (beamSize > 1 || nBest > 1) {
    return beamSearch(decoder, start, { ...shared, beamSize, nBest, lengthPenalty, coveragePenalty });
  }
  const found = await greedy(decoder, start, shared);
  return found.map((one) => [{ ...one, score: one.logProbability }]);
}

/** Options of sampling; their ranges and what excludes each other are the sampler's (src/decoding/sampling/options.ts). */
export const samplingEntries = {
  /** Of the draws. Default 1. */
  seed: v.optional(seedNumber),
  temperature: v.optional(v.number()),
  topK: v.optional(v.number()),
  topP: v.optional(v.number()),
  minP: v.optional(v.number()),
  typical: v.optional(v.number()),
  repetitionPenalty: v.optional(v.number()),
  repetitionWindow: v.optional(v.number()),
  penalizePrompt: v.optional(v.boolean()),
  noRepeatNgram: v.optional(v.number()),
  /** Another order of these steps. */
  order: v.optional(v.array(v.picklist(samplingSteps))),
};

const samplingSchema = v.strictObject({
  /** Most tokens, the end among them. Default: a quarter more than the longest target of training. */
  maximumLength: v.optional(count),
  ...samplingEntries,
});

/** Options of `generate`: most tokens, and how they are sampled. */
export type GenerateOptions = v.InferInput<typeof samplingSchema>;

/**
 * @returns `choose` draws a token; undefined where always the most probable one is taken
 * @throws ConfigError for an option that is unknown, or a seed where nothing is drawn.
 */
export function parseGenerateOptions(where: string, options: object) {
  const { maximumLength, seed, ...sampling } = parseConfig(where, samplingSchema, options);
  const isGiven = Object.values(sampling).some((value) => value !== undefined);
  const isDrawn = isGiven && sampling.temperature !== 0;
  if (seed === undefined || isDrawn) {
    const random = isDrawn ? Random.fromSeed(seed ?? 1) : undefined;
    return { maximumLength, ...(isGiven && { choose: sampler({ ...sampling, random }) }) };
  }
  throw new ConfigError({
    where,
    problem: `seed is ${show(seed)}, and nothing is drawn`,
    expected: 'with a seed a temperature above 0, or another option of sampling',
    fix: 'Pass for example temperature: 1, or leave seed out',
  });
}

/** A token of a text that is being generated. */
export interface GeneratedToken {
  token: string;
  /** The text as far as it goes. */
  text: string;
  logProbability: number;
  /** With attention: the weight of every step of the input. */
  attention?: Float32Array;
  /** With the last one. */
  ended?: Ended;
}

/** One text, token by token. The caller disposes of the state of `start`. */
export async function* generateTokens<State>(
  target: GeneratedText,
  decoder: Decoder<State>,
  start: DecoderStart<State>,
  { maximumLength: limit = target.limit, choose }: ReturnType<typeof parseGenerateOptions>,
): AsyncGenerator<GeneratedToken, void, undefined> {
  const generated: number[] = [];
  const tokens = stream(decoder, start, { limit, choose, constraints: neverGenerated });
  for await (const { token, logProbability, attention, ended } of tokens) {
    if (token !== endId) generated.push(token);
    yield {
      token: target.tokenLabel(token),
      text: target.decode(generated),
      logProbability,
      ...(attention && { attention }),
      ...(ended && { ended }),
    };
  }
}
