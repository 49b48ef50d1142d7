/**
 * The matrix product that nearly all time is spent in: c [m,n] = a [m,k] · b [k,n], or added to c.
 *
 * Both sides are packed (pack.ts), so that they are read sequentially: b in panels of 16 columns by the
 * caller, a in pairs of rows here, a block at a time. Each pair and each panel give a tile of c (tile.ts).
 */
import { BLOCK_DEPTH, BLOCK_ROWS, PANEL } from '../../jobs/operations';
import { packPairs, packPairsTransposed } from './pack';
import { PANEL_ROW, tileOfOne, tileOfTwo } from './tile';
import { bytes, copy, zero } from './vector';

/** PRODUCT_SCRATCH values: a block of a, packed, and a tile. */
let scratch: usize;

/** To be called before any product. */
export function useScratch(address: usize): void {
  scratch = address;
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
      const block = a + bytes(done);
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
    a += bytes(BLOCK_ROWS);
    c += <usize>BLOCK_ROWS * cStride;
  }
}

/**
 * One block of a, packed, with the same depth of all panels, which are `k` rows deep. V8 unrolls the loop of a tile twice
 * because it is the third of three in one function: less deep it does not unroll it, deeper it runs out of registers.
 */
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
    let target = c + bytes(j);
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

/** Where c has fewer columns than a panel, a tile of two rows stands in for it. @returns the tile. */
function enterTile(c: usize, stride: usize, rows: i32, columns: i32, add: bool): usize {
  const tile = scratch + bytes(BLOCK_ROWS * BLOCK_DEPTH);
  if (!add) return tile;
  copy(tile, c, columns);
  if (rows == 2) copy(tile + PANEL_ROW, c + stride, columns);
  return tile;
}

function leaveTile(c: usize, stride: usize, rows: i32, columns: i32): void {
  const tile = scratch + bytes(BLOCK_ROWS * BLOCK_DEPTH);
  copy(c, tile, columns);
  if (rows == 2) copy(c + stride, tile + PANEL_ROW, columns);
}
