import { gzipSync } from 'node:zlib';

import { sourceOf } from '../../../src/data/bytes/source';
import { readWordVectors, vectorCoverage } from '../../../src/data/formats/word-vectors';
import { DataError } from '../../../src/errors';

const read = (content: string | Uint8Array, wanted: (word: string) => boolean = () => true) =>
  readWordVectors(sourceOf('glove.txt', content), wanted);

describe('readWordVectors', () => {
  test('GloVe: only the wanted rows, in the order of the file', async () => {
    const { words, vectors, ...rest } = await read('the 1 2\n, -0.5 1e-3\nof .25 4\n', (word) => word !== ',');
    expect(words).toEqual(['the', 'of']);
    expect(vectors).toEqual(Float32Array.of(1, 2, 0.25, 4));
    expect(rest).toEqual({ dimension: 2, rows: 3, duplicates: 0, notes: [] });
  });

  test('fastText: a header, blanks at the ends of lines; gzip', async () => {
    const found = await read(gzipSync('2 3\r\nthe 1 2 3 \r\nof 4 5 6 \r\n'));
    expect(found).toMatchObject({ words: ['the', 'of'], dimension: 3, rows: 2 });
    expect([...found.vectors]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('tabs are refused', async () => {
    await expect(read('the\t1 2\n')).rejects.toThrow(DataError);
    await expect(read('the\t1\t2\n')).rejects.toThrow(/glove\.txt line 1: there is a tab/);
  });

  test('words that are numbers, marks, or contain blanks', async () => {
    const { words } = await read('1 0 0\n. . . 0 1\n1/2 2 2\nat name@mail 3 3\n\u00a0 4 4\n');
    expect(words).toEqual(['1', '. . .', '1/2', 'at name@mail', '\u00a0']);
  });

  test('the first of two rows counts, the others are counted', async () => {
    const found = await read('a 1\nb 2\na 3\na 4\nb 5\n', (word) => word === 'a');
    expect(found).toMatchObject({ words: ['a'], rows: 5, duplicates: 2 });
    expect([...found.vectors]).toEqual([1]);
  });

  test('another number of vectors than the first line says, and rows without a word, are read with a note', async () => {
    const found = await read('4 2\na 1 2\n 3 4\nb 5 6\n');
    expect(found).toMatchObject({ words: ['a', 'b'], rows: 3 });
    expect([...found.vectors]).toEqual([1, 2, 5, 6]);
    expect(found.notes).toEqual([
      'its first line says 4 vectors, and there are 3: it may be truncated',
      '1 of its rows has no word and is skipped',
    ]);
    expect((await read('2 1\na 1\nb 2\n')).notes).toEqual([]);
  });

  test('nothing wanted is there', async () => {
    expect(await read('a 1 2\n', () => false)).toMatchObject({ words: [], dimension: 2, rows: 1 });
  });

  test.each<[string, string, RegExp]>([
    ['shorter', 'a 1 2\nb 1\n', /glove\.txt line 2: the vector of "b" has 1 values. Expected 2/],
    ['longer', 'a 1 2\nb 1 2 3\n', /glove\.txt line 2: the vector of "b" has 3 values/],
    ['other than the header says', '1 3\na 1 2\n', /line 2: the vector of "a" has 2 values. Expected 3/],
    ['no word and too few values', 'a 1 2\n 1\n', /line 2: the vector of "" has 1 values/],
    ['no number', 'a 1 2\nb 1 x\n', /line 2: value 2 of the vector of "b" is "x"/],
    ['infinite', 'a 1 1e60\n', /line 1: value 2 of the vector of "a" is "1e60"/],
    ['a doubled blank', 'a 1 2\nb  1 2\nc 1  2', /line 3: the vector of "c"|line 3: number/],
    ['no vectors', 'word\n', /the file holds no vectors/],
    ['empty', '', /the file is empty/],
  ])('bad input: %s', async (_, content, message) => {
    const reading = read(content);
    await expect(reading).rejects.toThrow(DataError);
    await expect(reading).rejects.toThrow(message);
  });
});

describe('vectorCoverage', () => {
  test('counts different and running words', () => {
    const counts: [string, number][] = [['the', 6], ['film', 1], ['xyzzy', 3]]; // prettier-ignore
    expect(vectorCoverage(counts, (word) => word !== 'xyzzy')).toEqual({ words: 3, covered: 2, runningShare: 0.7 });
    expect(vectorCoverage([], () => true)).toEqual({ words: 0, covered: 0, runningShare: 0 });
  });
});
