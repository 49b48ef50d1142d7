/** Rows of a table by index, their sums back into the table; the sum of all rows of a matrix, and a row for all of them. */
import { RepeatRowJob, RowsJob, SumRowsJob } from '../../jobs/tensor-operations';
import { address, word } from '../job';
import { addTo } from '../math/vector';

export function gather(job: usize): void {
  const rowBytes = (<usize>word(job, RowsJob.size)) << 2;
  const table = address(job, RowsJob.table);
  let id = address(job, RowsJob.ids);
  let row = address(job, RowsJob.rows);
  for (let i = word(job, RowsJob.count); i > 0; i--) {
    memory.copy(row, table + rowBytes * <usize>load<i32>(id), rowBytes);
    row += rowBytes;
    id += 4;
  }
}

/** Ids outside of the table belong to no row. */
export function scatterAdd(job: usize): void {
  const size = word(job, RowsJob.size);
  const tableRows = word(job, RowsJob.tableRows);
  const rowBytes = (<usize>size) << 2;
  const table = address(job, RowsJob.table);
  let id = address(job, RowsJob.ids);
  let row = address(job, RowsJob.rows);
  for (let i = word(job, RowsJob.count); i > 0; i--) {
    const to = load<i32>(id);
    if (to >= 0 && to < tableRows) addTo(table + rowBytes * <usize>to, row, size);
    row += rowBytes;
    id += 4;
  }
}

/** Σ over rows. */
export function sumRows(job: usize): void {
  const columns = word(job, SumRowsJob.columns);
  const target = address(job, SumRowsJob.target);
  let x = address(job, SumRowsJob.x);
  memory.fill(target, 0, (<usize>columns) << 2);
  for (let i = word(job, SumRowsJob.rows); i > 0; i--) {
    addTo(target, x, columns);
    x += (<usize>columns) << 2;
  }
}

export function repeatRow(job: usize): void {
  const row = address(job, RepeatRowJob.row);
  const rowBytes = (<usize>word(job, RepeatRowJob.columns)) << 2;
  let target = address(job, RepeatRowJob.target);
  for (let i = word(job, RepeatRowJob.rows); i > 0; i--) {
    memory.copy(target, row, rowBytes);
    target += rowBytes;
  }
}
