import type { ParallelText } from '../../../src/data/examples/parallel-text';
import { inferTranslatorOptions } from '../../../tasks/translation/inferred';
import type { TranslatorOptions } from '../../../tasks/translation/settings';

const pairsOf = (count: number, words: number): ParallelText[] =>
  Array.from({ length: count }, () => ({ source: 'a '.repeat(words), target: 'b '.repeat(words) }));

function settingsFor(pairs: ParallelText[], options: TranslatorOptions = {}) {
  const notes: string[] = [];
  return { found: inferTranslatorOptions(pairs, options, (one) => notes.push(one)), notes };
}

test('many pairs: the defaults, and no note', () => {
  const { found, notes } = settingsFor(pairsOf(10_000, 5));
  expect(found).toEqual({ epochs: 10, batchSize: 64 });
  expect(notes).toEqual([]);
});

test('few pairs: more epochs of smaller batches, with a note', () => {
  const { found, notes } = settingsFor(pairsOf(1000, 5));
  expect(found).toEqual({ epochs: 38, batchSize: 32 });
  expect(notes).toEqual(['epochs=38, batchSize=32: 1000 pairs are few']);
  expect(settingsFor(pairsOf(1, 5)).found).toEqual({ epochs: 60, batchSize: 16 });
});

test('of long texts few fit into a batch, which then has enough updates', () => {
  const { found } = settingsFor(pairsOf(1000, 50));
  expect(found).toEqual({ epochs: 24, batchSize: 64 });
});

test.each<[string, TranslatorOptions, TranslatorOptions]>([
  ['epochs', { epochs: 3 }, { batchSize: 32 }],
  ['the size of a batch', { batchSize: 100 }, { epochs: 60 }],
  ['tokens of a batch, from which epochs follow', { batchTokens: 110 }, { epochs: 14, batchSize: 64 }],
])('%s that the user gave', (_, options, expected) => {
  expect(settingsFor(pairsOf(1000, 5), options).found).toEqual(expected);
});

test('spellings are read by their characters, and counted so', () => {
  const spellings = Array.from({ length: 100 }, () => ({ source: 'abcdefgh', target: 'abcdefgh' }));
  expect(settingsFor(spellings).found).toEqual({ tokenizer: 'characters', epochs: 60, batchSize: 16 });
});
