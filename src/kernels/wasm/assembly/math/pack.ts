/**
 * Packing for product.ts. The right matrix [k,n] becomes panels of 16 columns, [n/16][k][16], the last one filled up
 * with zeros. A block of the left matrix becomes pairs of rows.
 */
import { PANEL } from '../../jobs/operations';
import { bytes, copy, loadSome, zero } from './vector';

/**
 * Writes rows `row` … of b into panels that are `k` rows deep in all. `stride`: bytes from row to row of b.
 * @param rows how many
 */
export function packRows(b: usize, stride: usize, rows: i32, n: i32, panels: usize, k: i32, row: i32): void {
  for (let j = 0; j < n; j += PANEL) {
    let to = panels + bytes(j * k + row * PANEL);
    let from = b + bytes(j);
    for (let i = 0; i < rows; i++) {
      packSixteen(from, n - j, to);
      from += stride;
      to += bytes(PANEL);
    }
  }
}

function packSixteen(from: usize, count: i32, to: usize): void {
  v128.store(to, loadSome(from, count));
  v128.store(to, loadSome(from + 16, count - 4), 16);
  v128.store(to, loadSome(from + 32, count - 8), 32);
  v128.store(to, loadSome(from + 48, count - 12), 48);
}

/** The same for bᵀ: b stands as [n,k], `stride` bytes from row to row. */
export function packColumns(b: usize, stride: usize, k: i32, n: i32, panels: usize): void {
  for (let j = 0; j < n; j++) {
    let to = panels + bytes((j / PANEL) * PANEL * k + (j % PANEL));
    for (const end = b + bytes(k); b < end; b += 4) {
      store<f32>(to, load<f32>(b));
      to += bytes(PANEL);
    }
    b += stride - bytes(k);
  }
  const used = n % PANEL;
  if (used > 0) zeroColumns(panels + bytes((n / PANEL) * PANEL * k), used, k);
}

/** Zeros in a panel behind its first columns. */
function zeroColumns(panel: usize, used: i32, k: i32): void {
  for (; k > 0; k--) {
    zero(panel + bytes(used), PANEL - used);
    panel += bytes(PANEL);
  }
}

/**
 * Rows of a, `stride` bytes apart, in pairs: [rows/2][depth][2], and a last single row [depth].
 * @returns `to`
 */
export function packPairs(a: usize, stride: usize, rows: i32, depth: i32, to: usize): usize {
  let at = to;
  for (; rows > 1; rows -= 2) {
    interleave(a, a + stride, depth, at);
    a += 2 * stride;
    at += (<usize>depth) << 3;
  }
  if (rows == 1) copy(at, a, depth);
  return to;
}

function interleave(a0: usize, a1: usize, count: i32, to: usize): void {
  for (; count >= 4; count -= 4) {
    const x = v128.load(a0);
    const y = v128.load(a1);
    v128.store(to, v128.shuffle<f32>(x, y, 0, 4, 1, 5));
    v128.store(to, v128.shuffle<f32>(x, y, 2, 6, 3, 7), 16);
    a0 += 16;
    a1 += 16;
    to += 32;
  }
  for (; count > 0; count--) {
    store<f32>(to, load<f32>(a0));
    store<f32>(to, load<f32>(a1), 4);
    a0 += 4;
    a1 += 4;
    to += 8;
  }
}

/** The same for rows that stand as columns of a, [depth,rows], which is read sequentially. */
export function packPairsTransposed(a: usize, stride: usize, rows: i32, depth: i32, to: usize): void {
  const single = to + bytes((rows - 1) * depth);
  for (let k = 0; k < depth; k++) {
    let from = a;
    let at = to + bytes(2 * k);
    for (let i = rows; i > 1; i -= 2) {
      store<u64>(at, load<u64>(from));
      from += 8;
      at += bytes(2 * depth);
    }
    if (rows & 1) store<f32>(single + bytes(k), load<f32>(from));
    a += stride;
  }
}
