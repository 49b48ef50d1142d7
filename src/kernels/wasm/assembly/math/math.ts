/**
 * exp, σ and tanh of four values at a time, from
 *
 *     eˣ = 2ⁿ · e^r      n = x / ln 2, rounded;  r = x − n ln 2, so |r| ≤ ln 2 / 2
 *     e^r − 1 = r + r² P(r)
 *
 * P has degree 4: the polynomial of least largest relative error (1.7e-8), its coefficients rounded to float32. ln 2 is
 * subtracted in two parts (Cody & Waite 1980), the first so short that n times it is exact.
 *
 * Largest relative errors (test/kernels/wasm/assembly/math.test.ts): exp 1.2e-7, σ 1.9e-7, tanh 1.7e-7. Results saturate: exp
 * at e^±87, so that σ(−∞) is 1.6e-38 and not 0. NaN stays NaN.
 */

const LOG2_E: f32 = 1.44269504;
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.1219444e-4;

/** Added and subtracted again it rounds to a whole number, which then stands in the lowest bits: 1.5 · 2²³. */
const ROUNDING: f32 = 12582912;
const ONE_AS_BITS: i32 = 0x3f800000;

/** a b + c, with one rounding where the engine has relaxed SIMD. */
export function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(c, f32x4.mul(a, b));
}

/** x, or the nearest end of [low, high]. The order of the arguments lets NaN through. */
function clamp(x: v128, low: f32, high: f32): v128 {
  return f32x4.pmax(f32x4.pmin(x, f32x4.splat(high)), f32x4.splat(low));
}

/** n + 1.5 · 2²³ */
function shiftedQuotient(x: v128): v128 {
  return multiplyAdd(x, f32x4.splat(LOG2_E), f32x4.splat(ROUNDING));
}

/** 2ⁿ, written as the exponent of a float */
function powerOfTwo(shifted: v128): v128 {
  return i32x4.add(i32x4.shl(shifted, 23), i32x4.splat(ONE_AS_BITS));
}

/** e^r − 1 */
function expm1OfRemainder(x: v128, shifted: v128): v128 {
  const n = f32x4.sub(shifted, f32x4.splat(ROUNDING));
  const most = multiplyAdd(n, f32x4.splat(-LN2_HIGH), x);
  const r = multiplyAdd(n, f32x4.splat(-LN2_LOW), most);
  let p = f32x4.splat(0.00138824968);
  p = multiplyAdd(p, r, f32x4.splat(0.00836664718));
  p = multiplyAdd(p, r, f32x4.splat(0.0416672043));
  p = multiplyAdd(p, r, f32x4.splat(0.16666542));
  p = multiplyAdd(p, r, f32x4.splat(0.49999997));
  return multiplyAdd(f32x4.mul(r, r), p, r);
}

/** eˣ */
export function exp(x: v128): v128 {
  const clamped = clamp(x, -87, 87);
  const shifted = shiftedQuotient(clamped);
  const power = powerOfTwo(shifted);
  return multiplyAdd(power, expm1OfRemainder(clamped, shifted), power);
}

/** 1 / (1 + e⁻ˣ) */
export function sigmoid(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp(f32x4.neg(x))));
}

/** (e²ˣ − 1) / (e²ˣ + 1), with e²ˣ − 1 free of cancellation near 0 */
export function tanh(x: v128): v128 {
  const doubled = clamp(f32x4.add(x, x), -20, 20); // tanh 10 is 1 in float32
  const shifted = shiftedQuotient(doubled);
  const power = powerOfTwo(shifted);
  const expm1 = multiplyAdd(power, expm1OfRemainder(doubled, shifted), f32x4.sub(power, f32x4.splat(1)));
  return f32x4.div(expm1, f32x4.add(expm1, f32x4.splat(2)));
}

/** max(x, 0); NaN stays. */
export function relu(x: v128): v128 {
  return f32x4.pmax(x, f32x4.splat(0));
}

/** From dy to the gradient before y = σ(a): dy y (1 − y). */
export function sigmoidSlope(dy: v128, y: v128): v128 {
  return f32x4.mul(dy, f32x4.mul(y, f32x4.sub(f32x4.splat(1), y)));
}

/** From dy to the gradient before y = tanh(a): dy (1 − y²). */
export function tanhSlope(dy: v128, y: v128): v128 {
  return f32x4.mul(dy, f32x4.sub(f32x4.splat(1), f32x4.mul(y, y)));
}

/** From dy to the gradient before y = max(a, 0): dy where y > 0. */
export function reluSlope(dy: v128, y: v128): v128 {
  return v128.and(dy, f32x4.gt(y, f32x4.splat(0)));
}
