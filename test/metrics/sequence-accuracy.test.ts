import { ShapeError } from '../../src/errors';
import { classReport } from '../../src/metrics/class-report';
import { editDistance, editScore, segmentsOf } from '../../src/metrics/edit-score';
import { perplexity } from '../../src/metrics/perplexity';
import { outOfVocabularyAccuracy, sequenceAccuracy, tokenAccuracy } from '../../src/metrics/sequence-accuracy';

describe('token accuracy', () => {
  it('counts tokens, not sequences', () => {
    expect(tokenAccuracy([[1, 2, 3], [4]], [[1, 2, 0], [0]])).toBe(0.5);
    expect(tokenAccuracy([['DET', 'NOUN']], [['DET', 'VERB']])).toBe(0.5);
    expect(tokenAccuracy([Int32Array.of(1, 2)], [[1, 2]])).toBe(1);
  });

  it('does not see padding, right or wrong', () => {
    const truth = [[5, 6, 0, 0]];
    expect(tokenAccuracy(truth, [[5, 9, 0, 0]], { padding: 0 })).toBe(0.5);
    expect(tokenAccuracy(truth, [[5, 9, 7, 7]], { padding: 0 })).toBe(0.5);
    expect(tokenAccuracy(truth, [[5, 9, 7, 7]])).toBe(0.25);
  });

  it('at words that training did not have', () => {
    const words = [
      ['the', 'zorp'],
      ['zorp', 'blick', 'the'],
    ];
    const [truth, predicted] = [
      [
        ['D', 'N'],
        ['N', 'V', 'D'],
      ],
      [
        ['X', 'N'],
        ['N', 'X', 'D'],
      ],
    ];
    const found = outOfVocabularyAccuracy(words, truth, predicted, (word) => word === 'the');
    expect(found).toEqual({ accuracy: 2 / 3, tokens: 3 });
    expect(outOfVocabularyAccuracy(words, truth, predicted, () => true)).toEqual({ accuracy: 0, tokens: 0 });
  });

  it('refuses sequences that do not fit', () => {
    expect(() => tokenAccuracy([], [])).toThrow(ShapeError);
    expect(() => tokenAccuracy([[1, 2]], [[1]])).toThrow('sequence 0 has 2 true labels and 1 predicted ones');
    expect(() => outOfVocabularyAccuracy([['a']], [[1, 2]], [[1, 2]], () => true)).toThrow(ShapeError);
  });
});

describe('sequence accuracy', () => {
  it('counts sequences that are right as a whole', () => {
    expect(sequenceAccuracy([[1, 2], [3], []], [[1, 2], [3, 3], []])).toBeCloseTo(2 / 3);
    expect(sequenceAccuracy([['a', 'b']], [['a', 'c']])).toBe(0);
  });

  it('refuses sequences that do not fit', () => {
    expect(() => sequenceAccuracy([], [])).toThrow(ShapeError);
    expect(() => sequenceAccuracy([[1]], [[1], [2]])).toThrow(ShapeError);
  });
});

describe('perplexity', () => {
  it('is the number of tokens for a model that knows nothing', () => {
    expect(perplexity(7 * Math.log(50), 7)).toBeCloseTo(50, 10);
    expect(perplexity(0, 3)).toBe(1);
  });

  it.each([
    [NaN, 3],
    [1, 0],
    [-1, 2],
  ])('refuses %d nats for %d tokens', (nats, tokens) => expect(() => perplexity(nats, tokens)).toThrow(ShapeError));
});

describe('segment edit score', () => {
  it('compares the order of segments, not their lengths', () => {
    expect(segmentsOf([1, 1, 1, 0, 0, 1])).toEqual([1, 0, 1]);
    expect(editScore([[0, 0, 0, 1, 2]], [[0, 1, 1, 1, 2]])).toBe(1);
    expect(editScore([[0, 0, 0, 0, 0]], [[0, 1, 0, 1, 0]])).toBeCloseTo(1 - 4 / 5);
    expect(editScore([[0, 1]], [[1, 0]])).toBe(0);
    expect(
      editScore(
        [
          [0, 0],
          [0, 1],
        ],
        [
          [0, 0],
          [0, 0],
        ],
      ),
    ).toBe(0.75); // mean over recordings
    expect(editScore([[]], [[]])).toBe(1);
  });

  it('edit distance', () => {
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('', 'abc')).toBe(3);
    expect(editDistance('abc', '')).toBe(3);
    expect(editDistance([1, 2, 3], [2, 3, 4])).toBe(2);
  });

  it('refuses recordings that do not fit', () => expect(() => editScore([[1, 2]], [[1]])).toThrow(ShapeError));
});

describe('class report', () => {
  it('names the classes', () => {
    const report = classReport([0, 0, 1, 2], [0, 1, 1, 1], ['rest', 'hold', 'stroke']);
    expect(report.accuracy).toBe(0.5);
    expect(report.perClass.rest).toEqual({ precision: 1, recall: 0.5, f1: 2 / 3, support: 2 });
    expect(report.perClass.stroke).toEqual({ precision: 0, recall: 0, f1: 0, support: 1 });
    expect(report.macroF1).toBeCloseTo((2 / 3 + 0.5 + 0) / 3);
    expect(report.confusion).toEqual([
      [1, 1, 0],
      [0, 1, 0],
      [0, 1, 0],
    ]);
  });
});
