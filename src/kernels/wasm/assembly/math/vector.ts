/** Rows of values, four at a time, where fewer than four may be left. */

/** Of so many values. */
export function bytes(count: i32): usize {
  return (<usize>count) << 2;
}

/** The first `count` values at `from`, zeros behind them; reads no further. */
export function loadSome(from: usize, count: i32): v128 {
  if (count >= 4) return v128.load(from);
  let v = f32x4.splat(0);
  if (count > 0) v = f32x4.replace_lane(v, 0, load<f32>(from));
  if (count > 1) v = f32x4.replace_lane(v, 1, load<f32>(from, 4));
  if (count > 2) v = f32x4.replace_lane(v, 2, load<f32>(from, 8));
  return v;
}

/** Writes the first `count` values of v, and nothing behind them. */
export function storeSome(to: usize, v: v128, count: i32): void {
  if (count >= 4) {
    v128.store(to, v);
    return;
  }
  if (count > 0) v128.store32_lane(to, v, 0);
  if (count > 1) v128.store32_lane(to, v, 1, 4);
  if (count > 2) v128.store32_lane(to, v, 2, 8);
}

/** `count` values; the ranges do not overlap. */
export function copy(to: usize, from: usize, count: i32): void {
  for (; count >= 4; count -= 4) {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  }
  storeSome(to, loadSome(from, count), count);
}

/** `count` values, or zeros if `from` is 0, and zeros behind them up to `filled`, a multiple of 4. */
export function copyFilled(to: usize, from: usize, count: i32, filled: i32): void {
  for (let i = 0; i < filled; i += 4) {
    v128.store(to, from ? loadSome(from, count - i) : f32x4.splat(0));
    to += 16;
    if (from) from += 16;
  }
}

/** to += from, `count` values. */
export function addTo(to: usize, from: usize, count: i32): void {
  for (; count >= 4; count -= 4) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
    to += 16;
    from += 16;
  }
  storeSome(to, f32x4.add(loadSome(to, count), loadSome(from, count)), count);
}

/** `count` zeros. */
export function zero(at: usize, count: i32): void {
  memory.fill(at, 0, bytes(count));
}

/** to = a ⊙ b, `count` values, a multiple of 4. */
export function multiplyEach(to: usize, a: usize, b: usize, count: i32): void {
  for (; count > 0; count -= 4) {
    v128.store(to, f32x4.mul(v128.load(a), v128.load(b)));
    to += 16;
    a += 16;
    b += 16;
  }
}
