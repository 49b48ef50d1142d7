/** Matrix products of any size for one job each: Operation.pack, then Operation.multiply. */
import { MultiplyJob, PackJob, PANEL, SCRATCH_ROWS } from '../operations';
import { place, word } from './job';
import { packColumns, packPairs, packRows } from './pack';
import { multiplyPairs, multiplyRows, packedBytes } from './product';

/** A panel's part stays in the nearest cache while so many rows pass it, and these in the next one. */
const BLOCK_ROWS: i32 = 128;

export function pack(job: usize): void {
  const b = place(job, PackJob.b);
  const k = word(job, PackJob.k);
  const n = word(job, PackJob.n);
  const panels = place(job, PackJob.panels);
  if (word(job, PackJob.transposed)) packColumns(b, (<usize>k) << 2, k, n, panels);
  else packRows(b, (<usize>n) << 2, k, n, panels, k, 0);
}

export function multiply(job: usize, thread: i32, threads: i32): void {
  const m = word(job, MultiplyJob.m);
  const n = word(job, MultiplyJob.n);
  const panels = (n + PANEL - 1) / PANEL;
  if (m >= panels) {
    const first = share(m, 2, thread, threads);
    multiplyBlock(job, thread, first, share(m, 2, thread + 1, threads) - first, 0, n);
  } else {
    const first = share(n, PANEL, thread, threads);
    multiplyBlock(job, thread, 0, m, first, share(n, PANEL, thread + 1, threads) - first);
  }
}

/** Where a thread's part of `count` begins: a multiple of `unit`. */
function share(count: i32, unit: i32, thread: i32, threads: i32): i32 {
  const units = (count + unit - 1) / unit;
  return min(((units * thread) / threads) * unit, count);
}

/** `rows` rows from `row` on, `columns` columns from `column` on, which is the first of a panel. */
function multiplyBlock(job: usize, thread: i32, row: i32, rows: i32, column: i32, columns: i32): void {
  const m = word(job, MultiplyJob.m);
  const k = word(job, MultiplyJob.k);
  const n = word(job, MultiplyJob.n);
  const a = place(job, MultiplyJob.a);
  const add = word(job, MultiplyJob.add) != 0;
  const transposed = word(job, MultiplyJob.transposed) != 0;
  const pairs = place(job, MultiplyJob.scratch) + ((<usize>thread * SCRATCH_ROWS * k) << 2);
  const b = place(job, MultiplyJob.panels) + packedBytes(k, column);
  const stride = (<usize>n) << 2;
  const most = transposed ? SCRATCH_ROWS : BLOCK_ROWS;
  const end = row + rows;
  for (; row < end; row += most) {
    const count = min(end - row, most);
    const c = place(job, MultiplyJob.c) + <usize>row * stride + ((<usize>column) << 2);
    if (transposed) {
      packPairs(a + ((<usize>row) << 2), (<usize>m) << 2, k, count, pairs);
      multiplyPairs(pairs, count, b, k, columns, c, stride, add);
    } else {
      multiplyRows(a + ((<usize>row * k) << 2), (<usize>k) << 2, count, b, k, columns, c, stride, add);
    }
  }
}
