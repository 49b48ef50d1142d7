import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';

import { DataError } from '../../../../src/errors';
import { readRows, type TableOptions } from '../../../../src/data/formats/tables/csv';
import { sourceOf } from '../../../../src/data/bytes/source';

async function rows(content: string, delimiter: ',' | '\t' = ',', options: Partial<TableOptions> = {}) {
  const found = [];
  for await (const row of readRows(sourceOf('table', content), { delimiter, ...options })) found.push(row);
  return found;
}
const cells = async (content: string, delimiter?: ',' | '\t') => (await rows(content, delimiter)).map((r) => r.cells);

describe('readRows, CSV', () => {
  test('quotes, commas and line ends inside a cell; the row knows its first line', async () => {
    const content = 'a,b\r\n"x, ""y""","two\r\nlines"\r\n\r\nlast,\r\n';
    expect(await rows(content)).toEqual([
      { cells: ['a', 'b'], line: 1 },
      { cells: ['x, "y"', 'two\nlines'], line: 2 },
      { cells: ['last', ''], line: 5 },
    ]);
  });

  test('reads what csv-parse reads', async () => {
    const cell = fc.oneof(fc.constantFrom('', '"', ',', '\n', '""', ' '), fc.string());
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }));
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom('\n', '\r\n'), async (data, end) => {
        const quote = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
        const content = data.map((row) => row.map(quote).join(',') + end).join('');
        const expected = parse(content, { record_delimiter: ['\r\n', '\n'] });
        expect(await cells(content)).toEqual(expected);
      }),
      { numRuns: 100, seed: 2 },
    );
  });

  test('line ends of both kinds in one file', async () => {
    expect(await cells('a,b\nc,d\r\ne,f\n')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
      ['e', 'f'],
    ]);
  });

  test.each([
    ['too many cells', 'a,b\n1,2\n\n1,2,3\n', /table line 4: the row has 3 cells: "1,2,3". Expected 2/],
    ['too few cells', 'a,b\n1\n', /table line 2: the row has 1 cell: "1"/],
    ['a quote inside a bare cell', 'a,b\n"x"y,2\n', /table line 2: cell 1 has a quote in the wrong place/],
    ['a quote that is never closed', 'a,b\nx,"open\nmore\nstill', /table line 2: a quote is opened and not closed/],
  ])('%s', async (_, content, message) => {
    const reading = rows(content);
    await expect(reading).rejects.toThrow(DataError);
    await expect(reading).rejects.toThrow(message);
  });

  test('an open quote does not swallow the file', async () => {
    const reading = rows('a,b\n"' + 'x\n'.repeat(1000) + '",2\n', ',', { maximumLineBytes: 100 });
    await expect(reading).rejects.toThrow(/not closed within 5[0-9] lines/);
  });
});

describe('readRows, TSV', () => {
  test('has no quoting', async () => {
    expect(await cells('"a\tb\n1\t"he said"\n', '\t')).toEqual([
      ['"a', 'b'],
      ['1', '"he said"'],
    ]);
    await expect(rows('a\tb\n1\t2\t3\n', '\t')).rejects.toThrow(/table line 2: the row has 3 cells/);
  });
});

test.each([',', '\t'] as const)(
  'a row of empty cells is a row, a line without a delimiter is not: %j',
  async (delimiter) => {
    const content = ['a,b', '', '  ', ',', ' , ', '1,2'].join('\n').replaceAll(',', delimiter);
    expect(await rows(content, delimiter)).toEqual([
      { cells: ['a', 'b'], line: 1 },
      { cells: ['', ''], line: 4 },
      { cells: [' ', ' '], line: 5 },
      { cells: ['1', '2'], line: 6 },
    ]);
  },
);
