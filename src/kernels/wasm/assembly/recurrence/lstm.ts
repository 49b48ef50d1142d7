/**
 * LSTM (src/cells/lstm.ts has the same steps with the same numbers), n examples at one position:
 *
 *     1   a = [x_t | 1 | h_{t-1}] [W; b; U],   i, f, o = σ, g = tanh
 *     2   c = f ⊙ c_{t-1} + i ⊙ g
 *     3   h = o ⊙ tanh(c)
 *
 * A row of `a` is [i f g o], before and after σ and tanh. Loops are short on purpose: long ones run out of registers.
 */
import { sigmoidEach, tanhEach } from '../math/activation';
import { sigmoidSlope, tanh, tanhSlope } from '../math/math';
import { multiplyRows } from '../math/product';
import { H, H_BYTES, K, K_BYTES, outputs, Z, Z_BYTES } from './partition';

export function stepLstm(panels: usize, n: i32, rows: usize, a: usize, cPrev: usize, c: usize): void {
  multiplyRows(rows, K_BYTES, n, panels, K, Z, a, Z_BYTES, false); //        1  [n,4H]
  let h = outputs;
  for (let r = 0; r < n; r++) {
    sigmoidEach(a, 2 * H);
    tanhEach(a + 2 * H_BYTES, H);
    sigmoidEach(a + 3 * H_BYTES, H);
    nextCell(a, cPrev, c); //                                              2  [H]
    nextOutput(a + 3 * H_BYTES, c, h); //                                  3  [H]
    a += Z_BYTES;
    cPrev += H_BYTES;
    c += H_BYTES;
    h += H_BYTES;
  }
}

function nextCell(i: usize, cPrev: usize, c: usize): void {
  const f = i + H_BYTES;
  const g = f + H_BYTES;
  let j: usize = 0;
  do {
    const fc = f32x4.mul(v128.load(f + j), v128.load(cPrev + j));
    v128.store(c + j, f32x4.add(fc, f32x4.mul(v128.load(i + j), v128.load(g + j))));
  } while ((j += 16) < H_BYTES);
}

function nextOutput(o: usize, c: usize, h: usize): void {
  let j: usize = 0;
  do {
    v128.store(h + j, f32x4.mul(v128.load(o + j), tanh(v128.load(c + j))));
  } while ((j += 16) < H_BYTES);
}

/** From dh and dc to da [n,4H], dc_{t-1} in place of dc, and what reaches h_{t-1} directly, nothing, in that of dh. */
export function stepLstmBackward(n: i32, a: usize, cPrev: usize, c: usize, dh: usize, dc: usize, da: usize): void {
  for (let r = 0; r < n; r++) {
    outputBackward(a + 3 * H_BYTES, c, dh, dc, da + 3 * H_BYTES); //            3
    inputForgetBackward(a, cPrev, dc, da); //                                  2
    candidateBackward(a, dc, da + 2 * H_BYTES);
    a += Z_BYTES;
    da += Z_BYTES;
    cPrev += H_BYTES;
    c += H_BYTES;
    dh += H_BYTES;
    dc += H_BYTES;
  }
}

/** dao = dh ⊙ tanh(c) ⊙ o′;  dc += dh ⊙ o ⊙ tanh′(c) */
function outputBackward(o: usize, c: usize, dh: usize, dc: usize, dao: usize): void {
  let j: usize = 0;
  do {
    const out = v128.load(o + j);
    const d = v128.load(dh + j);
    const tanhC = tanh(v128.load(c + j));
    v128.store(dao + j, sigmoidSlope(f32x4.mul(d, tanhC), out));
    v128.store(dc + j, f32x4.add(v128.load(dc + j), tanhSlope(f32x4.mul(d, out), tanhC)));
    v128.store(dh + j, f32x4.splat(0));
  } while ((j += 16) < H_BYTES);
}

/** dai = dc ⊙ g ⊙ i′;  daf = dc ⊙ c_{t-1} ⊙ f′ */
function inputForgetBackward(i: usize, cPrev: usize, dc: usize, dai: usize): void {
  const f = i + H_BYTES;
  const g = f + H_BYTES;
  const daf = dai + H_BYTES;
  let j: usize = 0;
  do {
    const d = v128.load(dc + j);
    v128.store(dai + j, sigmoidSlope(f32x4.mul(d, v128.load(g + j)), v128.load(i + j)));
    v128.store(daf + j, sigmoidSlope(f32x4.mul(d, v128.load(cPrev + j)), v128.load(f + j)));
  } while ((j += 16) < H_BYTES);
}

/** dag = dc ⊙ i ⊙ g′;  dc_{t-1} = dc ⊙ f */
function candidateBackward(i: usize, dc: usize, dag: usize): void {
  const f = i + H_BYTES;
  const g = f + H_BYTES;
  let j: usize = 0;
  do {
    const d = v128.load(dc + j);
    v128.store(dag + j, tanhSlope(f32x4.mul(d, v128.load(i + j)), v128.load(g + j)));
    v128.store(dc + j, f32x4.mul(d, v128.load(f + j)));
  } while ((j += 16) < H_BYTES);
}
