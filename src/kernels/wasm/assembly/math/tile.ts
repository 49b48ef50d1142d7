/**
 * The innermost loop: a tile of c, 2 × 16 values, stays in eight registers while k runs. Each step loads four vectors of
 * b and two numbers of a, and multiplies and adds eight times. Measured in V8 against tiles from 1 × 32 to 6 × 8: with
 * plain and with relaxed SIMD this one is the fastest or within 2 % of it. What it depends on:
 *
 *   – larger tiles, or k unrolled by hand, spill registers and halve the rate;
 *   – the loop tests at its end, a tenth faster than at its beginning;
 *   – nothing is called with the sums at hand: they would leave their registers, and V8 would have them leave at each step.
 */
import { multiplyAdd } from './math';

/** Bytes of one row of a panel. */
export const PANEL_ROW: usize = 64;

/** Two rows of c from a pair of rows of a, and a panel from `b` to `end`; `add`: to what c holds. */
export function tileOfTwo(a: usize, b: usize, end: usize, c0: usize, c1: usize, add: bool): void {
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

/** The same from a single row. */
export function tileOfOne(a: usize, b: usize, end: usize, c: usize, add: bool): void {
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
