/**
 * Packing for product.ts. The right matrix [k,n] becomes panels of 16 columns, [n/16][k][16], the last one filled up
 * with zeros. A left matrix that stands transposed becomes pairs of rows, [m/2][k][2], the last one half empty if m is
 * odd.
 */
import { PANEL } from '../operations';
import { loadSome, zero } from './vector';

/**
 * Writes rows `row` … of b into panels that are `k` rows deep in all. `stride`: bytes from row to row of b.
 * @param rows how many
 */
export function packRows(b: usize, stride: usize, rows: i32, n: i32, panels: usize, k: i32, row: i32): void {
  for (let j = 0; j < n; j += PANEL) {
    let to = panels + ((<usize>(j * k + row * PANEL)) << 2);
    let from = b + ((<usize>j) << 2);
    for (let i = 0; i < rows; i++) {
      packSixteen(from, n - j, to);
      from += stride;
      to += PANEL << 2;
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
    let to = panels + ((<usize>((j / PANEL) * PANEL * k + (j % PANEL))) << 2);
    for (const end = b + ((<usize>k) << 2); b < end; b += 4) {
      store<f32>(to, load<f32>(b));
      to += PANEL << 2;
    }
    b += stride - ((<usize>k) << 2);
  }
  const used = n % PANEL;
  if (used > 0) zeroColumns(panels + ((<usize>((n / PANEL) * PANEL * k)) << 2), used, k);
}

/** Zeros in a panel behind its first columns. */
function zeroColumns(panel: usize, used: i32, k: i32): void {
  for (; k > 0; k--) {
    zero(panel + ((<usize>used) << 2), PANEL - used);
    panel += PANEL << 2;
  }
}

/** Columns of a [k,m], `stride` bytes from row to row, as the rows of aᵀ in pairs. */
export function packPairs(a: usize, stride: usize, k: i32, m: i32, pairs: usize): void {
  for (let i = 0; i + 1 < m; i += 2) {
    let from = a + ((<usize>i) << 2);
    for (let end = pairs + ((<usize>k) << 3); pairs < end; pairs += 8) {
      store<u64>(pairs, load<u64>(from));
      from += stride;
    }
  }
  if (m & 1) {
    let from = a + ((<usize>(m - 1)) << 2);
    for (let end = pairs + ((<usize>k) << 3); pairs < end; pairs += 8) {
      store<f32>(pairs, load<f32>(from));
      from += stride;
    }
  }
}
