/**
 * GRU (src/cells/gru.ts has the same steps with the same numbers), n examples at one position, h = h_{t-1}:
 *
 *     1   az, ar = [x_t | 1 | h] …,  an = [x_t | 1] [W_n; b_n]           after: u = [1 | h] [d_n; U_n]
 *     2   z = σ(az),  r = σ(ar)
 *     3   reset after: n = tanh(an + r ⊙ u)             before: u = r ⊙ h, n = tanh(an + u U_n)
 *     4   h_t = n + z ⊙ (h − n)
 *
 * A row of `a` is [n z r u].
 */
import { CellKind } from '../../jobs/operations';
import { sigmoidEach, tanhEach } from '../math/activation';
import { multiplyRows } from '../math/product';
import { cell, dropout, H, H_BYTES, I, K, K_BYTES, X_STEP, Z_BYTES } from './partition';
import { multiplyEach } from '../math/vector';
import { column, panelsOfCandidateInput, panelsOfCandidateState } from './weights';

export function stepGru(panels: usize, n: i32, rows: usize, a: usize, hPrev: usize, h: usize): void {
  const fromInput = panelsOfCandidateInput(panels);
  const fromState = panelsOfCandidateState(panels);
  const u = a + column(3);
  multiplyRows(rows, K_BYTES, n, panels, K, 2 * H, a + column(1), Z_BYTES, false); //      1  [n,2H]
  multiplyRows(rows, K_BYTES, n, fromInput, I + 1, H, a, Z_BYTES, false); //                  [n,H]
  for (let r = 0; r < n; r++) sigmoidEach(a + <usize>r * Z_BYTES + column(1), 2 * H); //   2
  if (cell == CellKind.gru) {
    multiplyRows(rows + X_STEP, K_BYTES, n, fromState, H + 1, H, u, Z_BYTES, false); //    1  [n,H]
    addReset(a, n);
  } else {
    resetState(a, hPrev, n);
    multiplyRows(u, Z_BYTES, n, fromState, H, H, a, Z_BYTES, true); //                     3  [n,H]
  }
  for (let r = 0; r < n; r++) {
    tanhEach(a, H);
    update(a, hPrev, h); //                                                               4  [H]
    a += Z_BYTES;
    hPrev += H_BYTES;
    h += H_BYTES;
  }
}

/** an += r ⊙ u */
function addReset(a: usize, n: i32): void {
  for (; n > 0; n--) {
    const r = a + column(2);
    const u = a + column(3);
    let j: usize = 0;
    do v128.store(a + j, f32x4.add(v128.load(a + j), f32x4.mul(v128.load(r + j), v128.load(u + j))));
    while ((j += 16) < H_BYTES);
    a += Z_BYTES;
  }
}

/** u = r ⊙ h, dropped where there is recurrent dropout */
function resetState(a: usize, hPrev: usize, n: i32): void {
  for (let row = 0; row < n; row++) {
    multiplyEach(a + column(3), a + column(2), hPrev, H);
    if (dropout) multiplyEach(a + column(3), a + column(3), dropout + <usize>row * H_BYTES, H);
    a += Z_BYTES;
    hPrev += H_BYTES;
  }
}

function update(a: usize, hPrev: usize, h: usize): void {
  const z = a + column(1);
  let j: usize = 0;
  do {
    const n = v128.load(a + j);
    const change = f32x4.mul(v128.load(z + j), f32x4.sub(v128.load(hPrev + j), n));
    v128.store(h + j, f32x4.add(n, change));
  } while ((j += 16) < H_BYTES);
}
