/** Constraints on hypotheses, to be combined in a list. Lengths do not count the end token. */
import { ConfigError, show } from '../errors';
import { checkCount, isIndex } from '../validation';
import type { Constraint } from './decoder';

/** No end before `length` tokens. @throws ConfigError unless it is a whole number from 0 on. */
export function minimumLength(length: number, end: number): Constraint {
  checkCount('minimumLength', 'length', length, { least: 0 });
  return (logProbabilities, tokens) => {
    if (tokens.length < length) forbid('minimumLength', logProbabilities, end);
  };
}

/**
 * The end after `length` tokens at the latest. (The limit of a decoder does not end a hypothesis but breaks it off; to let
 * this constraint act it has to be larger.)
 * @throws ConfigError unless it is a whole number from 0 on.
 */
export function maximumLength(length: number, end: number): Constraint {
  checkCount('maximumLength', 'length', length, { least: 0 });
  return (logProbabilities, tokens) => {
    if (tokens.length >= length) keepOnly('maximumLength', logProbabilities, end);
  };
}

/** None of these tokens, anywhere. */
export function forbidden(forbiddenTokens: Iterable<number>): Constraint {
  const all = [...forbiddenTokens];
  return (logProbabilities) => all.forEach((token) => forbid('forbidden', logProbabilities, token));
}

/** Tokens by position; `undefined` leaves a position free. A plain list is a prefix. */
export type ForcedTokens = readonly (number | undefined)[];

/** The given tokens at their positions. @param forcedTokens for all rows, or a function that gives them for each. */
export function forced(forcedTokens: ForcedTokens | ((row: number) => ForcedTokens)): Constraint {
  return (logProbabilities, tokens, row) => {
    const ofRow = typeof forcedTokens === 'function' ? forcedTokens(row) : forcedTokens;
    const token = ofRow[tokens.length];
    if (token !== undefined) keepOnly('forced', logProbabilities, token);
  };
}

function forbid(where: string, logProbabilities: Float32Array, token: number): void {
  checkToken(where, logProbabilities, token);
  logProbabilities[token] = -Infinity;
}

function keepOnly(where: string, logProbabilities: Float32Array, token: number): void {
  checkToken(where, logProbabilities, token);
  const kept = logProbabilities[token];
  logProbabilities.fill(-Infinity);
  logProbabilities[token] = kept;
}

function checkToken(where: string, logProbabilities: Float32Array, token: number): void {
  if (isIndex(token, logProbabilities.length)) return;
  throw new ConfigError({
    where,
    problem: `the token is ${show(token)}`,
    expected: `an id from 0 to ${logProbabilities.length - 1}`,
    fix: 'Take ids from the vocabulary that the model was trained with',
  });
}
