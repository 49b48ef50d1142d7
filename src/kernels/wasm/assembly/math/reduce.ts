/** From many values to one: blocks are summed in float32, their sums in float64. */
import { loadSome } from './vector';

/** Values, a multiple of 8. */
const BLOCK: i32 = 1024;

/** The four lanes together. */
export function sumOf(v: v128): f64 {
  const low = f64x2.promote_low_f32x4(v);
  const high = f64x2.promote_low_f32x4(i8x16.shuffle(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7));
  const both = f64x2.add(low, high);
  return f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
}

/** Σ x */
export function sumOfAll(x: usize, count: i32): f64 {
  let total: f64 = 0;
  for (let from = 0; from < count; from += BLOCK) {
    total += sumOfBlock(x + ((<usize>from) << 2), min(BLOCK, count - from));
  }
  return total;
}

function sumOfBlock(x: usize, count: i32): f64 {
  let sum = f32x4.splat(0);
  for (; count > 0; count -= 4) {
    sum = f32x4.add(sum, loadSome(x, count));
    x += 16;
  }
  return sumOf(sum);
}

/** Σ x² */
export function sumOfSquares(x: usize, count: i32): f64 {
  let total: f64 = 0;
  for (let from = 0; from < count; from += BLOCK) {
    total += squaresOfBlock(x + ((<usize>from) << 2), min(BLOCK, count - from));
  }
  return total;
}

function squaresOfBlock(x: usize, count: i32): f64 {
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  for (; count >= 8; count -= 8) {
    const x0 = v128.load(x);
    const x1 = v128.load(x, 16);
    s0 = f32x4.add(s0, f32x4.mul(x0, x0));
    s1 = f32x4.add(s1, f32x4.mul(x1, x1));
    x += 32;
  }
  for (; count > 0; count -= 4) {
    const x0 = loadSome(x, count);
    s0 = f32x4.add(s0, f32x4.mul(x0, x0));
    x += 16;
  }
  return sumOf(f32x4.add(s0, s1));
}

/** The largest, NaN if there is any; `count` is at least 1. */
export function largestOf(x: usize, count: i32): f32 {
  let v = v128.load32_splat(x);
  for (; count >= 4; count -= 4) {
    v = f32x4.max(v, v128.load(x));
    x += 16;
  }
  for (; count > 0; count--) {
    v = f32x4.max(v, v128.load32_splat(x));
    x += 4;
  }
  const first = max(f32x4.extract_lane(v, 0), f32x4.extract_lane(v, 1));
  return max(first, max(f32x4.extract_lane(v, 2), f32x4.extract_lane(v, 3)));
}
