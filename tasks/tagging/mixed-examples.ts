import { DataError } from '../../src/errors';

export const mixed = () =>
  new DataError({
    where: 'training data',
    problem: 'some examples are sentences and others are recordings of frames',
    expected: 'one kind',
    fix: 'Train a model for each',
  });
