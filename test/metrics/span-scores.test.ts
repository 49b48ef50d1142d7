import { DataError, ShapeError } from '../../src/errors';
import type { ClassScores } from '../../src/metrics/confusion';
import { tokenAccuracy } from '../../src/metrics/sequence-accuracy';
import { spanScores } from '../../src/metrics/span-scores';
import { convertTags, spansOf } from '../../src/text/tag-schemes';
import golden from '../golden/metrics/spans.json';

function expectScores(found: ClassScores, expected: ClassScores): void {
  expect(found.support).toBe(expected.support);
  for (const part of ['precision', 'recall', 'f1'] as const) expect(found[part]).toBeCloseTo(expected[part], 12);
}

describe.each(golden.cases)(`as in ${golden.source}: $name`, ({ truth, predicted, spans, accuracy, ...theirs }) => {
  it('spans', () => {
    expect(truth.map((tags) => spansOf(tags).map(({ type, start, end }) => [type, start, end]))).toEqual(spans);
  });

  it('precision, recall, F1, by type and over all', () => {
    const found = spanScores(truth, predicted);
    const perType: Record<string, ClassScores | undefined> = theirs.perType;
    expectScores(found, theirs);
    expect(Object.keys(found.perType)).toEqual(Object.keys(perType));
    for (const [type, scores] of Object.entries(found.perType)) expectScores(scores, perType[type]!);
  });

  it('token accuracy', () => expect(tokenAccuracy(truth, predicted)).toBeCloseTo(accuracy, 12));
});

describe('spanScores', () => {
  it('does not depend on the scheme', () => {
    const truth = [['B-A', 'I-A', 'B-A', 'O', 'B-B']];
    const predicted = [['B-A', 'I-A', 'O', 'O', 'B-B']];
    const inIobes = (all: string[][]) => all.map((tags) => convertTags(tags, 'IOB2', 'IOBES'));
    expect(spanScores(inIobes(truth), inIobes(predicted))).toEqual(spanScores(truth, predicted));
    expect(spanScores(truth, predicted)).toMatchObject({ precision: 1, recall: 2 / 3, f1: 0.8, support: 3 });
  });

  it('gives 0 where there are no spans', () => {
    expect(spanScores([['O']], [['O']])).toEqual({ precision: 0, recall: 0, f1: 0, support: 0, perType: {} });
  });

  it('refuses what does not fit', () => {
    expect(() => spanScores([], [])).toThrow(ShapeError);
    expect(() => spanScores([['O']], [['O'], ['O']])).toThrow('1 true sequences and 2 predicted ones');
    expect(() => spanScores([['O'], ['O', 'O']], [['O'], ['O']])).toThrow('sequence 1 has 2 true labels');
    expect(() => spanScores([['NOUN']], [['O']])).toThrow(DataError);
  });
});
