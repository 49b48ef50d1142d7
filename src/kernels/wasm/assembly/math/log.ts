/**
 * log x of a positive float64, within 1e-14:
 *
 *     x = 2ⁿ m,  √½ ≤ m < √2;  log m = 2 (s + s³/3 + s⁵/5 + …),  s = (m - 1) / (m + 1)
 *
 * AssemblyScript's own brings tables, and the module must have no data.
 */

const LN2: f64 = 0.6931471805599453;
const SQRT2: f64 = 1.4142135623730951;
const TERMS: i32 = 15;

export function log(x: f64): f64 {
  if (!(x < Infinity)) return x; // NaN as well
  const bits = reinterpret<i64>(x);
  let n = <i32>(bits >> 52) - 1023;
  let m = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (m > SQRT2) {
    m *= 0.5;
    n++;
  }
  const s = (m - 1) / (m + 1);
  const square = s * s;
  let sum: f64 = 0;
  for (let power = TERMS; power > 0; power -= 2) sum = sum * square + 1 / <f64>power;
  return <f64>n * LN2 + 2 * s * sum;
}
