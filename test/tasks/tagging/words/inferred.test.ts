import type { WordsOptions } from '../../../../tasks/tagging/words/settings';
import { inferWordOptions } from '../../../../tasks/tagging/words/inferred';
import { sentences } from '../support';

function settingsFor(count: number, options: WordsOptions = {}) {
  const notes: string[] = [];
  const note = (one: string) => void notes.push(one);
  return { options: inferWordOptions(sentences(count, 1), options, { vectorSize: 0, note }), notes };
}

test('many sentences: the defaults, and no note', () => {
  const { options, notes } = settingsFor(5000);
  expect(options).toEqual({ input: 'words', scheme: 'IOB2', vectorSize: 0, epochs: 18, batchSize: 16 });
  expect(notes).toEqual([]);
});

test('few sentences: more epochs of smaller batches, with a note', () => {
  const { options, notes } = settingsFor(200);
  expect(options).toMatchObject({ epochs: 100, batchSize: 8 });
  expect(notes).toEqual(['batchSize=8, epochs=100: 200 sentences are few']);
  expect(settingsFor(40).options).toMatchObject({ epochs: 100, batchSize: 4 });
  expect(settingsFor(1).notes.join()).toContain('1 sentence is few');
});

test('what was given counts, and the epochs follow from a batch size that was given', () => {
  expect(settingsFor(200, { epochs: 3 }).options.epochs).toBeUndefined();
  expect(settingsFor(200, { epochs: 3, batchSize: 50 }).notes).toEqual([]);
  expect(settingsFor(200, { batchSize: 50 }).options).toMatchObject({ epochs: 100 });
  expect(settingsFor(200, { scheme: 'none' }).options.scheme).toBe('none');
});
