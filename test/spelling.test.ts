import { didYouMean, nearest } from '../src/spelling';

const names = ['hiddenSize', 'embeddingSize', 'epochs', 'cell'];

describe('nearest', () => {
  it.each([
    ['hidenSize', 'hiddenSize'],
    ['HIDDENSIZE', 'hiddenSize'],
    ['epoch', 'epochs'],
    ['eopchs', 'epochs'],
    ['size', undefined],
    ['ce', undefined],
    ['', undefined],
  ])('%s → %s', (name, expected) => expect(nearest(name, names)).toBe(expected));

  it('takes the one with the fewest edits, and none from none', () => {
    expect(nearest('tset', ['test', 'set', 'reset'])).toBe('set');
    expect(nearest('tset', [])).toBeUndefined();
  });

  it('becomes a question, or the other advice', () => {
    expect(didYouMean('cel', names, 'Remove it')).toBe('Did you mean cell?');
    expect(didYouMean('colour', names, 'Remove it')).toBe('Remove it');
  });
});
