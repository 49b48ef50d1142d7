import { ShapeError } from '../../src/errors';
import { accuracy } from '../../src/metrics/accuracy';
import { classificationMetrics, mostProbable } from '../../src/metrics/classification';
import { classScores, confusionMatrix, macroF1 } from '../../src/metrics/confusion';
import { logLoss } from '../../src/metrics/log-loss';
import golden from '../golden/metrics/classification.json';

describe.each(golden.cases)(`classification metrics as in ${golden.source}: $name`, (sample) => {
  const metrics = classificationMetrics(sample.truth, Float32Array.from(sample.probabilities), sample.classes);

  it('accuracy, log loss, macro-F1', () => {
    expect(metrics.accuracy).toBeCloseTo(sample.accuracy, 12);
    expect(metrics.loss).toBeCloseTo(sample.loss, 6);
    expect(metrics.macroF1).toBeCloseTo(sample.macroF1, 12);
  });

  it('confusion matrix and class scores', () => {
    expect(metrics.confusion).toEqual(sample.confusion);
    expect(metrics.perClass.map(({ support }) => support)).toEqual(sample.support);
    for (const score of ['precision', 'recall', 'f1'] as const) {
      metrics.perClass.forEach((scores, k) => expect(scores[score]).toBeCloseTo(sample[score][k], 12));
    }
  });
});

describe('classification metrics', () => {
  it('take plain arrays and typed ones', () => {
    expect(accuracy([0, 1, 1], Int32Array.of(0, 1, 0))).toBeCloseTo(2 / 3);
    expect(logLoss([1], [0.75, 0.25], 2)).toBeCloseTo(Math.log(4));
  });

  it('take the first of equal probabilities', () => {
    expect(Array.from(mostProbable([0.5, 0.5, 0.2, 0.8, 0, 0], 2))).toEqual([0, 1, 0]);
  });

  it('give 0 for a class without examples or predictions, and leave it out of macro-F1', () => {
    const confusion = confusionMatrix([0, 0], [0, 0], 3);
    expect(classScores(confusion)[2]).toEqual({ precision: 0, recall: 0, f1: 0, support: 0 });
    expect(macroF1(confusion)).toBe(1);
  });

  it.each([
    ['no examples', () => classificationMetrics([], [], 2)],
    ['unequal lengths', () => accuracy([0, 1], [0])],
    ['a row too short', () => classificationMetrics([0, 1], [0.5, 0.5, 1], 2)],
    ['a class too large', () => classificationMetrics([2], [0.5, 0.5], 2)],
    ['a class that is no whole number', () => confusionMatrix([0.5], [0], 2)],
    ['NaN', () => logLoss([0], [NaN, NaN], 2)],
    ['scores instead of probabilities', () => logLoss([0], [3.5, -1], 2)],
  ])('refuse %s', (_, call) => {
    expect(call).toThrow(ShapeError);
  });
});
