/** What CTC decoders read: for every frame the log-probability of each output, one of which is the blank. */
import { ShapeError } from '../../errors';
import { isIndex } from '../../validation';

/** The frames of one sequence. */
export interface CtcFrames {
  /** Natural logarithms, row by row [T,K]. */
  logProbabilities: Float32Array;
  /** K */
  outputs: number;
  /** The output that stands for "no label". Default 0. */
  blank?: number;
}

/** @throws ShapeError for sizes that do not fit, a blank that is no output, or NaN. */
export function checkFrames(where: string, { logProbabilities, outputs: K, blank = 0 }: CtcFrames): void {
  const fits = isIndex(blank, K) && logProbabilities.length % K === 0;
  if (fits && !logProbabilities.some(Number.isNaN)) return;
  throw new ShapeError({
    where,
    problem: fits
      ? 'there is NaN among the log-probabilities'
      : `${logProbabilities.length} log-probabilities of ${K} outputs, blank ${blank}`,
    expected: 'numbers [T,K], with a blank from 0 to K - 1',
    fix: 'Pass the rows of one sequence, and check that training has not diverged',
  });
}

/** log(exp a + exp b). */
export function logAdd(a: number, b: number): number {
  if (a === -Infinity) return b;
  if (b === -Infinity) return a;
  return a > b ? a + Math.log1p(Math.exp(b - a)) : b + Math.log1p(Math.exp(a - b));
}
