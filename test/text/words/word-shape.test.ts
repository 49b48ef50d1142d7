import { cpuSeconds } from '../../support/cpu-time';
import { wordCase, wordCases, wordEnding } from '../../../src/text/words/word-shape';

it.each([
  ['tree', 'lower'],
  ["don't", 'lower'],
  ['Tree', 'title'],
  ["O'Neill", 'mixed'],
  ['Élan', 'title'],
  ['TREE', 'upper'],
  ['U.S.', 'upper'],
  ['AT&T', 'upper'],
  ['A', 'letter'],
  ['iPhone', 'mixed'],
  ['東京', 'mixed'],
  ['1,234.5', 'number'],
  ['1996-08-22', 'number'],
  ['90%', 'number'],
  ['B-52', 'digits'],
  ['3rd', 'digits'],
  ['...', 'other'],
  ['%', 'other'],
])('%s is %s', (word, expected) => {
  expect(wordCases[wordCase(word)]).toBe(expected);
});

it('takes the last characters in lower case, of short words all', () => {
  expect(wordEnding('Running', 3)).toBe('ing');
  expect(wordEnding('An', 3)).toBe('<an');
  expect(wordEnding('ing', 3)).toBe('<ing');
  expect(wordEnding('café🙂', 2)).toBe('é🙂');
});

it('a long word takes time linear in its length', () => {
  const seconds = cpuSeconds(() => {
    for (const letter of ['a', 'A', '1', "'", 'é']) {
      for (const end of ['', '1', ' ', 'A', '!']) wordCase(letter.repeat(400_000) + end);
    }
  });
  expect(seconds).toBeLessThan(5); // with a square of it, minutes
});

it('NFC and NFD have the same shape', () => {
  for (const word of ['É', 'Élan', 'ÉCOLE', 'café', 'İstanbul', '가', 'Ångström']) {
    expect(wordCase(word.normalize('NFD'))).toBe(wordCase(word));
    for (const length of [1, 2, 3]) expect(wordEnding(word.normalize('NFD'), length)).toBe(wordEnding(word, length));
  }
});
