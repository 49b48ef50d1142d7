/**
 * What finished hypotheses Y of a source X are ranked by (Wu et al. 2016, "Google's neural machine translation system",
 * section 7):
 *
 *   score(Y) = ln P(Y|X) / lp(Y) + cp(X, Y)
 *   lp(Y) = (5 + |Y|)^α / (5 + 1)^α
 *   cp(X, Y) = β Σ_j ln min(Σ_i a_ij, 1)
 *
 * |Y| counts the end token; a_ij is the attention of step i on source position j, padding left out.
 */
import { ConfigError, show } from '../errors';

export interface BeamPenalties {
  /** α: 0 ranks by probability alone, which prefers short hypotheses; 1 nearly by the mean. */
  lengthPenalty: number;
  /** β: above 0 it penalises hypotheses that leave source positions unattended. */
  coveragePenalty: number;
}

/** Least coverage of a source position: its attention may underflow to 0, and one 0 must not make the score −∞. */
const leastCoverage = 2 ** -126;

export function lengthPenalty(length: number, alpha: number): number {
  return ((5 + length) / 6) ** alpha;
}

/** @param attention a row of weights [S] for each step. */
export function coveragePenalty(attention: readonly Float32Array[], beta: number): number {
  let sum = 0;
  for (let j = 0; j < attention[0].length; j++) {
    let covered = 0;
    for (const row of attention) covered += row[j];
    sum += Math.log(Math.min(Math.max(covered, leastCoverage), 1));
  }
  return beta * sum;
}

export function beamScore(
  logProbability: number,
  length: number,
  attention: readonly Float32Array[],
  penalties: BeamPenalties,
): number {
  const { lengthPenalty: alpha, coveragePenalty: beta } = penalties;
  return logProbability / lengthPenalty(length, alpha) + (beta > 0 ? coveragePenalty(attention, beta) : 0);
}

/** What no continuation can score more than: ln P only falls, lp is largest at the longest length, cp is at most 0. */
export function scoreBound(logProbability: number, longest: number, { lengthPenalty: alpha }: BeamPenalties): number {
  return logProbability / lengthPenalty(longest, alpha);
}

/** @throws ConfigError unless both are numbers from 0 on. */
export function checkPenalties(where: string, penalties: BeamPenalties): void {
  for (const name of ['lengthPenalty', 'coveragePenalty'] as const) {
    if (Number.isFinite(penalties[name]) && penalties[name] >= 0) continue;
    throw new ConfigError({
      where,
      problem: `${name} is ${show(penalties[name])}`,
      expected: 'a number from 0 on (0: none)',
      fix: `Change ${name}; usual values are 0.6 to 1 for lengths and 0 to 0.4 for coverage`,
    });
  }
}
