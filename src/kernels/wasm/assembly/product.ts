/**
 * The matrix product that nearly all time is spent in: c [m,n] = a [m,k] · b [k,n], or added to c.
 *
 * b is packed in panels of 16 columns (pack.ts), read from front to back. A tile of c, 2 × 16 numbers, stays in eight
 * registers while k runs: each step loads four vectors of b and two numbers of a, and multiplies and adds eight times.
 * Measured in V8 against tiles from 1 × 32 to 6 × 8: with plain and with relaxed SIMD this one is the fastest or within
 * 5 % of it. Unrolling k or a larger tile spills registers and halves the rate.
 */
import { PANEL } from '../operations';
import { multiplyAdd } from './math';
import { loadSome, storeSome } from './vector';

/** Bytes of one row of a panel. */
const PANEL_ROW: usize = 64;
/** k is cut into blocks, so that a panel's part (16 KB) stays in the nearest cache while all rows meet it. */
const DEPTH: i32 = 256;

/** Bytes of a packed matrix [k,n]. */
export function packedBytes(k: i32, n: i32): usize {
  return <usize>((n + PANEL - 1) / PANEL) * <usize>k * PANEL_ROW;
}

/** a: rows, `aStride` bytes apart. @param add to what c holds; `cStride` bytes from row to row of c. */
export function multiplyRows(
  a: usize,
  aStride: usize,
  m: i32,
  b: usize,
  k: i32,
  n: i32,
  c: usize,
  cStride: usize,
  add: bool,
): void {
  multiply(a, 2 * aStride, aStride, 4, m, b, k, n, c, cStride, add);
}

/** a: packed in pairs of rows by `packPairs`. */
export function multiplyPairs(a: usize, m: i32, b: usize, k: i32, n: i32, c: usize, cStride: usize, add: bool): void {
  multiply(a, (<usize>k) << 3, 4, 8, m, b, k, n, c, cStride, add);
}

/** Distances inside a: from pair to pair of rows, from row to row in a pair, from column to column. */
function multiply(
  a: usize,
  pair: usize,
  row: usize,
  column: usize,
  m: i32,
  b: usize,
  k: i32,
  n: i32,
  c: usize,
  cStride: usize,
  add: bool,
): void {
  const panelBytes = <usize>k * PANEL_ROW;
  for (let done = 0; done < k || done == 0; done += DEPTH) {
    const depth = <usize>min(k - done, DEPTH) * PANEL_ROW;
    const adding = add || done > 0;
    let panel = b + <usize>done * PANEL_ROW;
    for (let j = 0; j < n; j += PANEL) {
      let left = a + <usize>done * column;
      let target = c + ((<usize>j) << 2);
      for (let i = m; i > 1; i -= 2) {
        tileOfTwo(left, left + row, column, panel, panel + depth, target, target + cStride, n - j, adding);
        left += pair;
        target += 2 * cStride;
      }
      if (m & 1) tileOfOne(left, column, panel, panel + depth, target, n - j, adding);
      panel += panelBytes;
    }
  }
}

/** Two rows of c from the rows a0, a1 and one panel; `columns` of it exist in c. */
function tileOfTwo(
  a0: usize,
  a1: usize,
  column: usize,
  b: usize,
  end: usize,
  c0: usize,
  c1: usize,
  columns: i32,
  add: bool,
): void {
  let s00 = f32x4.splat(0);
  let s01 = f32x4.splat(0);
  let s02 = f32x4.splat(0);
  let s03 = f32x4.splat(0);
  let s10 = f32x4.splat(0);
  let s11 = f32x4.splat(0);
  let s12 = f32x4.splat(0);
  let s13 = f32x4.splat(0);
  while (b < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(b, 32);
    const b3 = v128.load(b, 48);
    const x0 = v128.load32_splat(a0);
    s00 = multiplyAdd(x0, b0, s00);
    s01 = multiplyAdd(x0, b1, s01);
    s02 = multiplyAdd(x0, b2, s02);
    s03 = multiplyAdd(x0, b3, s03);
    const x1 = v128.load32_splat(a1);
    s10 = multiplyAdd(x1, b0, s10);
    s11 = multiplyAdd(x1, b1, s11);
    s12 = multiplyAdd(x1, b2, s12);
    s13 = multiplyAdd(x1, b3, s13);
    a0 += column;
    a1 += column;
    b += PANEL_ROW;
  }
  finishRow(c0, s00, s01, s02, s03, columns, add);
  finishRow(c1, s10, s11, s12, s13, columns, add);
}

function tileOfOne(a: usize, column: usize, b: usize, end: usize, c: usize, columns: i32, add: bool): void {
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  while (b < end) {
    const x = v128.load32_splat(a);
    s0 = multiplyAdd(x, v128.load(b), s0);
    s1 = multiplyAdd(x, v128.load(b, 16), s1);
    s2 = multiplyAdd(x, v128.load(b, 32), s2);
    s3 = multiplyAdd(x, v128.load(b, 48), s3);
    a += column;
    b += PANEL_ROW;
  }
  finishRow(c, s0, s1, s2, s3, columns, add);
}

/** Writes up to 16 sums to a row of c, or adds them. */
function finishRow(c: usize, s0: v128, s1: v128, s2: v128, s3: v128, columns: i32, add: bool): void {
  if (columns >= PANEL) {
    if (add) {
      s0 = f32x4.add(s0, v128.load(c));
      s1 = f32x4.add(s1, v128.load(c, 16));
      s2 = f32x4.add(s2, v128.load(c, 32));
      s3 = f32x4.add(s3, v128.load(c, 48));
    }
    v128.store(c, s0);
    v128.store(c, s1, 16);
    v128.store(c, s2, 32);
    v128.store(c, s3, 48);
  } else {
    finishSome(c, s0, columns, add);
    finishSome(c + 16, s1, columns - 4, add);
    finishSome(c + 32, s2, columns - 8, add);
    finishSome(c + 48, s3, columns - 12, add);
  }
}

function finishSome(c: usize, s: v128, count: i32, add: bool): void {
  storeSome(c, add ? f32x4.add(s, loadSome(c, count)) : s, count);
}
