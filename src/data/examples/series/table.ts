/** The rows of a table of series, by series. */
import { DataError, show } from '../../../errors';
import { isSame, repeatedHeader } from '../../formats/tables/table';
import type { TimedRow } from './gaps';
import { columnRoles, type ColumnRoles, type SeriesColumns } from './roles';
import { parseStamp, type StampForm } from './time-stamps';

/** What an empty cell may be written as. */
const EMPTY = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '?', '-']);

export interface Collected {
  rows: TimedRow[];
  fixed: Record<string, number>;
}

/** @throws DataError with file and line for a cell that is not what its column has. */
export class SeriesTable {
  roles?: ColumnRoles;
  stamps?: StampForm;
  readonly series = new Map<string, Collected>();
  private header: string[] = [];
  private firstStamp = '';

  constructor(
    private readonly name: string,
    private readonly options: SeriesColumns,
  ) {}

  add(cells: readonly string[], line: number): void {
    const where = `${this.name} line ${line}`;
    if (this.header.length === 0) {
      this.header = cells.map((cell) => cell.trim());
      return;
    }
    if (isSame(cells, this.header)) throw repeatedHeader(where, [...cells]);
    const roles = (this.roles ??= columnRoles(this.name, this.header, cells, this.options));
    const id = roles.series === undefined ? nameOfFile(this.name) : cells[roles.series].trim();
    if (id === '') throw wrongCell(where, this.header[roles.series!], '', 'the name of a series');
    let collected = this.series.get(id);
    if (!collected) {
      const fixed = roles.fixed.map(
        (index) => [this.header[index], numberOf(cells[index], where, this.header[index])] as const,
      );
      this.series.set(id, (collected = { rows: [], fixed: Object.fromEntries(fixed) }));
    }
    const time = roles.time === undefined ? collected.rows.length : this.timeOf(cells[roles.time], where);
    const values = roles.values.map((index) => numberOf(cells[index], where, this.header[index], true));
    collected.rows.push({ time, values, where });
  }

  private timeOf(text: string, where: string): number {
    const parsed = parseStamp(text);
    const column = this.header[this.roles!.time!];
    if (!parsed) throw wrongCell(where, column, text, 'a time such as 2026-11-28 14:00:00, 2026-11-28 or 2026-11');
    this.stamps ??= parsed.form;
    this.firstStamp ||= text;
    const { pattern, zone } = parsed.form;
    if (pattern !== this.stamps.pattern)
      throw wrongCell(where, column, text, `one form in the whole file, as ${show(this.firstStamp)}`);
    if (zone !== this.stamps.zone)
      throw wrongCell(
        where,
        column,
        text,
        `one time zone in the whole file, as in ${show(this.firstStamp)}; write all times in UTC`,
      );
    return parsed.time;
  }
}

/** `data/sales.csv.gz` → `sales`. */
const nameOfFile = (path: string) => path.replace(/^.*[\\/]/, '').replace(/(\.[^.]+?)(\.gz)?$/, '') || path;

function numberOf(cell: string, where: string, column: string, mayBeEmpty = false): number {
  const text = cell.trim();
  if (EMPTY.has(text.toLowerCase())) {
    if (mayBeEmpty) return NaN;
    throw wrongCell(where, column, text, 'a number');
  }
  const value = Number(text);
  if (Number.isFinite(value) && /\d/.test(text)) return value;
  throw wrongCell(
    where,
    column,
    text,
    'a finite number; if the column is none, name it in the columns that are ignored (ignoreColumns)',
  );
}

const wrongCell = (where: string, column: string, text: string, expected: string) =>
  new DataError({ where, problem: `the column ${show(column)} has ${show(text)}`, expected, fix: 'Correct the cell' });
