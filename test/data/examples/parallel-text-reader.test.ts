import { gzipSync } from 'node:zlib';

import { ConfigError, DataError } from '../../../src/errors';
import { type ParallelColumns, readParallelText } from '../../../src/data/examples/parallel-text-reader';
import { sourceOf } from '../../../src/data/bytes/source';
import { toArray } from '../../../src/data/datasets/splits';

type Content = string | Uint8Array;
const twoFiles = (de: Content, en: Content) => toArray(readParallelText([sourceOf('a.de', de), sourceOf('a.en', en)]));
const table = (content: Content, options?: ParallelColumns) =>
  toArray(readParallelText([sourceOf('a.tsv', content)], options));
const pairs = async (reading: ReturnType<typeof table>) =>
  (await reading).map(({ source, target }) => [source, target]);

const expected = [
  ['Ja .', 'yes'],
  ['ä"', 'a'],
];

describe('readParallelText', () => {
  test.each<[string, () => ReturnType<typeof table>]>([
    ['two files', () => twoFiles('Ja .\nä"\n', 'yes\na')],
    ['gzip and other line ends', () => twoFiles(gzipSync('Ja .\nä"'), '\ufeffyes\r\na\r\n')],
    ['tabs, more columns', () => table('Ja .\tyes\tCC BY\nä"\ta\tCC BY\n')],
    ['tabs, gzip, numbers', () => table(gzipSync('yes\t1\tJa .\na\t2\tä"'), { sourceColumn: 3, targetColumn: 1 })],
    ['tabs, names', () => table('EN\tde\nyes\tJa .\na\tä"\n', { sourceColumn: 'de', targetColumn: 'en' })],
    ['tabs, one name given', () => table('target\tde\nyes\tJa .\na\tä"\n', { sourceColumn: 'de' })],
  ])('%s', async (_, read) => {
    expect(await pairs(read())).toEqual(expected);
  });

  test('pairs know their lines', async () => {
    expect((await twoFiles('x\ny', 'x\ny')).map(({ where }) => where)).toEqual([
      'a.de and a.en line 1',
      'a.de and a.en line 2',
    ]);
    expect((await table('x\ty\n\nz\tz\n')).map(({ where }) => where)).toEqual(['a.tsv line 1', 'a.tsv line 3']);
  });

  test('lines without a partner are one error, and none that can be skipped', async () => {
    const [left, right] = [sourceOf('a.de', 'x\n\nz\nw\n'), sourceOf('a.en', 'x\ny\n')];
    for (const skipInvalid of [false, true]) {
      await expect(toArray(readParallelText([left, right], { skipInvalid }))).rejects.toThrow(
        /^a\.de line 3: the line has no partner: a\.de has 4 lines, a\.en has 2\. Expected as many .* fall out of step\.$/,
      );
    }
  });

  test.each<[string, () => ReturnType<typeof table>, RegExp]>([
    ['more targets', () => twoFiles('x\ny\n', 'x\ny\nz\nz\n'), /a\.en line 3: .*a\.en has 4 lines, a\.de has 2/],
    ['more sources', () => twoFiles('x\ny\nz\n', 'x\n'), /a\.de line 2: .*a\.de has 3 lines, a\.en has 1/],
    ['an empty target', () => twoFiles('x\ny\n', 'x\n \n'), /line 2: the target side is empty; the source is "y"/],
    ['an empty source', () => table('\tx\n'), /a\.tsv line 1: the source side is empty; the target is "x"/],
    ['two empty sides', () => twoFiles('x\n\ny', 'x\n\ny'), /line 2: the source side is empty, as is the other/],
    ['an empty file', () => twoFiles('x\n', ''), /a\.en: the file is empty/],
    ['no tab', () => table('Ja yes\n'), /a\.tsv line 1: the line has no tab: "Ja yes".*corpus\.de/],
    ['another width', () => table('a\tb\na\tb\tc\n'), /a\.tsv line 2: the row has 3 cells/],
    ['header only', () => table('de\ten\n', { sourceColumn: 'de', targetColumn: 'en' }), /there are no pairs/],
    ['unknown name', () => table('de\ten\n', { sourceColumn: 'fr', targetColumn: 'en' }), /0 columns named fr/],
  ])('bad input: %s', async (_, read, message) => {
    const reading = read();
    await expect(reading).rejects.toThrow(DataError);
    await expect(reading).rejects.toThrow(message);
  });

  test.each<[string, ParallelColumns, RegExp]>([
    ['out of range', { sourceColumn: 1, targetColumn: 3 }, /targetColumn is 3.*sourceColumn: 1 and targetColumn: 2/],
    ['one number only', { targetColumn: 2 }, /sourceColumn is undefined/],
    ['the same column', { sourceColumn: 2, targetColumn: 2 }, /are the same column/],
  ])('bad columns: %s', async (_, options, message) => {
    const reading = table('a\tb\n', options);
    await expect(reading).rejects.toThrow(ConfigError);
    await expect(reading).rejects.toThrow(message);
  });
});
