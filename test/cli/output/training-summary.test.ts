import type { FitResult } from '../../../src/node';
import { trainingDocument, trainingSummary } from '../../../src/cli/output/training-summary';

const monitor = { metric: 'accuracy', mode: 'max' } as const;
const command = ({ epochs }: { epochs: number }) => `tfseq train … --set epochs=${epochs}`;
const document = { reason: 'completed', epochs: 12, updates: 4000, bestEpoch: 9, bestValue: 0.8 } as const;
const { updates: globalStep, ...rest } = document;
const ended: FitResult = { ...rest, globalStep, weights: 'best', history: [] };

test('a training that has had its best epoch before the last gets one line', () => {
  expect(trainingSummary(ended, monitor, command)).toEqual([
    '4,000 updates in 12 epochs; epoch 9 is the best by validation accuracy.',
  ]);
  expect(trainingSummary({ ...ended, reason: 'early-stopping' }, monitor, command)).toEqual([
    '4,000 updates in 12 epochs, stopped early; epoch 9 is the best by validation accuracy.',
  ]);
});

test('what a calibration has made of the best epoch is said', () => {
  const calibrated = { accuracy: 0.8125, loss: 0.4 };
  expect(trainingSummary({ ...ended, calibrated }, monitor, command)).toEqual([
    '4,000 updates in 12 epochs; epoch 9 is the best by validation accuracy. Calibrated on the validation examples: accuracy 81.3 %.',
  ]);
  expect(trainingDocument({ ...ended, calibrated })).toMatchObject({ calibrated });
});

test('where the last epoch was the best, as many again are advised', () => {
  expect(trainingSummary({ ...ended, bestEpoch: 12 }, monitor, command).slice(1)).toEqual([
    'More epochs may well help: the last epoch was the best. Go on with',
    '  tfseq train … --set epochs=12',
  ]);
});

test('few updates are named, with epochs enough for more', () => {
  const few = { ...ended, globalStep: 96, epochs: 8, bestEpoch: 1 };
  expect(trainingSummary(few, monitor, command)).toEqual([
    '96 updates in 8 epochs; epoch 1 is the best by validation accuracy.',
    'More epochs may well help: so few updates (under 500) rarely suffice. Go on with',
    '  tfseq train … --set epochs=34', // 42 epochs of 12 updates are 504
  ]);
  const both = trainingSummary({ ...few, bestEpoch: 8 }, monitor, command);
  expect(both[1]).toContain('the last epoch was the best, and so few updates (under 500) rarely suffice');
});

test('the document has what the result has', () => {
  expect(trainingDocument(ended)).toEqual(document);
});
