import { ShapeError } from '../../src/errors';
import { accuracy } from '../../src/metrics/accuracy';
import { classificationMetrics, mostProbable } from '../../src/metrics/classification';
import { classReport } from '../../src/metrics/class-report';
import { classCounts, classScores, confusionMatrix, macroF1 } from '../../src/metrics/confusion';
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

  it('of 200,000 classes', () => {
    const K = 200_000;
    const truth = Int32Array.from({ length: 4 }, (_, n) => K - 1 - n);
    const probabilities = new Float32Array(4 * K);
    truth.forEach((k, n) => (probabilities[n * K + k] = 1));
    const { accuracy, loss, macroF1, perClass } = classificationMetrics(truth, probabilities, K);
    expect({ accuracy, loss: Math.round(loss), macroF1 }).toEqual({ accuracy: 1, loss: 0, macroF1: 1 });
    expect(perClass).toHaveLength(K);
    const labels = Array.from({ length: K }, (_, k) => `label ${k}`);
    expect(classReport(truth, truth, labels).perClass[`label ${K - 1}`].f1).toBe(1);
  });

  it('are the same by counts and by the matrix', () => {
    const [truth, predicted] = [[0, 1, 2, 2, 1, 0], [0, 2, 2, 1, 1, 3]]; // prettier-ignore
    const confusion = confusionMatrix(truth, predicted, 5);
    const counts = classCounts(truth, predicted, 5);
    expect(classScores(counts)).toEqual(classScores(confusion));
    expect(macroF1(counts)).toBe(macroF1(confusion));
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
