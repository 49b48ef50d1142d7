/** Matrix products of any size for one job each: Operation.pack, then Operation.multiply. */
import { MultiplyJob, PackJob, PANEL, PRODUCT_SCRATCH } from '../../jobs/operations';
import { address, word } from '../job';
import { packColumns, packRows } from '../math/pack';
import { multiplyColumns, multiplyRows, packedBytes, useScratch } from '../math/product';
import { bytes } from '../math/vector';

export function pack(job: usize): void {
  const b = address(job, PackJob.b);
  const k = word(job, PackJob.k);
  const n = word(job, PackJob.n);
  const panels = address(job, PackJob.panels);
  if (word(job, PackJob.transposed)) packColumns(b, bytes(k), k, n, panels);
  else packRows(b, bytes(n), k, n, panels, k, 0);
}

export function multiply(job: usize, thread: i32, threads: i32): void {
  const m = word(job, MultiplyJob.m);
  const n = word(job, MultiplyJob.n);
  const panels = (n + PANEL - 1) / PANEL;
  if (m >= panels) {
    const first = partStart(m, 2, thread, threads);
    multiplyPart(job, thread, first, partStart(m, 2, thread + 1, threads) - first, 0, n);
  } else {
    const first = partStart(n, PANEL, thread, threads);
    multiplyPart(job, thread, 0, m, first, partStart(n, PANEL, thread + 1, threads) - first);
  }
}

/** Where a thread's part of `count` begins: a multiple of `unit`. */
function partStart(count: i32, unit: i32, thread: i32, threads: i32): i32 {
  const units = (count + unit - 1) / unit;
  return min(((units * thread) / threads) * unit, count);
}

/** `rows` rows from `row` on, `columns` columns from `column` on, which is the first of a panel. */
function multiplyPart(job: usize, thread: i32, row: i32, rows: i32, column: i32, columns: i32): void {
  const k = word(job, MultiplyJob.k);
  const n = word(job, MultiplyJob.n);
  const a = address(job, MultiplyJob.a);
  const add = word(job, MultiplyJob.add) != 0;
  const panels = address(job, MultiplyJob.panels) + packedBytes(k, column);
  const stride = bytes(n);
  const c = address(job, MultiplyJob.c) + <usize>row * stride + bytes(column);
  useScratch(address(job, MultiplyJob.scratch) + bytes(thread * PRODUCT_SCRATCH));
  if (word(job, MultiplyJob.transposed)) {
    const aStride = bytes(word(job, MultiplyJob.m));
    multiplyColumns(a + bytes(row), aStride, rows, panels, k, columns, c, stride, add);
  } else {
    const aStride = bytes(k);
    multiplyRows(a + <usize>row * aStride, aStride, rows, panels, k, columns, c, stride, add);
  }
}
