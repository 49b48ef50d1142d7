/**
 * Sampling: the next token is drawn from the model's distribution, changed in this order, which `order` can change:
 *
 *   logit bias b           s_v → s_v + b_v
 *   repetition penalty θ   s → θ s below 0, s / θ above, for tokens that are there already
 *   no repeated n-gram     not a token that would complete n tokens that are there already
 *   temperature τ          s → s / τ; at 0 the largest one is taken instead of drawn
 *   top-k, top-p, min-p, typical: only some tokens
 *
 * The formulas and their papers are in penalties.ts and truncation.ts, the ranges in options.ts. Scores s are what the
 * decoder gives, log-probabilities.
 *
 * The draw adds Gumbel noise g_v = −ln(−ln u_v) to every token and takes the largest sum, which is a draw from the
 * softmax. Noise v belongs to token v, whatever is allowed, and comes from the seed, the row and the position alone. So
 * two backends whose log-probabilities differ by ε draw the same token unless the two largest sums are closer than 2ε:
 * with 10⁻⁶, about once in a million tokens. (A draw along the cumulated distribution has as many edges as tokens.)
 */
import { ConfigError, show } from '../../errors';
import type { Random } from '../../random';
import { checkOptionNames } from '../../validation';
import {
  type Decoder,
  type DecoderStart,
  decodingOptionNames,
  type DecodingOptions,
  type Hypothesis,
} from '../decoder';
import { type Choice, collect, stream } from '../stream';
import { checkSampling, samplingOptionNames, type SamplingOptions, samplingOrder, type SamplingStep } from './options';
import { addBias, noRepeatedNgram, penalizeRepetition, type PromptOf } from './penalties';
import { divideByTemperature, keepMinP, keepTopK, keepTopP, keepTypical, type LogitsProcessor } from './truncation';

/** One sampled hypothesis a row. @throws ConfigError for an option out of range, and what `stream` throws. */
export async function sample<State>(
  decoder: Decoder<State>,
  start: DecoderStart<State>,
  options: DecodingOptions & SamplingOptions,
): Promise<Hypothesis[]> {
  checkOptionNames('sample', options, { ...decodingOptionNames, ...samplingOptionNames });
  const { limit, constraints, ...sampling } = options;
  return collect(stream(decoder, start, { limit, constraints, choose: sampler(sampling) }), start.tokens.length);
}

/**
 * The choice of `stream` that draws.
 * @throws ConfigError for an option out of range, options that exclude each other or an order that leaves one out; while
 * it draws, for options that leave no token.
 */
export function sampler(options: SamplingOptions): Choice {
  const apply = logitsProcessor(options);
  const { random, temperature } = options;
  if (temperature !== 0) checkRandom(random);
  let scores = new Float64Array();
  return (logProbabilities, tokens, row) => {
    if (scores.length !== logProbabilities.length) scores = new Float64Array(logProbabilities.length);
    scores.set(logProbabilities);
    apply(scores, tokens, row);
    const token =
      temperature === 0 || !random ? largest(scores) : draw(scores, randomOf(random, row).fork(tokens.length));
    if (token < 0) throw nothingLeft(tokens.length, row);
    return token;
  };
}

/**
 * All that the options do to the scores of the next token, one after the other, in place.
 * @throws ConfigError as `sampler`.
 */
export function logitsProcessor(options: SamplingOptions): LogitsProcessor {
  checkSampling(options);
  const { prompts } = options;
  const promptOf = prompts && ((row: number) => prompts[row] ?? refuseRow('prompts', prompts.length, row));
  const steps = samplingOrder(options).map((step) => processors[step](options, promptOf));
  return (scores, tokens, row) => {
    for (const step of steps) step(scores, tokens, row);
  };
}

const none: LogitsProcessor = () => undefined;

const processors: Record<SamplingStep, (options: SamplingOptions, promptOf?: PromptOf) => LogitsProcessor> = {
  logitBias: ({ logitBias }) => addBias(logitBias!),
  repetitionPenalty: ({ repetitionPenalty, repetitionWindow = Infinity, penalizePrompt = true }, promptOf) =>
    penalizeRepetition(repetitionPenalty!, repetitionWindow, penalizePrompt ? promptOf : undefined),
  noRepeatNgram: ({ noRepeatNgram }, promptOf) => noRepeatedNgram(noRepeatNgram!, promptOf),
  temperature: ({ temperature }) => (temperature === 0 ? none : divideByTemperature(temperature!)),
  topK: ({ topK }) => keepTopK(topK!),
  topP: ({ topP }) => keepTopP(topP!),
  minP: ({ minP }) => keepMinP(minP!),
  typical: ({ typical }) => keepTypical(typical!),
};

/** The token of the largest score, the first of equal ones; −1 if there is none. */
function largest(scores: Float64Array): number {
  let best = -1;
  for (let v = 0; v < scores.length; v++) if (scores[v] > (best < 0 ? -Infinity : scores[best])) best = v;
  return best;
}

/** The token that is drawn; −1 if there is none. */
function draw(scores: Float64Array, random: Random): number {
  let best = -1;
  let bestSum = -Infinity;
  for (let v = 0; v < scores.length; v++) {
    const bits = random.uint32();
    // With k leading zeros of ~bits, 1 − u ≥ 2^−(k+1), so g ≤ (k + 1) ln 2: most tokens need no logarithm.
    if (!(scores[v] + (Math.clz32(~bits) + 1) * Math.LN2 > bestSum - 1e-9)) continue;
    const u = (bits + 0.5) / 2 ** 32; // in (0, 1)
    const sum = scores[v] - Math.log(-Math.log(u));
    if (sum > bestSum) [best, bestSum] = [v, sum];
  }
  return best;
}

function randomOf(random: Random | readonly Random[], row: number): Random {
  if ('fork' in random) return random.fork(row);
  return random[row] ?? refuseRow('random generators', random.length, row);
}

function refuseRow(what: string, count: number, row: number): never {
  throw new ConfigError({
    where: 'sampler',
    problem: `there are ${count} ${what}, none for row ${row}`,
    expected: 'one for every row',
    fix: 'Pass as many as there are start tokens',
  });
}

function checkRandom(random: unknown): void {
  if (Array.isArray(random) || typeof (random as Partial<Random> | undefined)?.fork === 'function') return;
  throw new ConfigError({
    where: 'sampler',
    problem: `random is ${show(random)}`,
    expected: 'a Random, or one for every row',
    fix: 'Pass random: Random.fromSeed(1)',
  });
}

const nothingLeft = (length: number, row: number) =>
  new ConfigError({
    where: `sampling row ${row}`,
    problem: `no token may follow after ${length} tokens: the options leave none`,
    expected: 'options that leave at least one token at every step',
    fix: 'Raise noRepeatNgram, or forbid fewer tokens by logitBias',
  });
