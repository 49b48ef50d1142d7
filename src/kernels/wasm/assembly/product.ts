/**
 * The matrix product that nearly all time is spent in: c [m,n] = a [m,k] · b [k,n], or added to c.
 *
 * Both sides are packed, so that they are read from front to back: b in panels of 16 columns by whoever has it, a in
 * pairs of rows here, a block at a time (pack.ts). A tile of c, 2 × 16 numbers, stays in eight registers while k runs:
 * each step loads four vectors of b and two numbers of a, and multiplies and adds eight times. Measured in V8 against
 * tiles from 1 × 32 to 6 × 8: with plain and with relaxed SIMD this one is the fastest or within 2 % of it. Unrolling k
 * spills registers, and a loop that tests at its beginning is slower by a tenth.
 */
import { BLOCK_DEPTH, BLOCK_ROWS, PANEL } from '../operations';
import { multiplyAdd } from './math';
import { packPairs, packPairsTransposed } from './pack';
import { copy, zero } from './vector';

/** Bytes of one row of a panel. */
const PANEL_ROW: usize = 64;

/** PRODUCT_SCRATCH numbers: a block of a, packed, and a tile. */
let scratch: usize;

/** To be called before any product. */
export function useScratch(place: usize): void {
  scratch = place;
}

/** Bytes of a packed matrix [k,n]. */
export function packedBytes(k: i32, n: i32): usize {
  return <usize>((n + PANEL - 1) / PANEL) * <usize>k * PANEL_ROW;
}

/** @param aStride bytes from row to row of a, `cStride` of c. @param b packed. */
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
  if (k == 0 && !add) clearRows(c, cStride, m, n);
  for (let i = 0; i < m; i += BLOCK_ROWS) {
    const rows = min(m - i, BLOCK_ROWS);
    for (let done = 0; done < k; done += BLOCK_DEPTH) {
      const depth = min(k - done, BLOCK_DEPTH);
      const block = a + ((<usize>done) << 2);
      const left = rows == 1 ? block : packPairs(block, aStride, rows, depth, scratch);
      multiplyBlock(left, rows, depth, b + <usize>done * PANEL_ROW, k, n, c, cStride, add || done > 0);
    }
    a += <usize>BLOCK_ROWS * aStride;
    c += <usize>BLOCK_ROWS * cStride;
  }
}

/** The same for a that stands transposed, [k,m]. */
export function multiplyColumns(
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
  if (k == 0 && !add) clearRows(c, cStride, m, n);
  for (let i = 0; i < m; i += BLOCK_ROWS) {
    const rows = min(m - i, BLOCK_ROWS);
    for (let done = 0; done < k; done += BLOCK_DEPTH) {
      const depth = min(k - done, BLOCK_DEPTH);
      packPairsTransposed(a + <usize>done * aStride, aStride, rows, depth, scratch);
      multiplyBlock(scratch, rows, depth, b + <usize>done * PANEL_ROW, k, n, c, cStride, add || done > 0);
    }
    a += BLOCK_ROWS << 2;
    c += <usize>BLOCK_ROWS * cStride;
  }
}

/** One block of a, packed, with the same depth of all panels, which are `k` rows deep. */
function multiplyBlock(
  block: usize,
  rows: i32,
  depth: i32,
  panel: usize,
  k: i32,
  n: i32,
  c: usize,
  cStride: usize,
  add: bool,
): void {
  for (let j = 0; j < n; j += PANEL) {
    const end = panel + <usize>depth * PANEL_ROW;
    const columns = min(n - j, PANEL);
    let pair = block;
    let target = c + ((<usize>j) << 2);
    for (let i = rows; i > 0; i -= 2) {
      const c0 = columns < PANEL ? enterTile(target, cStride, min(i, 2), columns, add) : target;
      const c1 = columns < PANEL ? c0 + PANEL_ROW : target + cStride;
      if (i == 1) tileOfOne(pair, panel, end, c0, add);
      else tileOfTwo(pair, panel, end, c0, c1, add);
      if (columns < PANEL) leaveTile(target, cStride, min(i, 2), columns);
      pair += (<usize>depth) << 3;
      target += 2 * cStride;
    }
    panel += <usize>k * PANEL_ROW;
  }
}

