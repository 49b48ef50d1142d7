/**
 * A padded batch of sequences on plain arrays: the CTC loss of each, and its gradient. Frames from a sequence's length on
 * are never read, and their gradient is exactly 0.
 */
import { DataError, ShapeError } from '../../errors';
import { isCount, isIndex } from '../../validation';
import { type ExtendedTarget, extendTarget, negativeLogLikelihood } from './paths';
import { ScaledPaths } from './scaled';

/** What a batch of sequences has to spell. */
export interface CtcTargets {
  /** The labels of each sequence, without blanks: B lists of any length, an empty one too. */
  labels: readonly ArrayLike<number>[];
  /** Real frames of each sequence [B], at its start. */
  lengths: ArrayLike<number>;
  /** The output that stands for "no label". Default 0. */
  blank?: number;
  /**
   * Sequences with fewer frames than their target needs (a frame for each label, and one between equal neighbours), or
   * of which no path has a probability above 0: `error` throws a DataError that names the first; `skip` gives them loss 0
   * and gradient 0. Default `error`.
   */
  impossible?: 'error' | 'skip';
}

export interface CtcLosses {
  /** −log P(target) in nats [B]; 0 for those that were skipped. */
  losses: Float32Array;
  /** 1 for a sequence that counts, 0 for one that was skipped [B]. */
  counted: Uint8Array;
}

/**
 * @param logits [B,T,K] before the softmax
 * @param gradient [B,T,K] of zeros: ∂ losses[b] / ∂ logits[b,t,k] is written if given
 * @throws DataError for a sequence that is impossible, unless these are skipped
 */
export function batchLosses(
  logits: Float32Array,
  [B, T, K]: readonly [number, number, number],
  { labels, lengths, blank = 0, impossible = 'error' }: CtcTargets,
  gradient?: Float32Array,
): CtcLosses {
  const losses = new Float32Array(B);
  const counted = new Uint8Array(B);
  const scaled = new ScaledPaths();
  for (let b = 0; b < B; b++) {
    const target = extendTarget(labels[b], blank);
    const frames = lengths[b];
    const first = b * T * K;
    const loss =
      frames < target.leastFrames
        ? Infinity
        : frames === 0
          ? 0
          : (scaled.run(logits, first, [frames, K], target, gradient) ??
            inLogSpace(logits, first, [frames, K], target, gradient));
    if (loss === Infinity) {
      if (impossible === 'error') throw noPath(b, frames, labels[b].length, target.leastFrames);
      gradient?.fill(0, first, first + frames * K);
      continue;
    }
    losses[b] = loss;
    counted[b] = 1;
  }
  return { losses, counted };
}

function inLogSpace(
  logits: Float32Array,
  first: number,
  [T, K]: readonly [number, number],
  target: ExtendedTarget,
  gradient?: Float32Array,
): number {
  const own = gradient && new Float64Array(T * K);
  const loss = negativeLogLikelihood(new Float64Array(logits.subarray(first, first + T * K)), K, target, own);
  if (own) gradient.set(own, first);
  return loss;
}

/** @throws ShapeError for sizes that do not fit, DataError for a label that is no output or the blank. */
export function checkTargets(
  { labels, lengths, blank = 0 }: CtcTargets,
  [B, T, K]: readonly [number, number, number],
): void {
  if (!isIndex(blank, K)) {
    throw new ShapeError({ where: 'CTC', problem: `blank is ${blank}`, expected: `an output from 0 to ${K - 1}` });
  }
  const fits = labels.length === B && lengths.length === B;
  if (!fits || !Array.from(lengths).every((length) => isCount(length, 0, T))) {
    throw new ShapeError({
      where: 'CTC',
      problem: `there are ${labels.length} targets and the lengths [${Array.from(lengths).join(',')}]`,
      expected: `${B} of each, lengths being whole numbers from 0 to ${T}`,
      fix: 'Pass a target and a number of real frames for every sequence of the batch',
    });
  }
  labels.forEach((target, b) => {
    const wrong = Array.from(target).findIndex((label) => !isIndex(label, K) || label === blank);
    if (wrong < 0) return;
    throw new DataError({
      where: `CTC, sequence ${b}`,
      problem: `label ${wrong} of its target is ${target[wrong]}`,
      expected: `an output from 0 to ${K - 1} other than the blank, ${blank}`,
      fix: 'Targets have no blanks: these are between labels by themselves',
    });
  });
}

const noPath = (b: number, frames: number, labels: number, least: number) =>
  new DataError({
    where: `CTC, sequence ${b}`,
    problem:
      frames < least
        ? `its ${frames} frames are too few for a target of ${labels} labels, which needs ${least}`
        : 'no path that spells its target has a probability above 0',
    expected: 'a frame for each label, and one more between equal neighbours',
    fix: "Shorten the target, reduce fewer frames to one, or leave such sequences out: impossible: 'skip'",
  });
