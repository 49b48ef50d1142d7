/**
 * GRU backwards, one position (gru.ts has the steps). A row of `da` is [n z r u]; after the cell, dh holds what reaches
 * h_{t-1} past the products:
 *
 *     4   daz = dh ⊙ (h − n) ⊙ z′,  dan = dh ⊙ (1 − z) ⊙ n′,  dh = dh ⊙ z
 *     3   reset after: dar = dan ⊙ u ⊙ r′, du = dan ⊙ r      before: du = dan U_nᵀ, dar = du ⊙ h ⊙ r′, dh += du ⊙ r
 */
import { sigmoidSlope, tanhSlope } from '../math/math';
import { H, H_BYTES, Z_BYTES } from './partition';
import { droppedProduct } from './state-gradient';
import { column, panelsOfCandidateBackward } from './weights';

export function stepGruBackward(n: i32, a: usize, hPrev: usize, dh: usize, da: usize): void {
  for (; n > 0; n--) {
    updateBackward(a, hPrev, dh, da); //                   4
    resetAfterBackward(a, da); //                          3
    a += Z_BYTES;
    da += Z_BYTES;
    hPrev += H_BYTES;
    dh += H_BYTES;
  }
}

export function stepGruResetBeforeBackward(panels: usize, n: i32, a: usize, hPrev: usize, dh: usize, da: usize): void {
  for (let r = 0; r < n; r++) {
    const row = <usize>r;
    updateBackward(a + row * Z_BYTES, hPrev + row * H_BYTES, dh + row * H_BYTES, da + row * Z_BYTES); //   4
  }
  let du = droppedProduct(da, H, panelsOfCandidateBackward(panels), n); //                                 3  [n,H]
  for (; n > 0; n--) {
    resetBeforeBackward(a, hPrev, du, dh, da + column(2));
    a += Z_BYTES;
    da += Z_BYTES;
    hPrev += H_BYTES;
    dh += H_BYTES;
    du += H_BYTES;
  }
}

function updateBackward(a: usize, hPrev: usize, dh: usize, dan: usize): void {
  const zs = a + column(1);
  const daz = dan + column(1);
  let j: usize = 0;
  do {
    const n = v128.load(a + j);
    const z = v128.load(zs + j);
    const d = v128.load(dh + j);
    const through = f32x4.mul(d, z);
    v128.store(daz + j, sigmoidSlope(f32x4.mul(d, f32x4.sub(v128.load(hPrev + j), n)), z));
    v128.store(dan + j, tanhSlope(f32x4.sub(d, through), n));
    v128.store(dh + j, through);
  } while ((j += 16) < H_BYTES);
}

function resetAfterBackward(a: usize, dan: usize): void {
  const rs = a + column(2);
  const us = a + column(3);
  const dar = dan + column(2);
  const du = dan + column(3);
  let j: usize = 0;
  do {
    const d = v128.load(dan + j);
    const r = v128.load(rs + j);
    v128.store(dar + j, sigmoidSlope(f32x4.mul(d, v128.load(us + j)), r));
    v128.store(du + j, f32x4.mul(d, r));
  } while ((j += 16) < H_BYTES);
}

function resetBeforeBackward(a: usize, hPrev: usize, du: usize, dh: usize, dar: usize): void {
  const rs = a + column(2);
  let j: usize = 0;
  do {
    const d = v128.load(du + j);
    const r = v128.load(rs + j);
    v128.store(dar + j, sigmoidSlope(f32x4.mul(d, v128.load(hPrev + j)), r));
    v128.store(dh + j, f32x4.add(v128.load(dh + j), f32x4.mul(d, r)));
  } while ((j += 16) < H_BYTES);
}
