import { CharacterCounter } from '../../../src/data/check/characters';
import { checkData } from '../../../src/data/check/check-data';
import { hashOf, wordsOf } from '../../../src/data/check/example-view';
import { labeledText } from '../../../src/data/kinds';

const examples = (...rows: [text: string, label: string][]) =>
  rows.map(([text, label], i) => ({ text, label, where: `a.csv line ${i + 2}` }));
const check = (...splits: ReturnType<typeof examples>[]) =>
  checkData({ train: splits[0], validation: splits[1], test: splits[2] }, (one) => labeledText.view(one));

test('labels, lengths, and labels that training lacks', async () => {
  const rows = Array.from({ length: 101 }, (_, i): [string, string] => ['x '.repeat(i + 1).trim(), i % 3 ? 'a' : 'b']);
  const { splits, unseenLabels } = await check(examples(...rows), examples(['y', 'a'], ['z', 'c']));
  expect(splits.train).toMatchObject({ examples: 101, labels: { a: 67, b: 34 } });
  expect(Object.keys(splits.train.labels)).toEqual(['a', 'b']);
  expect(splits.train.lengths.words).toEqual({ min: 1, p25: 26, median: 51, p75: 76, p95: 96, p99: 100, max: 101 });
  expect(splits.train.lengths.characters.max).toBe(201);
  expect(unseenLabels).toEqual(['c']);
  expect(splits.test).toBeUndefined();
});

test('duplicates, leaks and conflicts: case and white space do not count', async () => {
  const report = await check(
    examples(['Good film', 'a'], ['good  film ', 'a'], ['bad film', 'b'], ['so so', 'b']),
    examples(['fine', 'a'], ['So so', 'a']),
    examples(['bad film', 'b'], ['fine', 'a'], ['new', 'a']),
  );
  expect(report.duplicates).toEqual({ train: { count: 1, first: ['a.csv line 3: "good  film " → "a"'] } });
  expect(report.leaks).toEqual({
    'train and validation': { count: 1, first: ['a.csv line 3: "So so" → "a"'] },
    'train and test': { count: 1, first: ['a.csv line 2: "bad film" → "b"'] },
    'validation and test': { count: 1, first: ['a.csv line 3: "fine" → "a"'] },
  });
  expect(report.conflicts).toEqual({ count: 1, first: ['a.csv line 3: "So so" → "a"'] });
  expect(report.isPartial).toBe(false);
});

test('ten are listed, all are counted', async () => {
  const { duplicates } = await check(examples(...Array.from({ length: 30 }, (): [string, string] => ['x', 'a'])));
  expect(duplicates.train.count).toBe(29);
  expect(duplicates.train.first).toHaveLength(10);
});

test('characters: scripts, and what is seldom meant', () => {
  const counter = new CharacterCounter();
  const texts = [
    'plain text',
    'Привет',
    '日本',
    'a\u0007b',
    'cafÃ© at 5',
    'fish &amp; chips',
    'a<br />b',
    'x\ufffd',
    'e\u0301',
    'a\u200bb',
  ];
  texts.forEach((text, i) => counter.add(text, `line ${i + 1}`));
  const { characters, scripts, unusual } = counter.report();
  expect(characters).toBe(texts.join('').length);
  expect(scripts).toMatchObject({ Cyrillic: 6, Han: 2 });
  expect(Object.entries(unusual).map(([what, { texts: n, first }]) => [what.split(' ')[0], n, first])).toEqual([
    ['control', 1, 'line 4'],
    ['UTF-8', 1, 'line 5'],
    ['HTML', 1, 'line 6'],
    ['HTML', 1, 'line 7'],
    ['replacement', 1, 'line 8'],
    ['letters', 1, 'line 9'],
    ['zero-width', 1, 'line 10'],
  ]);
});

test('hashes: of texts and of frames', () => {
  const hashes = Array.from({ length: 20_000 }, (_, i) => hashOf(`text ${i}`));
  expect(new Set(hashes).size).toBe(20_000);
  expect(hashOf([0.5, 1])).not.toBe(hashOf([1, 0.5]));
  expect(hashOf('')).toBe(hashOf([]));
  expect([wordsOf(' a  b '), wordsOf(' ')]).toEqual([2, 0]);
});
