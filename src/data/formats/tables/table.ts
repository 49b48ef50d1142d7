/** The wanted columns of a table, row by row. */
import { DataError, show } from '../../../errors';
import type { ByteSource } from '../../bytes/source';
import { type ColumnChoice, findColumns, type FoundColumns, type HeaderOptions } from './columns';
import { readRows, type TableOptions } from './csv';

export interface TableRow {
  /** One a choice. */
  cells: string[];
  where: string;
  line: number;
}

export interface TableColumns {
  choices: readonly ColumnChoice[];
  /** Whether without names the first columns are meant. */
  positions?: boolean;
}

/** @throws ConfigError and DataError as `findColumns` and `readRows`; a header that comes again is an invalid row, unless `onRepeatedHeader` takes it. */
export async function* readTable(
  source: ByteSource,
  options: TableOptions & HeaderOptions & { onRepeatedHeader?: (error: DataError) => void },
  columnsOf: (first: readonly string[], where: string) => TableColumns,
): AsyncGenerator<TableRow> {
  let found: FoundColumns | undefined;
  let header: readonly string[] | undefined;
  for await (const { cells, line } of readRows(source, options)) {
    const where = `${source.name} line ${line}`;
    if (!found) {
      const { choices, positions } = columnsOf(cells, where);
      found = findColumns(where, cells, choices, options, positions);
      if (found.header) {
        header = cells;
        continue;
      }
    }
    if (isSame(cells, header)) {
      const error = repeatedHeader(where, cells);
      const { onRepeatedHeader = options.onInvalid } = options;
      if (!onRepeatedHeader) throw error;
      onRepeatedHeader(error);
    } else yield { cells: found.indices.map((index) => cells[index]), where, line };
  }
}

export const isSame = (cells: readonly string[], header: readonly string[] | undefined): boolean =>
  header !== undefined && cells.every((cell, i) => cell === header[i]);

export const repeatedHeader = (where: string, cells: readonly string[]): DataError =>
  new DataError({
    where,
    problem: `the header comes again: ${show(cells)}`,
    expected: 'a header in the first line alone',
    fix: 'Remove the line; were files put together?',
  });
