/** Four numbers at a time where fewer than four may be left. */

/** The first `count` numbers at `from`, zeros behind them; reads no further. */
export function loadSome(from: usize, count: i32): v128 {
  if (count >= 4) return v128.load(from);
  let v = f32x4.splat(0);
  if (count > 0) v = f32x4.replace_lane(v, 0, load<f32>(from));
  if (count > 1) v = f32x4.replace_lane(v, 1, load<f32>(from, 4));
  if (count > 2) v = f32x4.replace_lane(v, 2, load<f32>(from, 8));
  return v;
}

/** Writes the first `count` numbers of v, and nothing behind them. */
export function storeSome(to: usize, v: v128, count: i32): void {
  if (count >= 4) {
    v128.store(to, v);
    return;
  }
  if (count > 0) v128.store32_lane(to, v, 0);
  if (count > 1) v128.store32_lane(to, v, 1, 4);
  if (count > 2) v128.store32_lane(to, v, 2, 8);
}
