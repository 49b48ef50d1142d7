/**
 * Mean and maximum over the real steps of x [B,T,H], and the backward pass; formulas as in src/layers/pooling.ts. A row
 * without a real step gives zeros. Steps that share a maximum share its gradient, each the whole of it, as in `tf.max`.
 */
import { Pooling, PoolJob } from '../../jobs/tensor-operations';
import { address, word } from '../job';
import { loadSome, storeSome } from '../math/vector';

export function pool(job: usize): void {
  const steps = word(job, PoolJob.steps);
  const size = word(job, PoolJob.size);
  const isMean = word(job, PoolJob.pooling) == Pooling.mean;
  const rowBytes = (<usize>size) << 2;
  let x = address(job, PoolJob.x);
  let mask = address(job, PoolJob.mask);
  let y = address(job, PoolJob.y);
  for (let b = word(job, PoolJob.batch); b > 0; b--) {
    const count = realSteps(mask, steps);
    for (let j = 0; j < size; j += 4) {
      const at = (<usize>j) << 2;
      const column = isMean
        ? f32x4.div(sumOverSteps(x + at, mask, steps, rowBytes, size - j), f32x4.splat(<f32>max(count, 1)))
        : count == 0
          ? f32x4.splat(0)
          : largestOverSteps(x + at, mask, steps, rowBytes, size - j);
      storeSome(y + at, column, size - j);
    }
    x += rowBytes * <usize>steps;
    mask += (<usize>steps) << 2;
    y += rowBytes;
  }
}

function realSteps(mask: usize, steps: i32): i32 {
  let count = 0;
  for (let t = 0; t < steps; t++) count += load<f32>(mask + ((<usize>t) << 2)) != 0 ? 1 : 0;
  return count;
}

/** Four columns, or the `left` last ones. */
function sumOverSteps(x: usize, mask: usize, steps: i32, rowBytes: usize, left: i32): v128 {
  let sum = f32x4.splat(0);
  for (let t = 0; t < steps; t++) {
    if (load<f32>(mask) != 0) sum = f32x4.add(sum, loadSome(x, left));
    x += rowBytes;
    mask += 4;
  }
  return sum;
}

function largestOverSteps(x: usize, mask: usize, steps: i32, rowBytes: usize, left: i32): v128 {
  let largest = f32x4.splat(-Infinity);
  for (let t = 0; t < steps; t++) {
    if (load<f32>(mask) != 0) largest = f32x4.max(largest, loadSome(x, left));
    x += rowBytes;
    mask += 4;
  }
  return largest;
}

export function poolGradient(job: usize): void {
  const steps = word(job, PoolJob.steps);
  const size = word(job, PoolJob.size);
  const isMean = word(job, PoolJob.pooling) == Pooling.mean;
  const rowBytes = (<usize>size) << 2;
  let x = address(job, PoolJob.x);
  let mask = address(job, PoolJob.mask);
  let y = address(job, PoolJob.y);
  let dy = address(job, PoolJob.dy);
  let dx = address(job, PoolJob.dx);
  for (let b = word(job, PoolJob.batch); b > 0; b--) {
    const count = max(realSteps(mask, steps), 1);
    const factor: f32 = 1 / <f32>count;
    for (let t = 0; t < steps; t++) {
      if (load<f32>(mask) == 0) memory.fill(dx, 0, rowBytes);
      else if (isMean) scaleRow(dy, factor, size, dx);
      else passLargest(x, y, dy, size, dx);
      x += rowBytes;
      dx += rowBytes;
      mask += 4;
    }
    y += rowBytes;
    dy += rowBytes;
  }
}

function scaleRow(dy: usize, scale: f32, size: i32, dx: usize): void {
  const factor = f32x4.splat(scale);
  for (let left = size; left > 0; left -= 4) {
    storeSome(dx, f32x4.mul(loadSome(dy, left), factor), left);
    dx += 16;
    dy += 16;
  }
}

function passLargest(x: usize, y: usize, dy: usize, size: i32, dx: usize): void {
  for (let left = size; left > 0; left -= 4) {
    const isLargest = f32x4.eq(loadSome(x, left), loadSome(y, left));
    storeSome(dx, v128.and(loadSome(dy, left), isLargest), left);
    x += 16;
    y += 16;
    dy += 16;
    dx += 16;
  }
}