function clearRows(c: usize, stride: usize, m: i32, n: i32): void {
  for (; m > 0; m--) {
    zero(c, n);
    c += stride;
  }
}

/**
 * Two rows of c from a pair of rows and a panel. Nothing is called with the sums at hand: they would have to leave their
 * registers, and V8 would have them leave at every step.
 */
function tileOfTwo(a: usize, b: usize, end: usize, c0: usize, c1: usize, add: bool): void {
  let s00 = startOf(c0, add);
  let s01 = startOf(c0 + 16, add);
  let s02 = startOf(c0 + 32, add);
  let s03 = startOf(c0 + 48, add);
  let s10 = startOf(c1, add);
  let s11 = startOf(c1 + 16, add);
  let s12 = startOf(c1 + 32, add);
  let s13 = startOf(c1 + 48, add);
  do {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const b2 = v128.load(b, 32);
    const b3 = v128.load(b, 48);
    const x0 = v128.load32_splat(a);
    s00 = multiplyAdd(x0, b0, s00);
    s01 = multiplyAdd(x0, b1, s01);
    s02 = multiplyAdd(x0, b2, s02);
    s03 = multiplyAdd(x0, b3, s03);
    const x1 = v128.load32_splat(a, 4);
    s10 = multiplyAdd(x1, b0, s10);
    s11 = multiplyAdd(x1, b1, s11);
    s12 = multiplyAdd(x1, b2, s12);
    s13 = multiplyAdd(x1, b3, s13);
    a += 8;
    b += PANEL_ROW;
  } while (b < end);
  v128.store(c0, s00);
  v128.store(c0, s01, 16);
  v128.store(c0, s02, 32);
  v128.store(c0, s03, 48);
  v128.store(c1, s10);
  v128.store(c1, s11, 16);
  v128.store(c1, s12, 32);
  v128.store(c1, s13, 48);
}

function tileOfOne(a: usize, b: usize, end: usize, c: usize, add: bool): void {
  let s0 = startOf(c, add);
  let s1 = startOf(c + 16, add);
  let s2 = startOf(c + 32, add);
  let s3 = startOf(c + 48, add);
  do {
    const x = v128.load32_splat(a);
    s0 = multiplyAdd(x, v128.load(b), s0);
    s1 = multiplyAdd(x, v128.load(b, 16), s1);
    s2 = multiplyAdd(x, v128.load(b, 32), s2);
    s3 = multiplyAdd(x, v128.load(b, 48), s3);
    a += 4;
    b += PANEL_ROW;
  } while (b < end);
  v128.store(c, s0);
  v128.store(c, s1, 16);
  v128.store(c, s2, 32);
  v128.store(c, s3, 48);
}

function startOf(c: usize, add: bool): v128 {
  return add ? v128.load(c) : f32x4.splat(0);
}

/** Where c has fewer columns than a panel, a tile of two rows stands in for it. @returns the tile. */
function enterTile(c: usize, stride: usize, rows: i32, columns: i32, add: bool): usize {
  const tile = scratch + ((BLOCK_ROWS * BLOCK_DEPTH) << 2);
  if (!add) return tile;
  copy(tile, c, columns);
  if (rows == 2) copy(tile + PANEL_ROW, c + stride, columns);
  return tile;
}

function leaveTile(c: usize, stride: usize, rows: i32, columns: i32): void {
  const tile = scratch + ((BLOCK_ROWS * BLOCK_DEPTH) << 2);
  copy(c, tile, columns);
  if (rows == 2) copy(c + stride, tile + PANEL_ROW, columns);
}
