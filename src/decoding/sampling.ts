/**
 * Sampling: the next token is drawn from the model's distribution, changed in this order:
 *
 *   repetition penalty θ   ln p → θ ln p for tokens that the hypothesis has already (Keskar et al. 2019, CTRL, section 4.1)
 *   temperature τ          ln p → ln p / τ; below 1 sharper, above 1 flatter
 *   top-k                  only the k most probable tokens (Fan et al. 2018)
 *   top-p                  only the fewest tokens that have p of the probability together (Holtzman et al. 2020)
 *
 * Equal tokens at the edge of top-k and top-p all stay. The draw adds Gumbel noise g_v = −ln(−ln u_v) to every token
 * and takes the largest sum, which is a draw from the softmax. Noise v belongs to token v, whatever is allowed, and
 * comes from the seed, the row and the position alone. So two backends whose log-probabilities differ by ε draw the
 * same token unless the two largest sums are closer than 2ε: with 10⁻⁶, about once in a million tokens. (A draw along
 * the cumulated distribution has as many edges as tokens.)
 */
import { ConfigError, show } from '../errors';
import type { Random } from '../random';
import { checkCount, checkOption, checkOptionNames, type OptionNames } from '../validation';
import { type Decoder, type DecoderStart, decodingOptionNames, type DecodingOptions, type Hypothesis } from './decoder';
import { type Choice, collect, stream } from './stream';

/** Which distribution is drawn from, and with which random numbers. */
export interface SamplingOptions {
  /** One for all, forked by row number, or one for each row. */
  random: Random | readonly Random[];
  /** Above 0. Default 1. */
  temperature?: number;
  /** At least 1. Default all tokens. */
  topK?: number;
  /** In (0, 1]. Default 1. */
  topP?: number;
  /** At least 1. Default 1, none. */
  repetitionPenalty?: number;
}

const samplingOptionNames: OptionNames<SamplingOptions> = {
  random: true,
  temperature: true,
  topK: true,
  topP: true,
  repetitionPenalty: true,
};

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

/** The choice of `stream` that draws. @throws ConfigError for an option out of range. */
export function sampler(options: SamplingOptions): Choice {
  checkOptionNames('sampler', options, samplingOptionNames);
  const { random, temperature = 1, topK, topP = 1, repetitionPenalty = 1 } = options;
  checkRandom(random);
  checkRange('temperature', temperature, temperature > 0, 'a number above 0; greedy search is its limit towards 0');
  if (topK !== undefined) checkCount('sampler', 'topK', topK);
  checkRange('topP', topP, topP > 0 && topP <= 1, 'a number above 0 and up to 1');
  checkRange('repetitionPenalty', repetitionPenalty, repetitionPenalty >= 1, 'a number of at least 1');
  return (logProbabilities, tokens, row) => {
    const scores = Float64Array.from(logProbabilities);
    for (const token of new Set(tokens)) scores[token] *= repetitionPenalty;
    sharpen(scores, temperature);
    if (topK !== undefined || topP < 1) dropTail(scores, topK ?? scores.length, topP);
    return draw(scores, randomOf(random, row).fork(tokens.length));
  };
}

/** Divides by the temperature, the largest score at 0, so that a very small one overflows for the others only. */
function sharpen(scores: Float64Array, temperature: number): void {
  let largest = -Infinity;
  for (let v = 0; v < scores.length; v++) if (scores[v] > largest) largest = scores[v];
  for (let v = 0; v < scores.length; v++) scores[v] = (scores[v] - largest) / temperature;
}

/** Leaves the `topK` largest scores, and of these the largest that have `topP` of their probability together. */
function dropTail(scores: Float64Array, topK: number, topP: number): void {
  const sorted = scores.slice().sort().reverse().subarray(0, topK);
  const p = sorted.map(Math.exp);
  const mass = topP * p.reduce((sum, one) => sum + one, 0);
  let kept = 1;
  if (topP === 1) kept = sorted.length;
  else for (let sum = p[0]; sum < mass; kept++) sum += p[kept];
  const least = sorted[kept - 1];
  for (let v = 0; v < scores.length; v++) if (scores[v] < least) scores[v] = -Infinity;
}

function draw(scores: Float64Array, random: Random): number {
  let best = -1;
  let bestSum = -Infinity;
  for (let v = 0; v < scores.length; v++) {
    const u = (random.uint32() + 0.5) / 2 ** 32; // in (0, 1)
    if (scores[v] === -Infinity) continue;
    const sum = scores[v] - Math.log(-Math.log(u));
    if (sum > bestSum) [best, bestSum] = [v, sum];
  }
  return best;
}

function randomOf(random: SamplingOptions['random'], row: number): Random {
  if ('fork' in random) return random.fork(row);
  if (row < random.length) return random[row];
  throw new ConfigError({
    where: 'sampler',
    problem: `there are ${random.length} random generators, none for row ${row}`,
    expected: 'one for every row, or one for all',
    fix: 'Pass a single generator: rows get forks of it',
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

const checkRange = (name: string, value: number, fits: boolean, expected: string): void =>
  checkOption('sampler', name, value, fits && Number.isFinite(value), expected);
