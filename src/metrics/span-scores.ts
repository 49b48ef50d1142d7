/**
 * Precision, recall and F1 of spans (named entities, chunks), as conlleval and seqeval count them: a predicted span is
 * right if a true one has the same type and the same tokens. What illegal tags mean: see `spansOf`.
 */
import { type Span, spansOf } from '../text/tag-schemes';
import { checkSequences } from './checks';
import { type ClassScores, scoresOf } from './confusion';

/** Precision, recall and F1 of spans, over all types together. */
export interface SpanScores extends ClassScores {
  /**
   * By type, in the order of the alphabet; types that occur in truth or prediction. Spans without a type are under `_`, as
   * in seqeval.
   */
  perType: Record<string, ClassScores>;
}

interface Counts {
  right: number;
  predicted: number;
  support: number;
}

/**
 * Over all types together (micro), and by type.
 * @param truth tags of each sequence, in IOB1, IOB2 or IOBES @param predicted likewise
 * @throws ShapeError for no sequences or unequal lengths; DataError for a text that is no tag.
 */
export function spanScores(
  truth: readonly (readonly string[])[],
  predicted: readonly (readonly string[])[],
): SpanScores {
  checkSequences('spanScores', truth, predicted);
  const byType = new Map<string, Counts>();
  const countsOf = (type: string) => {
    const counts = byType.get(type) ?? { right: 0, predicted: 0, support: 0 };
    byType.set(type, counts);
    return counts;
  };
  truth.forEach((tags, n) => {
    const trueSpans = spansOf(tags);
    const expected = new Set(trueSpans.map(nameOf));
    for (const { type } of trueSpans) countsOf(type).support++;
    for (const span of spansOf(predicted[n])) {
      const counts = countsOf(span.type);
      counts.predicted++;
      if (expected.has(nameOf(span))) counts.right++;
    }
  });
  const types = [...byType].sort(([a], [b]) => (a < b ? -1 : 1));
  const sum = (part: keyof Counts) => types.reduce((total, [, counts]) => total + counts[part], 0);
  return {
    ...scoresOf(sum('right'), sum('predicted'), sum('support')),
    perType: Object.fromEntries(
      types.map(([type, { right, predicted, support }]) => [type || '_', scoresOf(right, predicted, support)]),
    ),
  };
}

const nameOf = ({ type, start, end }: Span) => `${start} ${end} ${type}`;
