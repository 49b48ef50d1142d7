/**
 * Segment edit score (Lea et al. 2016, "Segmental spatiotemporal CNNs", section 4): labels of frames are merged into
 * segments, and the segments' order is compared, not their lengths:
 *
 *   score = 1 − distance(truth, predicted) / max(segments of truth, segments of predicted)
 *
 * `distance` counts segments to insert, drop or replace (Levenshtein). It falls where frame accuracy does not: when a
 * long segment is split into many.
 */
import { checkSequences } from './checks';

/**
 * The mean over recordings, in [0, 1]; a recording without frames counts as right.
 * @param truth labels of the frames of each recording @param predicted likewise
 * @throws ShapeError for no recordings, or unequal lengths.
 */
export function editScore(truth: readonly ArrayLike<number>[], predicted: readonly ArrayLike<number>[]): number {
  checkSequences('editScore', truth, predicted);
  const scores = truth.map((labels, n) => {
    const [expected, found] = [segmentsOf(labels), segmentsOf(predicted[n])];
    return 1 - editDistance(expected, found) / Math.max(expected.length, found.length, 1);
  });
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

/** Runs of equal labels, one label each: 1 1 1 0 0 1 → 1 0 1. */
export function segmentsOf(labels: ArrayLike<number>): number[] {
  return Array.from(labels).filter((label, t, all) => t === 0 || label !== all[t - 1]);
}

/** Fewest items to insert, drop or replace that make b of a. */
export function editDistance<Item>(a: ArrayLike<Item>, b: ArrayLike<Item>): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j); // from nothing to the first j items of b
  for (let i = 0; i < a.length; i++) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      next.push(Math.min(row[j + 1] + 1, next[j] + 1, row[j] + Number(a[i] !== b[j])));
    }
    row = next;
  }
  return row[b.length];
}
